package import PipelineModel

/// Rest and results a team brings into a game, all from earlier games of its season.
package struct TeamForm: ColumnCoded, Hashable {
    package var gameNumberInSeason = 0
    package var daysSinceLastGame: Int?
    package var daysRest: Int?
    package var backToBack = false
    package var gamesInLast7Days = 0
    package var gamesInLast14Days = 0
    package var winStreakEntering = 0
    package var lossStreakEntering = 0
    package var lastGameMargin: Int?
    package var seasonWins = 0
    package var seasonLosses = 0
    package var teamWinPct: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_number_in_season", &gameNumberInSeason, unit: .games, "1 for the opener.")
        c.column("days_since_last_game", &daysSinceLastGame, unit: .days, "Days back to the last game; NULL: opener.")
        c.column("days_rest", &daysRest, unit: .days, "Days between the games; NULL at the opener.")
        c.column("back_to_back", &backToBack, "Whether the last game was the day before.")
        c.column("games_in_last_7_days", &gamesInLast7Days, unit: .games, "Games of the 7 days before.")
        c.column("games_in_last_14_days", &gamesInLast14Days, unit: .games, "Games of the 14 days before.")
        c.column("win_streak_entering", &winStreakEntering, unit: .games, "Wins in a row up to the last game.")
        c.column("loss_streak_entering", &lossStreakEntering, unit: .games, "Losses in a row up to the last game.")
        c.column("last_game_margin", &lastGameMargin, unit: .points, "Margin of the last game; negative: a loss.")
        c.column("season_wins", &seasonWins, unit: .games, "Wins of the season so far.")
        c.column("season_losses", &seasonLosses, unit: .games, "Losses of the season so far.")
        c.column("team_win_pct", &teamWinPct, unit: .share, "Share of games won; NULL below 5 games.")
    }
}

/// The betting line of a game, from one team's side.
package struct TeamLine: ColumnCoded, Hashable {
    package var gameSpread: Double?
    package var gameTotal: Double?
    package var impliedTeamTotal: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_spread", &gameSpread, unit: .points, "Spread from the team's side; negative: favoured.")
        c.column("game_total", &gameTotal, unit: .points, "Line on both teams' points.")
        c.column("implied_team_total", &impliedTeamTotal, unit: .points, "(game_total − game_spread) / 2.")
    }
}

/// How far a team has come to play.
package struct TeamTravel: ColumnCoded, Hashable {
    package var travelMiles: Double?
    package var timeZoneChange: Int?
    package var travelMilesLast14Days = 0.0
    package var consecutiveRoadGames = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column(
            "travel_miles", &travelMiles, unit: .miles, "From the last game's arena; NULL: opener or unknown arena.")
        c.column("time_zone_change", &timeZoneChange, unit: .hours, "Clock change on the way; positive eastward.")
        c.column(
            "travel_miles_last_14_days", &travelMilesLast14Days, unit: .miles,
            "Travel to the games of the 14 days before.")
        c.column(
            "consecutive_road_games", &consecutiveRoadGames, unit: .games,
            "Away games in a row up to this one; 0 at home.")
    }
}

/// Means over a team's last ten games of the season; NULL below five games.
package struct TeamWindow: ColumnCoded, Hashable {
    package var paceLast10: Double?
    package var offensiveRatingLast10: Double?
    package var defensiveRatingLast10: Double?
    package var ftRateAllowedLast10: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("pace_last_10", &paceLast10, unit: .per48, "Mean pace of the last 10 games.")
        c.column("offensive_rating_last_10", &offensiveRatingLast10, unit: .per100, "Mean rating of the last 10 games.")
        c.column("defensive_rating_last_10", &defensiveRatingLast10, unit: .per100, "Mean allowed, last 10 games.")
        c.column(
            "ft_rate_allowed_last_10", &ftRateAllowedLast10, unit: .share,
            "Opponent free-throw attempts per FGA, pooled over the last 10 games.")
    }
}

/// upcoming_team_game_context: what was known about a team before one expected game.
package struct UpcomingTeam: WarehouseRow, Hashable {
    package var identity = GameIdentity()
    package var side = TeamSide()
    package var startTimeET: String?
    package var otherArena = false
    package var form = TeamForm()
    package var line = TeamLine()
    package var travel = TeamTravel()
    package var window = TeamWindow()
    package var starsOut = 0
    package var starsNewlyOut = 0
    package var inactiveCount = 0
    package var end = RowEnd()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        identity.columns(&c)
        side.columns(&c)
        c.column("start_time_et", &startTimeET, "Listed start, US Eastern, HH:MM.")
        c.column("other_arena", &otherArena, "Whether the game is played away from the home team's arena.")
        form.columns(&c)
        line.columns(&c)
        travel.columns(&c)
        window.columns(&c)
        c.column("stars_out", &starsOut, unit: .count, "Star players on the inactive list.")
        c.column("stars_newly_out", &starsNewlyOut, unit: .count, "Those of them who played within the last 5 games.")
        c.column("inactive_count", &inactiveCount, unit: .count, "Listed inactive players who did not play.")
        end.columns(&c)
    }

    package static let table = TableDeclaration(
        UpcomingTeam.self, name: "upcoming_team_game_context", dataset: "nba_analytics",
        about: "What was known about each team before an expected game.", key: ["game_id", "team_abbr"],
        criticalColumns: ["game_number_in_season"])
}
