package import GameCalendar
package import PipelineModel

/// The columns of the schedule that make the league calendar.
package struct CalendarGame: NarrowRow, Hashable {
    package typealias Whole = ScheduledGame
    package var gameDate = GameDate.reference
    package var seasonYear = 0
    package var seasonType = ""
    package var away = ""
    package var home = ""
    package var gameStatus = 0
    package var countsForPipeline = false

    package init() {}

    /// The calendar's view of a full row.
    package init(_ game: ScheduledGame) {
        gameDate = game.identity.gameDate
        seasonYear = game.identity.seasonYear
        seasonType = game.identity.seasonType
        (away, home) = (game.teams.away, game.teams.home)
        gameStatus = game.result.gameStatus
        countsForPipeline = game.result.countsForPipeline
    }

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_date", &gameDate, "Game date.")
        c.column("season_year", &seasonYear, "Year the season starts in.")
        c.column("season_type", &seasonType, "Kind of game.")
        c.column("away_team_abbr", &away, "Visiting team.")
        c.column("home_team_abbr", &home, "Home team.")
        c.column("game_status", &gameStatus, "How the game stands.")
        c.column("counts_for_pipeline", &countsForPipeline, "Whether it counts.")
    }

    /// Whether the game is to be played or was, of a type that counts, between two league teams.
    package var isExpected: Bool {
        ScheduledGame.isExpected(status: gameStatus, type: seasonType, away: away, home: home)
    }
}
