import GameCalendar
import Randomness

/// How players come, get better, get worse and go.
enum Careers {
    /// New players a club gets each year.
    static let draftedPerClub = 2

    /// A player who enters the league in `season`, or entered it then.
    static func newcomer(
        id: Int, name: FullName, in season: Season, _ random: inout SeededRandom
    ) -> Player {
        let position = Position.allCases[random.index(weighing: positionShares)]
        let promise = random.normal()
        // Promise beyond the usual is worth more and more: stars are few and far above the rest.
        let potential = -0.95 + 0.95 * promise + 0.42 * max(0, promise) * max(0, promise)
        let ageAtEntry = 19 + random.index(weighing: entryAges)
        return Player(
            id: id, name: name, position: position, debutYear: season.startYear - (ageAtEntry - 19),
            talent: potential, potential: potential, traits: Traits(&random))
    }

    private static let positionShares = [3.0, 4, 4, 3, 3]
    private static let entryAges = [3.0, 2.5, 2, 2.5, 1]

    /// The player in the next season.
    static func mature(_ player: inout Player, into season: Season, _ random: inout SeededRandom) {
        let form = player.talent - expected(player, in: Season(startYear: season.startYear - 1))
        player.talent = expected(player, in: season) + 0.7 * form + 0.3 * random.normal()
        player.traits.drift(&random)
        (player.gamesOut, player.absence) = (0, .none)
    }

    /// Whether the player gives up before `season`.
    static func ends(_ player: Player, before season: Season) -> Bool {
        let age = player.age(in: season)
        return age >= 40 || age > 33 && player.talent < -0.5 || age > 23 && player.talent < -2
    }

    /// How good the player should be at his age.
    static func expected(_ player: Player, in season: Season) -> Double {
        player.potential - shortfall[min(max(player.age(in: season) - 19, 0), shortfall.count - 1)]
    }

    // What is missing to the best years, from 19 to 39.
    private static let shortfall = [
        1.5, 1.15, 0.85, 0.55, 0.32, 0.15, 0.04, 0, 0, 0, 0.03, 0.1, 0.2, 0.35, 0.55, 0.8, 1.1, 1.5, 2, 2.6, 3.2,
    ]
}
