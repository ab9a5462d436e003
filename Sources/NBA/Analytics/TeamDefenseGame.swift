package import GameCalendar
package import PipelineModel

/// What a defence allowed, in counts: the opponent's box score under the defence's names.
package struct AllowedCounters: ColumnCoded, Hashable {
    package var pointsAllowed = 0
    package var fgMakes = 0
    package var fgAttempts = 0
    package var threePtMakes = 0
    package var threePtAttempts = 0
    package var ftMakes = 0
    package var ftAttempts = 0
    package var rebounds = 0
    package var assists = 0
    package var offensiveRebounds = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("points_allowed", &pointsAllowed, unit: .points, "Points of the opponent.")
        c.column("opp_fg_makes", &fgMakes, unit: .count, "Opponent field goals made.")
        c.column("opp_fg_attempts", &fgAttempts, unit: .count, "Opponent field goals attempted.")
        c.column("opp_three_pt_makes", &threePtMakes, unit: .count, "Opponent three-pointers made.")
        c.column("opp_three_pt_attempts", &threePtAttempts, unit: .count, "Opponent three-pointers attempted.")
        c.column("opp_ft_makes", &ftMakes, unit: .count, "Opponent free throws made.")
        c.column("opp_ft_attempts", &ftAttempts, unit: .count, "Opponent free throws attempted.")
        c.column("opp_rebounds", &rebounds, unit: .count, "Opponent rebounds.")
        c.column("opp_assists", &assists, unit: .count, "Opponent assists.")
        c.column("opp_offensive_rebounds", &offensiveRebounds, unit: .count, "Opponent offensive rebounds.")
    }
}

/// What a defence did itself.
package struct DefensivePlays: ColumnCoded, Hashable {
    package var turnoversForced = 0
    package var foulsCommitted = 0
    package var steals = 0
    package var blocks = 0
    package var defensiveRebounds = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("turnovers_forced", &turnoversForced, unit: .count, "Turnovers of the opponent.")
        c.column("fouls_committed", &foulsCommitted, unit: .count, "Own personal fouls.")
        c.column("steals", &steals, unit: .count, "Own steals.")
        c.column("blocks", &blocks, unit: .count, "Own blocked shots.")
        c.column("defensive_rebounds", &defensiveRebounds, unit: .count, "Own defensive rebounds.")
    }
}

/// team_defense_game_summary: what a team allowed in one finished game; `team_abbr` is the defending team.
package struct TeamDefenseGame: WarehouseRow, Hashable {
    package var identity = GameIdentity()
    package var side = TeamSide()
    package var allowed = AllowedCounters()
    package var plays = DefensivePlays()
    package var opponentZones = ZoneCounts()
    package var pointsInPaintAllowed: Int?
    package var midRangePointsAllowed: Int?
    package var threePtPointsAllowed = 0
    package var oppPossessions = 0.0
    package var defensiveRating = 0.0
    package var opponentPace = 0.0
    package var opponentTSPct: Double?
    package var opponentEFGPct: Double?
    package var opponentFTRate: Double?
    package var outcome = TeamOutcome()
    package var overtimePeriods = 0
    package var shotDataAvailable = false
    package var end = RowEnd()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        identity.columns(&c)
        side.columns(&c)
        allowed.columns(&c)
        plays.columns(&c)
        opponentZones.opponentColumns(&c)
        c.column("points_in_paint_allowed", &pointsInPaintAllowed, unit: .points, "Opponent points in the paint.")
        c.column("mid_range_points_allowed", &midRangePointsAllowed, unit: .points, "Opponent mid-range points.")
        c.column("three_pt_points_allowed", &threePtPointsAllowed, unit: .points, "Opponent points from threes.")
        c.column("opp_possessions", &oppPossessions, unit: .count, "Opponent possessions, estimated.")
        c.column("defensive_rating", &defensiveRating, unit: .per100, "Points allowed per 100 possessions.")
        c.column("opponent_pace", &opponentPace, unit: .per48, "Opponent possessions per 48 minutes.")
        c.column("opponent_ts_pct", &opponentTSPct, unit: .share, "Opponent true shooting.")
        c.column("opponent_efg_pct", &opponentEFGPct, unit: .share, "Opponent effective field goals.")
        c.column("opponent_ft_rate", &opponentFTRate, unit: .share, "Opponent free-throw attempts per FGA.")
        outcome.columns(&c)
        c.column("overtime_periods", &overtimePeriods, unit: .count, "Overtimes played.")
        c.column("shot_data_available", &shotDataAvailable, "Whether the game has a shot chart.")
        end.columns(&c)
    }

    package static let table = TableDeclaration(
        TeamDefenseGame.self, name: "team_defense_game_summary", dataset: "nba_analytics",
        about: "A team's defence in each finished game.", key: ["game_id", "team_abbr"],
        criticalColumns: ["defensive_rating"])
}

/// What a team allowed in one game, for windows.
package struct TeamAllowedLine: NarrowRow, Hashable {
    package typealias Whole = TeamDefenseGame
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var teamAbbr = ""
    package var fgAttempts = 0
    package var ftAttempts = 0
    package var defensiveRating = 0.0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("team_abbr", &teamAbbr, "Defending team.")
        c.column("opp_fg_attempts", &fgAttempts, unit: .count, "Opponent field goals attempted.")
        c.column("opp_ft_attempts", &ftAttempts, unit: .count, "Opponent free throws attempted.")
        c.column("defensive_rating", &defensiveRating, unit: .per100, "Points allowed per 100 possessions.")
    }

    /// Games by defending team.
    package enum ByTeam: RowGrouping {
        package static func forEachEntity(of row: TeamAllowedLine, _ body: (String) -> Void) { body(row.teamAbbr) }
    }
}
