package import GameCalendar
package import PipelineModel

/// How a game stands. Status 4 is never expected.
package enum GameStatus: Int, Hashable, Sendable {
    case scheduled = 1
    case live = 2
    case final = 3
    case postponedOrCancelled = 4
}

/// What a game's final whistle decides.
package struct GameResult: ColumnCoded, Hashable {
    package var gameStatus = GameStatus.scheduled.rawValue
    /// Finished, of a type that counts, between two league teams.
    package var countsForPipeline = false
    package var awayScore: Int?
    package var homeScore: Int?
    package var overtimePeriods: Int?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_status", &gameStatus, "1 scheduled, 2 live, 3 final, 4 postponed or cancelled.")
        c.column("counts_for_pipeline", &countsForPipeline, "Final, of a counting type, between two league teams.")
        c.column("away_score", &awayScore, unit: .points, "Final score of the visiting team; NULL unless final.")
        c.column("home_score", &homeScore, unit: .points, "Final score of the home team; NULL unless final.")
        c.column("overtime_periods", &overtimePeriods, unit: .count, "Overtimes played; NULL unless final.")
    }
}

/// nbac_schedule: one game.
package struct ScheduledGame: WarehouseRow, Hashable {
    package var identity = GameIdentity()
    package var teams = GameTeams()
    package var venue = GameVenue()
    package var result = GameResult()
    package var attendance: Int?
    package var sourceFileID = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        identity.columns(&c)
        teams.columns(&c)
        venue.columns(&c)
        result.columns(&c)
        c.column("attendance", &attendance, unit: .count, "Spectators.")
        c.provenance("source_file_id", &sourceFileID, "File the row came from.")
    }

    package static let table = TableDeclaration(
        ScheduledGame.self, name: "nbac_schedule", dataset: "nba_raw", about: "The league's schedule and results.",
        key: ["game_id"])

    /// Season types whose games count.
    package static let countingTypes: Set<String> = ["regular", "playin", "playoffs", "cup_final"]

    /// Whether the game is to be played or was, of a type that counts, between two league teams.
    package var isExpected: Bool {
        Self.isExpected(
            status: result.gameStatus, type: identity.seasonType, away: teams.away, home: teams.home)
    }

    /// The rule behind ``isExpected``.
    package static func isExpected(status: Int, type: String, away: String, home: String) -> Bool {
        status != GameStatus.postponedOrCancelled.rawValue && countingTypes.contains(type)
            && Tricode.all.contains(away) && Tricode.all.contains(home)
    }
}

/// schedule_pregame: what the schedule says before a game is played.
package struct SchedulePregame: Projection, Hashable {
    package var identity = GameIdentity()
    package var teams = GameTeams()
    package var venue = GameVenue()
    package var isExpected = false

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        identity.columns(&c)
        teams.columns(&c)
        venue.columns(&c)
        c.column("is_expected", &isExpected, "Whether the game is expected to be played.")
    }

    package static let table = TableDeclaration(
        SchedulePregame.self, name: "schedule_pregame", dataset: "nba_raw",
        about: "The schedule without anything a final whistle decides.", key: ["game_id"])

    package static func project(_ row: ScheduledGame) -> SchedulePregame? {
        var game = SchedulePregame()
        (game.identity, game.teams, game.venue, game.isExpected) = (row.identity, row.teams, row.venue, row.isExpected)
        return game
    }
}

/// schedule_played: the schedule of earlier dates with results, without attendance.
package struct SchedulePlayed: Projection, Hashable {
    package var identity = GameIdentity()
    package var teams = GameTeams()
    package var venue = GameVenue()
    package var result = GameResult()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        identity.columns(&c)
        teams.columns(&c)
        venue.columns(&c)
        result.columns(&c)
    }

    package static let table = TableDeclaration(
        SchedulePlayed.self, name: "schedule_played", dataset: "nba_raw",
        about: "The schedule with results, without attendance.", key: ["game_id"])

    package static func project(_ row: ScheduledGame) -> SchedulePlayed? {
        var game = SchedulePlayed()
        (game.identity, game.teams, game.venue, game.result) = (row.identity, row.teams, row.venue, row.result)
        return game
    }
}

/// schedule_counted: which games were finished and count, without what happened in them.
package struct CountedGame: Projection, Hashable {
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var away = ""
    package var home = ""

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("away_team_abbr", &away, "Tricode of the visiting team.")
        c.column("home_team_abbr", &home, "Tricode of the home team.")
    }

    package static let table = TableDeclaration(
        CountedGame.self, name: "schedule_counted", dataset: "nba_raw",
        about: "Which games were finished and count.", key: ["game_id"])

    package static func project(_ row: CountedGameSource) -> CountedGame? {
        row.countsForPipeline ? row.game : nil
    }

    /// Games by team.
    package enum ByTeam: RowGrouping {
        package static func forEachEntity(of row: CountedGame, _ body: (String) -> Void) {
            body(row.away)
            body(row.home)
        }
    }
}

/// The columns of the schedule that schedule_counted is taken from.
package struct CountedGameSource: NarrowRow, Hashable {
    package typealias Whole = ScheduledGame
    package var game = CountedGame()
    package var countsForPipeline = false

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        game.columns(&c)
        c.column("counts_for_pipeline", &countsForPipeline, "Final, of a counting type, between two league teams.")
    }
}
