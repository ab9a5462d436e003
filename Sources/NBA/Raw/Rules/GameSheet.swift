import GameCalendar
package import PipelineModel

/// The columns of a player's line that the rules over a whole game need.
package struct PlayerTally: NarrowRow, Hashable {
    package typealias Whole = PlayerBox
    package var gameID = ""
    package var teamAbbr = ""
    package var starter = false
    package var secondsPlayed = 0
    package var counters = BoxCounters()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("team_abbr", &teamAbbr, "Team.")
        c.column("starter", &starter, "Whether he started.")
        c.column("seconds_played", &secondsPlayed, unit: .seconds, "Time on the court.")
        counters.columns(&c)
    }
}

/// The columns of a shot that the rules over a whole game need.
package struct ShotMark: NarrowRow, Hashable {
    package typealias Whole = Shot
    package var gameID = ""
    package var teamAbbr = ""
    package var made = false
    package var shotType = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("team_abbr", &teamAbbr, "Team.")
        c.column("made", &made, "Whether it went in.")
        c.column("shot_type", &shotType, unit: .points, "2 or 3.")
    }
}

/// One game as the rules of level W see it.
package struct GameSheet: Sendable {
    /// The schedule's word on it.
    package var game: GameFacts
    /// Its rows of the team box score, by team.
    package var teamLines: [TeamBox] = []
    /// Its players' lines.
    package var players: [PlayerTally] = []
    /// Its shots.
    package var shots: [ShotMark] = []

    /// A game of which nothing is known but its place in the schedule.
    package init(_ game: GameFacts) {
        self.game = game
    }

    /// The team box-score line of `team`, nil unless there is exactly one.
    package func line(of team: String) -> TeamBox? {
        let lines = teamLines.filter { $0.teamAbbr == team }
        return lines.count == 1 ? lines[0] : nil
    }

    /// The length of the game in seconds of all five players of a team; nil when the overtimes are unknown.
    var teamSeconds: Int? { game.overtimePeriods.map { 5 * 60 * (48 + 5 * $0) } }
}

/// One rule of level W over a whole game, on its own.
package struct GameCheck: Sendable {
    /// What was found about a team; an empty team means the whole game.
    package struct Finding: Hashable, Sendable {
        package var team: String
        package var detail: String

        package init(_ team: String, _ detail: String) {
            self.team = team
            self.detail = detail
        }
    }

    /// What a broken rule is called.
    package let code: RawCode
    /// The table whose rows break it.
    package let table: TableName
    private let findings: @Sendable (GameSheet) -> [Finding]

    init(_ code: RawCode, _ table: TableName, _ findings: @escaping @Sendable (GameSheet) -> [Finding]) {
        self.code = code
        self.table = table
        self.findings = findings
    }

    /// What is wrong with the game, at most one finding a team.
    package func findings(in sheet: GameSheet) -> [Finding] { findings(sheet) }

    /// The findings as issues of import `importID`.
    package func issues(in sheet: GameSheet, importID: Int) -> [ImportIssue] {
        findings(sheet).map { finding in
            var issue = ImportIssue()
            (issue.importID, issue.tableName, issue.code) = (importID, table, code.rawValue)
            (issue.gameID, issue.gameDate) = (sheet.game.gameID, sheet.game.date)
            (issue.teamAbbr, issue.detail) = (finding.team, finding.detail)
            return issue
        }
    }
}
