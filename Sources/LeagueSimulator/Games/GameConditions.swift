import Randomness

/// What is particular to one game before it begins: the day, the hall, the whistle.
struct GameConditions: Sendable {
    /// Possessions per 48 minutes above the league's.
    let pace: Double
    /// Factor on how long possessions take.
    var slowness: Double { Norms.possessionsPer48 / (Norms.possessionsPer48 + pace) }
    /// Factor on fouls called.
    let whistle: Double
    /// Factor on each zone's share of the shots, for visitors and home team.
    let tastes: [Zones]
    /// Factor on the chance of shots near the basket: who calls harder ones shots at the rim sees more of them missed.
    let nearness: Double
    /// Factor on assists given.
    let assists: Double
    /// Percent by which shots fall more often than usual, for visitors and home team.
    let form: [Double]
    /// How strongly each team goes for offensive rebounds, for visitors and home team.
    let boards: [Double]

    /// The conditions of a game between `sheets`, visitors first.
    init(_ sheets: [TeamSheet], isNeutral: Bool, tired: [Bool], _ random: inout SeededRandom) {
        let (away, home) = (sheets[0].habits, sheets[1].habits)
        pace = away.pace + home.pace + Norms.paceDeviation * random.normal()
        whistle = max(0.5, (away.fouling + home.fouling) / 2 + Norms.whistleDeviation * random.normal())
        assists = max(0.7, home.assistsSeen + Norms.assistDeviation * random.normal())
        let rim = home.rimSeen + Norms.scorerDeviation * random.normal()
        nearness = 1 - 0.2 * (rim - 1)
        tastes = [
            Self.tastes(away, against: home, rimSeen: rim, &random),
            Self.tastes(home, against: away, rimSeen: rim, &random),
        ]
        form = [-1.0, 1.0].enumerated().map { side, sign in
            let edge = isNeutral ? 0 : sign * Norms.homeEdge
            return edge - (tired[side] ? Norms.tiredness : 0) + Norms.formDeviation * random.normal()
        }
        boards = sheets.map { max(0.6, $0.habits.boards + Norms.boardsDeviation * random.normal()) }
    }

    private static func tastes(
        _ habits: ClubHabits, against defense: ClubHabits, rimSeen: Double, _ random: inout SeededRandom
    ) -> Zones {
        let rim = max(0.4, defense.rimAllowed * rimSeen + Norms.tasteDeviation * random.normal())
        let paint = max(0.35, 2.35 - 1.35 * rimSeen + Norms.paintDeviation * random.normal())
        let three = max(0.5, habits.threes + Norms.threeDeviation * random.normal())
        let middle = max(0.3, habits.midRange + Norms.midRangeDeviation * random.normal())
        return [rim, paint, middle, three, three, three, 1, 0]
    }
}
