package import GameCalendar
package import PipelineModel

/// Where a league's shooting by zone is taken from.
package enum BaselineSource: String, TextCoded, CaseIterable, Hashable, Sendable {
    case season
    case previousSeason = "previous_season"
    case constant
}

/// What the league shoots by zone, and allows, before a date.
package struct LeagueBaseline: ColumnCoded, Hashable {
    package var paintPct = 0.0
    package var midRangePct = 0.0
    package var threePtPct = 0.0
    package var source = BaselineSource.constant
    package var defensiveRating: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("league_paint_pct", &paintPct, unit: .share, "League's share of paint attempts made.")
        c.column("league_mid_range_pct", &midRangePct, unit: .share, "League's share of mid-range attempts made.")
        c.column("league_three_pt_pct", &threePtPct, unit: .share, "League's share of three-pointers made.")
        c.column("league_baseline_source", &source, "season, previous_season or constant.")
        c.column(
            "league_defensive_rating", &defensiveRating, unit: .per100,
            "Mean allowed of the season so far; NULL below 100 team games.")
    }

    /// The league's share of one zone.
    package subscript(zone: ShotZoneGroup) -> Double {
        switch zone {
        case .paint: paintPct
        case .midRange: midRangePct
        case .threePt: threePtPct
        }
    }
}

/// team_defense_zone_analysis: how a team has defended by zone before a date.
package struct TeamDefenseZones: WarehouseRow, Hashable {
    package var teamAbbr = ""
    package var gameDate = GameDate.reference
    package var season = ""
    package var gamesInSample = 0
    package var shotGamesInSample = 0
    package var pctAllowed = ZoneValues()
    package var attemptsAllowed = ZoneValues()
    package var versusLeague = ZoneValues()
    package var league = LeagueBaseline()
    package var defensiveRatingLast15: Double?
    package var opponentPointsPerGame: Double?
    package var opponentPaceLast15: Double?
    package var strongestZone: String?
    package var weakestZone: String?
    package var end = RowEnd()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("team_abbr", &teamAbbr, "Defending team.")
        c.column("game_date", &gameDate, "Day before whose games the row was known.")
        c.column("season", &season, "Season label such as 2021-22.")
        c.column("games_in_sample", &gamesInSample, unit: .games, "Games of the window of 15.")
        c.column("shot_games_in_sample", &shotGamesInSample, unit: .games, "Those of them with shot data.")
        pctAllowed.columns(
            &c, ("paint_pct_allowed_last_15", "mid_range_pct_allowed_last_15", "three_pt_pct_allowed_last_15"),
            unit: .share,
            ("Share of paint attempts allowed.", "Share of mid-range attempts allowed.", "Share of threes allowed."))
        attemptsAllowed.columns(
            &c,
            (
                "paint_attempts_allowed_per_game", "mid_range_attempts_allowed_per_game",
                "three_pt_attempts_allowed_per_game"
            ),
            unit: .perGame,
            ("Paint attempts allowed.", "Mid-range attempts allowed.", "Three-point attempts allowed."))
        versusLeague.columns(
            &c, ("paint_defense_vs_league_avg", "mid_range_defense_vs_league_avg", "three_pt_defense_vs_league_avg"),
            unit: .percentagePoints,
            (
                "Paint share allowed less the league's; positive: soft.",
                "Mid-range share allowed less the league's; positive: soft.",
                "Three-point share allowed less the league's; positive: soft."
            ))
        league.columns(&c)
        c.column("defensive_rating_last_15", &defensiveRatingLast15, unit: .per100, "Mean allowed, last 15 games.")
        c.column("opponent_points_per_game", &opponentPointsPerGame, unit: .points, "Mean points allowed, last 15.")
        c.column("opponent_pace_last_15", &opponentPaceLast15, unit: .per48, "Opponents' mean pace, last 15 games.")
        c.column("strongest_zone", &strongestZone, "Zone defended best against the league; perimeter for threes.")
        c.column("weakest_zone", &weakestZone, "Zone defended worst against the league; perimeter for threes.")
        end.columns(&c)
    }

    package static let table = TableDeclaration(
        TeamDefenseZones.self, name: "team_defense_zone_analysis", dataset: "nba_precompute",
        about: "How each team has defended by zone before a date.", key: ["team_abbr", "game_date"],
        criticalColumns: ["games_in_sample"])
}

/// Key of the tables with one row per team and date.
package struct TeamDateKey: ColumnCoded, Hashable {
    package var teamAbbr = ""
    package var gameDate = GameDate.reference

    package init() {}

    /// The key of `team` on `date`.
    package init(_ team: String, _ date: GameDate) {
        (teamAbbr, gameDate) = (team, date)
    }

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("team_abbr", &teamAbbr, "Team.")
        c.column("game_date", &gameDate, "Date.")
    }
}

/// What a team allowed by zone in one game, for windows.
package struct ZoneDefenseLine: NarrowRow, Hashable {
    package typealias Whole = TeamDefenseGame
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var teamAbbr = ""
    package var pointsAllowed = 0
    package var threePtMakes = 0
    package var threePtAttempts = 0
    package var zones = ZoneCounts()
    package var defensiveRating = 0.0
    package var opponentPace = 0.0
    package var shotDataAvailable = false

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("team_abbr", &teamAbbr, "Defending team.")
        c.column("points_allowed", &pointsAllowed, unit: .points, "Points of the opponent.")
        c.column("opp_three_pt_makes", &threePtMakes, unit: .count, "Opponent three-pointers made.")
        c.column("opp_three_pt_attempts", &threePtAttempts, unit: .count, "Opponent three-pointers attempted.")
        zones.opponentColumns(&c)
        c.column("defensive_rating", &defensiveRating, unit: .per100, "Points allowed per 100 possessions.")
        c.column("opponent_pace", &opponentPace, unit: .per48, "Opponent possessions per 48 minutes.")
        c.column("shot_data_available", &shotDataAvailable, "Whether the game has a shot chart.")
    }

    /// Games by defending team.
    package enum ByTeam: RowGrouping {
        package static func forEachEntity(of row: ZoneDefenseLine, _ body: (String) -> Void) { body(row.teamAbbr) }
    }
}
