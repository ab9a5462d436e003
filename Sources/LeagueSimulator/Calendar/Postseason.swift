import GameCalendar

/// How many teams play on after the regular season, and when.
struct PostseasonPlan {
    /// Teams of each conference in the playoffs, a power of two.
    let qualifiers: Int
    /// Whether the last two places of each conference are played for.
    let hasPlayIn: Bool
    /// The day after the regular season.
    private let start: GameDate

    /// The plan for a league of `teams` whose regular season ends on `lastDay`, a Sunday.
    ///
    /// Eight teams of fifteen play on, four of six, two of three; with two teams a conference only a final is played.
    init(teams: Int, after lastDay: GameDate) {
        let half = teams / 2
        qualifiers = half >= 12 ? 8 : (half >= 6 ? 4 : (half >= 3 ? 2 : 1))
        hasPlayIn = qualifiers >= 4 && half >= qualifiers + 2
        start = lastDay + 1
    }

    /// Rounds of series, the final included.
    var rounds: Int {
        var (rounds, teams) = (1, qualifiers)
        while teams > 1 { (rounds, teams) = (rounds + 1, teams / 2) }
        return rounds
    }

    /// The day of a play-in game: 7 against 8, 9 against 10, and the last one.
    func playInDay(_ turn: Int) -> GameDate {
        switch turn {
        case 0: start + 1
        case 1: start + 2
        default: start + 4
        }
    }

    /// The days of the seven games of a series.
    ///
    /// - Parameters:
    ///   - round: from 1, the last one being the final.
    ///   - series: position in the round.
    func days(round: Int, series: Int) -> [GameDate] {
        // Rounds are counted from the final, so that short playoffs are the end of long ones.
        let all = Self.rounds
        let place = all.count - rounds + round - 1
        let opening = all[place].opening - all[all.count - rounds].opening
        let steps = all[place].steps[series % all[place].steps.count]
        let stagger = place < all.count - 1 ? series % 2 : 0
        return steps.map { start + 5 + opening + stagger + $0 }
    }

    // Days from the first game of the playoffs, a Saturday.
    private static let rounds: [(opening: Int, steps: [[Int]])] = [
        (
            0,
            [[0, 2, 5, 7, 10, 12, 14], [0, 3, 5, 8, 10, 12, 14], [0, 2, 4, 7, 9, 12, 14], [0, 2, 5, 7, 9, 11, 13]]
        ),
        (16, [[0, 2, 5, 7, 9, 11, 13], [0, 2, 4, 6, 9, 11, 13]]),
        (31, [[0, 2, 4, 6, 8, 10, 12], [0, 2, 4, 6, 8, 10, 12]]),
        (47, [[0, 3, 6, 8, 11, 14, 17]]),
    ]

    /// Whether the better team is at home in a game of a series, from 0.
    static func isAtHome(_ game: Int) -> Bool { [true, true, false, false, true, false, true][game] }
}

/// Four wins decide.
struct Series: Sendable {
    let round: Int
    /// Position in the round: the first half in the east.
    let number: Int
    /// The club with the home advantage.
    let better: Int
    let other: Int
    private(set) var wins = (better: 0, other: 0)
    /// Games played.
    var games: Int { wins.better + wins.other }
    /// The club that has four wins; nil before.
    var winner: Int? { wins.better == 4 ? better : (wins.other == 4 ? other : nil) }

    init(round: Int, number: Int, better: Int, other: Int) {
        (self.round, self.number, self.better, self.other) = (round, number, better, other)
    }

    /// The next game.
    var next: Matchup {
        PostseasonPlan.isAtHome(games) ? Matchup(home: better, away: other) : Matchup(home: other, away: better)
    }

    mutating func add(winner: Int) {
        if winner == better { wins.better += 1 } else { wins.other += 1 }
    }
}
