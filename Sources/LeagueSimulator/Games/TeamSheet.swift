import Randomness

/// One team before the tip: who plays, who sits, and how minutes are meant to be shared.
struct TeamSheet: Sendable {
    /// A player who is dressed.
    struct Dressed: Sendable {
        /// Position in the league's list of players.
        let player: Int
        let position: Position
        let rates: PlayerRates
        let isStarter: Bool
        /// Minutes of 48 the coach has in mind; 0 for one who plays only when all is decided.
        let minutes: Double
    }

    /// A player who is not.
    struct Absent: Sendable {
        let player: Int
        let absence: Absence
    }

    let club: Int
    let habits: ClubHabits
    /// Starters first, then by minutes.
    let dressed: [Dressed]
    let absent: [Absent]
    /// Places of ``dressed`` by the minutes in mind, most first.
    let closers: [Int]

    /// The sheet of `club` for its next game.
    init(
        _ club: Club, _ players: [Player], _ level: LeagueLevel, isPlayoffs: Bool, _ random: inout SeededRandom
    ) {
        self.club = club.index
        habits = club.habits
        var choice = RosterChoice(club, players, &random)
        let starters = choice.takeStarters(players)
        let plan = MinutePlan(isPlayoffs: isPlayoffs, &random)
        let (first, bench) = (starters.map { players[$0] }, choice.bench.map { players[$0] })
        let minutes = plan.minutes(starters: first, bench: bench, &random)
        dressed = (starters + choice.bench).enumerated().map { index, player in
            Dressed(
                player: player, position: players[player].position, rates: level.held(players[player].rates),
                isStarter: index < starters.count, minutes: minutes[index])
        }
        closers = dressed.indices.sorted { (minutes[$0], $1) > (minutes[$1], $0) }
        absent = choice.absent.map { Absent(player: $0, absence: players[$0].absence) }
    }

    /// Points over 100 possessions that players with these minutes score more and allow less than usual.
    var strength: (offense: Double, defense: Double) {
        var (offense, defense, usage, shooting) = (0.0, 0.0, 0.0, 0.0)
        for one in dressed {
            let share = one.minutes / 48
            offense += share * one.rates.offense
            defense += share * one.rates.defense
            usage += share * one.rates.usage
            shooting += share * one.rates.usage * (one.rates.shotValue / Norms.shotValue - 1)
        }
        return (offense + shooting / usage / Norms.edge, defense)
    }
}

/// Who of a roster is dressed.
private struct RosterChoice {
    /// Best first.
    var bench: [Int]
    let absent: [Int]

    /// Fewer than these never play; somebody hurt less than the others has to.
    private static let fewest = 9

    init(_ club: Club, _ players: [Player], _ random: inout SeededRandom) {
        let ranked = club.roster.map { (player: $0, wish: players[$0].rating + 0.22 * random.normal()) }
            .sorted { ($0.wish, $1.player) > ($1.wish, $0.player) }.map(\.player)
        var fit = ranked.filter { players[$0].gamesOut == 0 }
        if fit.count < Self.fewest {
            let hurt = ranked.filter { players[$0].gamesOut > 0 }
                .sorted { (players[$0].gamesOut, $0) < (players[$1].gamesOut, $1) }
            fit += hurt.prefix(Self.fewest - fit.count)
        }
        let places = 11 + random.index(weighing: [2, 3, 4, 4, 4])
        bench = Array(fit.prefix(places))
        let dressed = bench
        absent = ranked.filter { !dressed.contains($0) }
    }

    /// The best five that make a team: no more than two of a position, three guards, three big men.
    mutating func takeStarters(_ players: [Player]) -> [Int] {
        var starters: [Int] = []
        for strictness in [true, false] {
            for player in bench where starters.count < 5 && !starters.contains(player) {
                if !strictness || fits(player, starters, players) { starters.append(player) }
            }
        }
        bench.removeAll { starters.contains($0) }
        return starters
    }

    private func fits(_ player: Int, _ starters: [Int], _ players: [Player]) -> Bool {
        let positions = (starters + [player]).map { players[$0].position.rawValue }
        return positions.count { $0 == players[player].position.rawValue } <= 2
            && positions.count { $0 <= 1 } <= 3 && positions.count { $0 >= 3 } <= 3
            && positions.count { $0 == 4 } <= 1
    }
}

/// How a coach shares 240 minutes.
private struct MinutePlan {
    private let isPlayoffs: Bool
    private let benchMinutes: [Double]
    private static let starterMinutes = [34.6, 33.2, 31.6, 29.4, 26.6]

    init(isPlayoffs: Bool, _ random: inout SeededRandom) {
        self.isPlayoffs = isPlayoffs
        // Nine or ten play; in the playoffs eight or nine.
        let tenth = random.happens(isPlayoffs ? 0.2 : 0.52) ? 9.5 : 0
        let ninth = random.happens(isPlayoffs ? 0.7 : 0.95) ? 14.0 : 0
        benchMinutes = [25, 21.5, 17, ninth, tenth]
    }

    /// Minutes by place, starters first; 240 together.
    func minutes(starters: [Player], bench: [Player], _ random: inout SeededRandom) -> [Double] {
        var minutes: [Double] = []
        for (place, player) in starters.enumerated() {
            let form = 4.8 * random.normal() + player.traits.stamina + 0.4 * max(0, player.talent - 1)
            minutes.append(max(14, Self.starterMinutes[place] + form + (isPlayoffs ? 2.5 : 0)))
        }
        for (place, player) in bench.enumerated() {
            let usual = place < benchMinutes.count ? benchMinutes[place] : 0
            minutes.append(usual > 0 ? max(3, usual + 4.6 * random.normal() + 0.5 * player.traits.stamina) : 0)
        }
        let scale = 240 / minutes.reduce(0, +)
        return minutes.map { min($0 * scale, 40) }
    }
}
