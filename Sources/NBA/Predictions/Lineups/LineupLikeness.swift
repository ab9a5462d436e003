/// What each player of a team did in games whose line-up was like the one to be expected.
///
/// A game counts W = 0.95 to the power of its age when he appeared, and K = W·exp(−b/25), b being the minutes by which the
/// line-up of his team-mates then differs from the one expected now.
struct LineupLikeness {
    private static let likeMinutes = 25.0
    private static let leastWeight = 1e-6

    /// One player's means.
    struct Means {
        /// Σ K.
        var weight = 0.0
        /// Σ W.
        var plainWeight = 0.0
        /// Weighed by K and by W; 0 without a game.
        var line = LineVector(repeating: 0)
        var plainLine = LineVector(repeating: 0)
        var starts = 0.0
    }

    let means: [Means]
    /// The mean by K, of those who have hardly any such game what they do lately.
    let usual: [LineVector]

    init(_ lineup: TeamLineup) {
        var means = lineup.players.map { _ in Means() }
        for game in 0..<lineup.games {
            var difference = 0.0
            for player in lineup.players.indices { difference += Self.difference(lineup, game, player) }
            for player in lineup.players.indices {
                let cell = lineup.cell(game, player)
                guard cell.present > 0 else { continue }
                let plain = lineup.ages[game]
                let others: Double = difference - Self.difference(lineup, game, player)
                let weight = plain * decay(others / Self.likeMinutes)
                means[player].weight += weight
                means[player].plainWeight += plain
                means[player].line += cell.line * weight
                means[player].plainLine += cell.line * plain
                means[player].starts += cell.started * weight
            }
        }
        for player in means.indices where means[player].weight > 0 {
            means[player].line /= means[player].weight
            means[player].starts /= means[player].weight
            means[player].plainLine /= means[player].plainWeight
        }
        self.means = means
        usual = means.indices.map { means[$0].weight > Self.leastWeight ? means[$0].line : lineup.recent[$0] }
    }

    @inline(__always)
    private static func difference(_ lineup: TeamLineup, _ game: Int, _ player: Int) -> Double {
        abs(lineup.presence(game, player) - lineup.expected[player]) * lineup.recent[player][.minutes]
    }
}

/// What is missing of a player's team-mates against the games he played, in what they do a game.
struct LineupVacancy {
    /// Positive: those used to playing beside him are out; negative: they return.
    private(set) var missing = LineVector(repeating: 0)
    /// The same, of team-mates who play as he does.
    private(set) var alike = LineVector(repeating: 0)
    /// Minutes of the one who is missed most; 0 when nobody is.
    private(set) var largest = 0.0
    /// Minutes of those who appeared in the team's last game and are not expected, less those of whom it is the other
    /// way round; NULL at the opener.
    private(set) var sinceLastGame: Double?

    /// The vacancy that `player`, by position, meets in `lineup`.
    init(_ lineup: TeamLineup, _ player: Int) {
        let shares = Self.companies(lineup, player)
        for other in lineup.players.indices where other != player {
            guard let share = shares?[other] else { continue }
            let term = lineup.recent[other] * (share - lineup.expected[other])
            missing += term
            alike += term * Self.likeness(lineup.recent[player], lineup.recent[other])
            largest = max(largest, term[.minutes])
        }
        guard lineup.games > 0 else { return }
        var minutes = 0.0
        for other in lineup.players.indices where other != player {
            let isExpected: Double = lineup.expected[other] > 0 ? 1 : 0
            minutes += (lineup.presence(lineup.games - 1, other) - isExpected) * lineup.recent[other][.minutes]
        }
        sinceLastGame = minutes
    }

    // How often each team-mate appeared in the games he played, newer ones first of all; nil when he played none.
    private static func companies(_ lineup: TeamLineup, _ player: Int) -> [Double]? {
        var (sums, total) = (lineup.players.map { _ in 0.0 }, 0.0)
        for game in 0..<lineup.games where lineup.presence(game, player) > 0 {
            total += lineup.ages[game]
            for other in sums.indices { sums[other] += lineup.ages[game] * lineup.presence(game, other) }
        }
        return total > 0 ? sums.map { $0 / total } : nil
    }

    // 1 for one who rebounds, passes and shoots threes as often as he does.
    private static func likeness(_ left: LineVector, _ right: LineVector) -> Double {
        let (a, b) = (style(left), style(right))
        let (x, y, z) = (a.0 - b.0, a.1 - b.1, a.2 - b.2)
        return decay(x * x + y * y + z * z)
    }

    private static func style(_ line: LineVector) -> (Double, Double, Double) {
        let minutes = max(line[.minutes], 1)
        return (
            8 * line[.rebounds] / minutes, 8 * line[.assists] / minutes, 2 * line[.threes] / max(line[.attempts], 0.5)
        )
    }
}
