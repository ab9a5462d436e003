package import GameCalendar
package import PipelineModel

/// Means of one statistic over a player's appearances of the season.
package struct StatForm: Hashable, Sendable {
    package var avgLast5: Double?
    package var avgLast10: Double?
    package var avgSeason: Double?
    package var stdLast10: Double?

    package init() {}

    package mutating func columns(
        _ c: inout ColumnCursor, _ names: (StaticString, StaticString, StaticString, StaticString),
        unit: ColumnUnit
    ) {
        c.column(names.0, &avgLast5, unit: unit, "Mean of the last 5 appearances of the season; NULL below 3.")
        c.column(names.1, &avgLast10, unit: unit, "Mean of the last 10 appearances of the season; NULL below 5.")
        c.column(names.2, &avgSeason, unit: unit, "Mean of the season's appearances so far.")
        c.column(names.3, &stdLast10, unit: unit, "Sample standard deviation of the last 10; NULL below 5.")
    }
}

/// player_daily_cache: what a player had done in his season before a date.
package struct PlayerDailyCache: WarehouseRow, Hashable {
    package var identity = PlayerIdentity()
    package var gamesPlayedSeason = 0
    package var points = StatForm()
    package var rebounds = StatForm()
    package var assists = StatForm()
    package var pra = StatForm()
    package var minutesAvgLast5: Double?
    package var minutesAvgLast10: Double?
    package var minutesAvgSeason: Double?
    package var usageRateLast10: Double?
    package var usageRateSeason: Double?
    package var tsPctLast10: Double?
    package var pointsPerMinuteLast10: Double?
    package var freeThrowShareLast10: Double?
    package var starterRateLast10: Double?
    package var recentTrend: Int?
    package var minutesChange: Int?
    package var pointsAvgVsOpponent: Double?
    package var gamesVsOpponent = 0
    package var teamPaceLast10: Double?
    package var teamOffRatingLast10: Double?
    package var teamWinPct: Double?
    package var end = RowEnd()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        identity.columns(&c)
        c.column("games_played_season", &gamesPlayedSeason, unit: .games, "Appearances this season.")
        points.columns(
            &c, ("points_avg_last_5", "points_avg_last_10", "points_avg_season", "points_std_last_10"), unit: .points)
        rebounds.columns(
            &c, ("rebounds_avg_last_5", "rebounds_avg_last_10", "rebounds_avg_season", "rebounds_std_last_10"),
            unit: .count)
        assists.columns(
            &c, ("assists_avg_last_5", "assists_avg_last_10", "assists_avg_season", "assists_std_last_10"),
            unit: .count)
        pra.columns(&c, ("pra_avg_last_5", "pra_avg_last_10", "pra_avg_season", "pra_std_last_10"), unit: .count)
        minutesAndRates(&c)
        c.column("recent_trend", &recentTrend, "−2…2: points of the newest 3 against the 2 before.")
        c.column("minutes_change", &minutesChange, "−2…2: minutes of the newest 3 against the season's.")
        c.column("points_avg_vs_opponent", &pointsAvgVsOpponent, unit: .points, "Mean points against the opponent.")
        c.column("games_vs_opponent", &gamesVsOpponent, unit: .games, "Appearances against him in three seasons.")
        c.column("team_pace_last_10", &teamPaceLast10, unit: .per48, "Own team's mean pace, last 10 games.")
        c.column("team_off_rating_last_10", &teamOffRatingLast10, unit: .per100, "Own team's mean rating, last 10.")
        c.column("team_win_pct", &teamWinPct, unit: .share, "Own team's share of games won; NULL below 5 games.")
        end.columns(&c)
    }

    private mutating func minutesAndRates(_ c: inout ColumnCursor) {
        c.column("minutes_avg_last_5", &minutesAvgLast5, unit: .minutes, "Mean minutes, last 5 appearances.")
        c.column("minutes_avg_last_10", &minutesAvgLast10, unit: .minutes, "Mean minutes, last 10 appearances.")
        c.column("minutes_avg_season", &minutesAvgSeason, unit: .minutes, "Mean minutes of the season so far.")
        c.column("usage_rate_last_10", &usageRateLast10, unit: .percent, "Pooled usage, last 10.")
        c.column("usage_rate_season", &usageRateSeason, unit: .percent, "Pooled usage of the season; needs 5 games.")
        c.column("ts_pct_last_10", &tsPctLast10, unit: .share, "Pooled true shooting, last 10.")
        c.column("points_per_minute_last_10", &pointsPerMinuteLast10, unit: .points, "Points per minute, last 10.")
        c.column("free_throw_share_last_10", &freeThrowShareLast10, unit: .share, "Share of points from free throws.")
        c.column("starter_rate_last_10", &starterRateLast10, unit: .share, "Share of the last 10 he started.")
    }

    package static let table = TableDeclaration(
        PlayerDailyCache.self, name: "player_daily_cache", dataset: "nba_precompute",
        about: "What each player had done in his season before an expected game.", key: ["game_id", "player_id"],
        criticalColumns: ["games_played_season"])
}

/// What a player did in one game, for the cache's windows.
package struct CacheLine: NarrowRow, Hashable {
    package typealias Whole = PlayerGame
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var playerID = 0
    package var points = 0
    package var fgAttempts = 0
    package var ftMakes = 0
    package var ftAttempts = 0
    package var rebounds = 0
    package var assists = 0
    package var pra = 0
    package var starterFlag = false
    package var isActive = false
    package var minutesPlayed = 0.0
    package var usageNumerator = 0.0
    package var usageDenominator: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("player_id", &playerID, "Player.")
        c.column("points", &points, unit: .points, "Points scored.")
        c.column("fg_attempts", &fgAttempts, unit: .count, "Field goals attempted.")
        c.column("ft_makes", &ftMakes, unit: .count, "Free throws made.")
        c.column("ft_attempts", &ftAttempts, unit: .count, "Free throws attempted.")
        c.column("rebounds", &rebounds, unit: .count, "All rebounds.")
        c.column("assists", &assists, unit: .count, "Assists.")
        c.column("pra", &pra, unit: .count, "Points, rebounds and assists together.")
        c.column("starter_flag", &starterFlag, "Whether he started.")
        c.column("is_active", &isActive, "Whether he appeared.")
        c.column("minutes_played", &minutesPlayed, unit: .minutes, "Time on the court.")
        c.column("usage_numerator", &usageNumerator, "Usage numerator.")
        c.column("usage_denominator", &usageDenominator, "Usage denominator.")
    }

    /// Appearances by player.
    package enum Appearances: RowGrouping {
        package static func forEachEntity(of row: CacheLine, _ body: (Int) -> Void) {
            if row.isActive { body(row.playerID) }
        }
    }
}

/// Whom a player has met.
package struct Matchup: Hashable, Sendable {
    package let playerID: Int
    package let opponent: String

    /// `playerID` against `opponent`.
    package init(_ playerID: Int, _ opponent: String) {
        (self.playerID, self.opponent) = (playerID, opponent)
    }
}

extension PlayerPoints {
    /// Appearances by player and opponent.
    package enum ByMatchup: RowGrouping {
        package static func forEachEntity(of row: PlayerPoints, _ body: (Matchup) -> Void) {
            if row.isActive { body(Matchup(row.playerID, row.opponentAbbr)) }
        }
    }
}

/// What the cache shows of a player's own team.
package struct TeamFormLine: NarrowRow, Hashable {
    package typealias Whole = UpcomingTeam
    package var gameID = ""
    package var teamAbbr = ""
    package var teamWinPct: Double?
    package var paceLast10: Double?
    package var offensiveRatingLast10: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("team_abbr", &teamAbbr, "Team.")
        c.column("team_win_pct", &teamWinPct, unit: .share, "Share of games won.")
        c.column("pace_last_10", &paceLast10, unit: .per48, "Mean pace of the last 10 games.")
        c.column("offensive_rating_last_10", &offensiveRatingLast10, unit: .per100, "Mean rating of the last 10 games.")
    }
}
