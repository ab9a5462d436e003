import GameCalendar
import PipelineModel

/// What a team's games say of it before a date.
struct TeamTrail {
    // What an old season still counts when another one begins.
    private static let seasonShare = 0.15
    private static let decidedGames = 5

    /// Games of the season, oldest first.
    private(set) var games: [(gameID: String, date: GameDate)] = []
    private(set) var wins = 0
    private var sums = TeamCounters()
    private var weight = 0.0

    /// Means that fade by 0.93 a game; NULL before the first game of three seasons.
    var means: TeamCounters? { weight > 0 ? sums.scaled(1 / weight) : nil }

    /// Share of the season's games won; NULL below 5 games.
    var winShare: Double? {
        games.count >= Self.decidedGames ? Double(wins) / Double(games.count) : nil
    }

    /// Days between `date` and the last game of the season; NULL at the opener.
    func rest(before date: GameDate) -> Double? {
        games.last.map { Double(date - $0.date - 1) }
    }

    /// The games of `team` before a game of the season that starts in `year`. One counts when both lines are there.
    init(of team: String, _ lines: EntityGames<TeamGameLine.ByTeam>, season year: Int) {
        var current: Int?
        var place = 0
        while place + 1 < lines.count {
            let (first, second) = (lines[place], lines[place + 1])
            guard first.gameID == second.gameID else {
                place += 1
                continue
            }
            place += 2
            enter(seasonStart(ofGame: first.gameID), &current)
            take(first.teamAbbr == team ? first : second, first.teamAbbr == team ? second : first)
        }
        enter(year, &current)
    }

    private mutating func enter(_ year: Int, _ current: inout Int?) {
        guard current != year else { return }
        current = year
        games.removeAll(keepingCapacity: true)
        wins = 0
        sums = sums.scaled(Self.seasonShare)
        weight *= Self.seasonShare
    }

    private mutating func take(_ own: TeamGameLine, _ other: TeamGameLine) {
        let keep = 0.93
        sums = sums.scaled(keep)
        sums.own.add(own)
        sums.allowed.add(other)
        weight = weight * keep + 1
        games.append((own.gameID, own.gameDate))
        wins += own.points > other.points ? 1 : 0
    }
}

/// A team's counters and its opponents'.
struct TeamCounters {
    /// One side of a game.
    struct Side {
        private(set) var values = SIMD8<Double>(repeating: 0)

        var points: Double { values[0] }
        var possessions: Double { values[1] }
        var rebounds: Double { values[2] }
        var assists: Double { values[3] }
        var attempts: Double { values[4] }
        var threes: Double { values[5] }

        mutating func add(_ line: TeamGameLine) {
            values += SIMD8(
                Double(line.points), line.possessions, Double(line.rebounds), Double(line.assists),
                Double(line.fgAttempts), Double(line.threePtAttempts), 0, 0)
        }

        mutating func scale(_ factor: Double) { values *= factor }
    }

    var own = Side()
    var allowed = Side()

    func scaled(_ factor: Double) -> TeamCounters {
        var other = self
        other.own.scale(factor)
        other.allowed.scale(factor)
        return other
    }
}
