/// The team lines of one date: the official ones, and where one is missing the sum of its players'.
package struct TeamLines {
    /// One team's line of a game.
    package struct Line: Hashable, Sendable {
        /// Official, or summed over the players.
        package let counters: BoxCounters
        /// Players of the team who appeared.
        package let playersActive: Int
        /// What building the line brought to light.
        package let issues: QualityIssues
    }

    // Fewer player rows than this cannot stand for a team.
    private static let playersToSum = 5

    private struct Roster {
        var rows = 0
        var active = 0
        var sum = BoxCounters()

        mutating func add(_ player: PlayerBox) {
            rows += 1
            active += player.isAppearance ? 1 : 0
            sum += player.counters
        }
    }

    private var boxes: [TeamGameKey: TeamBox] = [:]
    private var rosters: [TeamGameKey: Roster] = [:]

    /// The lines of a date, from rows in any order.
    package init(boxes: [TeamBox], players: [PlayerBox]) {
        for box in boxes { self.boxes[TeamGameKey(box.game.gameID, box.teamAbbr)] = box }
        for player in players {
            rosters[TeamGameKey(player.game.gameID, player.teamAbbr), default: Roster()].add(player)
        }
    }

    /// The line of `team`; nil when there is no official one and fewer than five players to sum.
    package subscript(game: ScheduledGame, team: String) -> Line? {
        let key = TeamGameKey(game.identity.gameID, team)
        let roster = rosters[key] ?? Roster()
        if let box = boxes[key] {
            return Line(counters: box.counters, playersActive: roster.active, issues: [])
        }
        guard roster.rows >= Self.playersToSum else { return nil }
        let score = team == game.teams.home ? game.result.homeScore : game.result.awayScore
        let isMismatch = score.map { $0 != roster.sum.points } ?? false
        return Line(
            counters: roster.sum, playersActive: roster.active, issues: isMismatch ? .boxSumMismatch : [])
    }

    /// Points of the other team: from its line, else from the schedule, else from what `team`'s own line says.
    package func opponentPoints(of team: String, in game: ScheduledGame) -> Int? {
        if let line = self[game, game.teams.opponent(of: team)] { return line.counters.points }
        let score = team == game.teams.home ? game.result.awayScore : game.result.homeScore
        return score ?? boxes[TeamGameKey(game.identity.gameID, team)]?.opponentPoints
    }
}
