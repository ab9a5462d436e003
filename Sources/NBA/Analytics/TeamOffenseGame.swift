package import GameCalendar
package import PipelineModel

/// How a team's game ended.
package struct TeamOutcome: ColumnCoded, Hashable {
    package var winFlag = false
    package var marginOfVictory = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("win_flag", &winFlag, "Whether the team won.")
        c.column("margin_of_victory", &marginOfVictory, unit: .points, "Own minus opponent points; negative: a loss.")
    }
}

/// team_offense_game_summary: what a team did with the ball in one finished game.
package struct TeamOffenseGame: WarehouseRow, Hashable {
    package var identity = GameIdentity()
    package var side = TeamSide()
    package var counters = BoxCounters()
    package var overtimePeriods = 0
    package var zones = ZoneCounts()
    package var assistedFGMakes: Int?
    package var pointsInPaint: Int?
    package var midRangePoints: Int?
    package var threePtPoints = 0
    package var possessions = 0.0
    package var offensiveRating = 0.0
    package var pace = 0.0
    package var tsPct: Double?
    package var efgPct: Double?
    package var ftRate: Double?
    package var outcome = TeamOutcome()
    package var playersActive = 0
    package var shotDataAvailable = false
    package var end = RowEnd()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        identity.columns(&c)
        side.columns(&c)
        counters.columns(&c, pointsName: "points_scored")
        c.column("overtime_periods", &overtimePeriods, unit: .count, "Overtimes played.")
        zones.columns(&c)
        c.column("assisted_fg_makes", &assistedFGMakes, unit: .count, "Made shots of any zone that were assisted.")
        c.column("points_in_paint", &pointsInPaint, unit: .points, "Twice the paint makes.")
        c.column("mid_range_points", &midRangePoints, unit: .points, "Twice the mid-range makes.")
        c.column("three_pt_points", &threePtPoints, unit: .points, "Three times the box score's three-point makes.")
        c.column("possessions", &possessions, unit: .count, "Estimate: FGA + 0.44·FTA + TOV − OREB.")
        c.column("offensive_rating", &offensiveRating, unit: .per100, "Points per 100 possessions.")
        c.column("pace", &pace, unit: .per48, "Possessions per 48 minutes.")
        c.column("ts_pct", &tsPct, unit: .share, "True shooting: points / (2·(FGA + 0.44·FTA)).")
        c.column("efg_pct", &efgPct, unit: .share, "Effective field goals: (FGM + 0.5·3PM) / FGA.")
        c.column("ft_rate", &ftRate, unit: .share, "Free-throw attempts per field-goal attempt.")
        outcome.columns(&c)
        c.column("players_active", &playersActive, unit: .count, "Players of the team who appeared.")
        c.column("shot_data_available", &shotDataAvailable, "Whether the game has a shot chart.")
        end.columns(&c)
    }

    package static let table = TableDeclaration(
        TeamOffenseGame.self, name: "team_offense_game_summary", dataset: "nba_analytics",
        about: "A team's offence in each finished game.", key: ["game_id", "team_abbr"],
        criticalColumns: ["possessions", "offensive_rating"])
}

/// A team's pace and rating of one game, for windows.
package struct TeamPaceLine: NarrowRow, Hashable {
    package typealias Whole = TeamOffenseGame
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var teamAbbr = ""
    package var offensiveRating = 0.0
    package var pace = 0.0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("team_abbr", &teamAbbr, "Team.")
        c.column("offensive_rating", &offensiveRating, unit: .per100, "Points per 100 possessions.")
        c.column("pace", &pace, unit: .per48, "Possessions per 48 minutes.")
    }

    /// Games by team.
    package enum ByTeam: RowGrouping {
        package static func forEachEntity(of row: TeamPaceLine, _ body: (String) -> Void) { body(row.teamAbbr) }
    }
}
