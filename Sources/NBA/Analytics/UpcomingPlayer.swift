package import PipelineModel

/// Where a pre-game roster comes from.
package enum RosterBasis: String, TextCoded, Hashable, Sendable {
    /// The box score and those who dressed and were not used.
    case activeList = "active_list"
    /// Those who appeared in the team's last ten games.
    case recent
}

/// How far a season is, seen from a team.
package enum SeasonPhase: String, TextCoded, Hashable, Sendable {
    case early, mid, late, postseason

    /// The phase of a game: by its type, else by the team's game number.
    package init(seasonType: String, gameNumber: Int) {
        if seasonType == "playin" || seasonType == "playoffs" {
            self = .postseason
        } else {
            self = gameNumber <= 20 ? .early : gameNumber <= 54 ? .mid : .late
        }
    }
}

/// The over/under lines to use on a player; NULL without an offer.
package struct PlayerLines: ColumnCoded, Hashable {
    package var pointsLine: Double?
    package var reboundsLine: Double?
    package var assistsLine: Double?
    package var praLine: Double?
    package var hasPropLine = false

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("points_line", &pointsLine, unit: .points, "Over/under line on points.")
        c.column("rebounds_line", &reboundsLine, unit: .count, "Over/under line on rebounds.")
        c.column("assists_line", &assistsLine, unit: .count, "Over/under line on assists.")
        c.column("pra_line", &praLine, unit: .count, "Over/under line on points, rebounds and assists.")
        c.column("has_prop_line", &hasPropLine, "Whether any of the four lines is known.")
    }
}

/// What the opponent brings into the game.
package struct OpponentContext: ColumnCoded, Hashable {
    package var paceLast10: Double?
    package var defRatingLast10: Double?
    package var ftRateAllowed: Double?
    package var daysRest: Int?
    package var paceDifferential: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("opponent_pace_last_10", &paceLast10, unit: .per48, "Opponent's mean pace, last 10 games.")
        c.column("opponent_def_rating_last_10", &defRatingLast10, unit: .per100, "Opponent's mean allowed, last 10.")
        c.column("opponent_ft_rate_allowed", &ftRateAllowed, unit: .share, "Opponent's allowed FTA per FGA, last 10.")
        c.column("opponent_days_rest", &daysRest, unit: .days, "Opponent's days between games; NULL at its opener.")
        c.column("pace_differential", &paceDifferential, unit: .per48, "Opponent's minus own pace; positive: faster.")
    }
}

/// How much a player has played lately, from his appearances of the season.
package struct PlayerLoad: ColumnCoded, Hashable {
    package var gamesPlayedSeason = 0
    package var daysRest: Int?
    package var backToBack = false
    package var daysRestBeforeLastGame: Int?
    package var daysSince2PlusDaysRest: Int?
    package var gamesInLast7Days = 0
    package var gamesInLast14Days = 0
    package var minutesInLast7Days = 0.0
    package var minutesInLast14Days = 0.0
    package var avgMinutesPerGameLast7Days: Double?
    package var backToBacksLast14Days = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("games_played_season", &gamesPlayedSeason, unit: .games, "Appearances this season.")
        c.column("days_rest", &daysRest, unit: .days, "Days since the last appearance, less 1; NULL at the first.")
        c.column("back_to_back", &backToBack, "Whether he appeared the day before.")
        c.column(
            "days_rest_before_last_game", &daysRestBeforeLastGame, unit: .days, "days_rest at the last appearance.")
        c.column(
            "days_since_2_plus_days_rest", &daysSince2PlusDaysRest, unit: .days,
            "Days back to the newest appearance after 2 or more days of rest.")
        c.column("games_in_last_7_days", &gamesInLast7Days, unit: .games, "Appearances of the 7 days before.")
        c.column("games_in_last_14_days", &gamesInLast14Days, unit: .games, "Appearances of the 14 days before.")
        c.column("minutes_in_last_7_days", &minutesInLast7Days, unit: .minutes, "Minutes of the 7 days before.")
        c.column("minutes_in_last_14_days", &minutesInLast14Days, unit: .minutes, "Minutes of the 14 days before.")
        c.column(
            "avg_minutes_per_game_last_7_days", &avgMinutesPerGameLast7Days, unit: .minutes,
            "Minutes per appearance of the 7 days before.")
        c.column(
            "back_to_backs_last_14_days", &backToBacksLast14Days, unit: .count,
            "Neighbouring appearances one day apart, both within the 14 days before.")
    }
}

/// A player's form over his last appearances of the season; NULL below half a window.
package struct PlayerForm: ColumnCoded, Hashable {
    package var pointsAvgLast5: Double?
    package var pointsAvgLast10: Double?
    package var minutesAvgLast10: Double?
    package var l5GamesUsed = 0
    package var l10GamesUsed = 0
    package var usageRateLast5Games: Double?
    package var usageRateLast7Games: Double?
    package var usageRateSeason: Double?
    package var projectedUsageRate: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("points_avg_last_5", &pointsAvgLast5, unit: .points, "Mean points, last 5 appearances.")
        c.column("points_avg_last_10", &pointsAvgLast10, unit: .points, "Mean points, last 10 appearances.")
        c.column("minutes_avg_last_10", &minutesAvgLast10, unit: .minutes, "Mean minutes, last 10 appearances.")
        c.column("l5_games_used", &l5GamesUsed, unit: .games, "Appearances the windows of 5 hold.")
        c.column("l10_games_used", &l10GamesUsed, unit: .games, "Appearances the windows of 10 hold.")
        c.column("usage_rate_last_5_games", &usageRateLast5Games, unit: .percent, "Pooled usage, last 5.")
        c.column("usage_rate_last_7_games", &usageRateLast7Games, unit: .percent, "Pooled usage, last 7.")
        c.column("usage_rate_season", &usageRateSeason, unit: .percent, "Pooled usage of the season; needs 5 games.")
        c.column(
            "projected_usage_rate", &projectedUsageRate, unit: .percent,
            "0.6·last 5 + 0.4·season, raised 4 % for each of up to 3 stars newly out.")
    }
}

/// upcoming_player_game_context: what was known about a player before one expected game.
package struct UpcomingPlayer: WarehouseRow, Hashable {
    package var identity = GameIdentity()
    package var player = PlayerName()
    package var side = TeamSide()
    package var rosterBasis = RosterBasis.activeList
    package var lines = PlayerLines()
    package var teamLine = TeamLine()
    package var travel = TeamTravel()
    package var starTeammatesOut = 0
    package var starTeammatesNewlyOut = 0
    package var opponent = OpponentContext()
    package var load = PlayerLoad()
    package var form = PlayerForm()
    package var seasonPhase = SeasonPhase.early
    package var end = RowEnd()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        identity.columns(&c)
        player.columns(&c)
        side.columns(&c)
        c.column("roster_basis", &rosterBasis, "active_list: box score and dressed; recent: the team's last games.")
        lines.columns(&c)
        teamLine.columns(&c)
        travel.columns(&c)
        c.column("star_teammates_out", &starTeammatesOut, unit: .count, "Stars of his team on the inactive list.")
        c.column("star_teammates_newly_out", &starTeammatesNewlyOut, unit: .count, "Those who played lately.")
        opponent.columns(&c)
        load.columns(&c)
        form.columns(&c)
        c.column("season_phase", &seasonPhase, "early, mid, late or postseason.")
        end.columns(&c)
    }

    package static let table = TableDeclaration(
        UpcomingPlayer.self, name: "upcoming_player_game_context", dataset: "nba_analytics",
        about: "What was known about each player before an expected game.", key: ["game_id", "player_id"],
        criticalColumns: ["games_played_season", "roster_basis"])
}
