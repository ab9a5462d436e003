package import GameCalendar
package import PipelineModel

/// One feature of the learned models: its name, what it holds, and the range a value must lie in.
package struct Feature: Sendable {
    package let name: StaticString
    package let unit: ColumnUnit
    package let about: StaticString
    /// Checked when a row is written; nil for no bounds.
    package let range: ClosedRange<Double>?
    /// Whether it may hold one single value over a whole scope.
    package let mayBeConstant: Bool

    init(
        _ name: StaticString, _ unit: ColumnUnit, _ about: StaticString, in range: ClosedRange<Double>? = nil,
        mayBeConstant: Bool = false
    ) {
        (self.name, self.unit, self.about, self.range) = (name, unit, about, range)
        self.mayBeConstant = mayBeConstant
    }
}

/// ml_feature_store_v2: everything the models know of a player before an expected game, unknown is NULL.
package struct FeatureRow: WarehouseRow, Hashable {
    /// The version of ``features``.
    package static let version = "v2_52"

    package var identity = PlayerIdentity()
    /// One value for each of ``features``, in its order.
    package var values = [Double?](repeating: nil, count: FeatureRow.features.count)
    package var featureVersion = FeatureRow.version
    package var featureCount = FeatureRow.features.count
    package var featureMissingCount = 0
    package var featureCoveragePct = 0.0
    package var end = RowEnd()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        identity.columns(&c)
        for index in Self.features.indices {
            let feature = Self.features[index]
            c.column(feature.name, &values[index], unit: feature.unit, feature.about)
        }
        c.column("feature_version", &featureVersion, "Which features there are, in which order.")
        c.column("feature_count", &featureCount, unit: .count, "Features of the version.")
        c.column("feature_missing_count", &featureMissingCount, unit: .count, "Features that are NULL.")
        c.column("feature_coverage_pct", &featureCoveragePct, unit: .percent, "100·non-NULL / features.")
        end.columns(&c)
    }

    package static let table = TableDeclaration(
        FeatureRow.self, name: "ml_feature_store_v2", dataset: "nba_predictions",
        about: "Every feature of each player before an expected game.", key: ["game_id", "player_id"],
        criticalColumns: ["feature_version"],
        features: FeatureColumns(
            features.map(\.name.description),
            mayBeConstant: Set(features.filter(\.mayBeConstant).map(\.name.description))))

    /// The value of the feature called `name`; nil when it is NULL or no feature.
    package subscript(name: String) -> Double? {
        Self.features.firstIndex { $0.name.description == name }.flatMap { values[$0] }
    }

    /// Every feature, in order.
    package static let features: [Feature] =
        form + minutes + shooting + context + load + factors + game + zones
        + opponent + market + others

    private static let form = [
        Feature("points_avg_last_5", .points, "Mean points, last 5 appearances.", in: 0...80),
        Feature("points_avg_last_10", .points, "Mean points, last 10 appearances.", in: 0...80),
        Feature("points_avg_season", .points, "Mean points of the season.", in: 0...80),
        Feature("points_std_last_10", .points, "Standard deviation of points, last 10.", in: 0...40),
        Feature("rebounds_avg_last_10", .count, "Mean rebounds, last 10 appearances."),
        Feature("assists_avg_last_10", .count, "Mean assists, last 10 appearances."),
    ]
    private static let minutes = [
        Feature("minutes_avg_last_5", .minutes, "Mean minutes, last 5 appearances.", in: 0...60),
        Feature("minutes_avg_last_10", .minutes, "Mean minutes, last 10 appearances.", in: 0...60),
        Feature("minutes_avg_season", .minutes, "Mean minutes of the season.", in: 0...60),
        Feature("usage_rate_last_10", .percent, "Pooled usage, last 10 appearances.", in: 0...100),
        Feature("usage_rate_season", .percent, "Pooled usage of the season.", in: 0...100),
        Feature("projected_usage_rate", .percent, "Usage to expect.", in: 0...100),
    ]
    private static let shooting = [
        Feature("ts_pct_last_10", .share, "Pooled true shooting, last 10.", in: 0...3),
        Feature("points_per_minute_last_10", .points, "Points per minute, last 10."),
        Feature("free_throw_share_last_10", .share, "Share of points from free throws, last 10.", in: 0...1),
        Feature("starter_rate_last_10", .share, "Share of the last 10 he started.", in: 0...1),
        Feature("games_played_season", .games, "Appearances this season."),
    ]
    private static let context = [
        Feature("points_avg_vs_opponent", .points, "Mean points against the opponent."),
        Feature("games_vs_opponent", .games, "Appearances against the opponent in three seasons."),
        Feature("recent_trend", .none, "−2…2: points of the newest 3 against the 2 before."),
        Feature("minutes_change", .none, "−2…2: minutes of the newest 3 against the season's."),
    ]
    private static let load = [
        Feature("games_in_last_7_days", .games, "Appearances of the 7 days before."),
        Feature("minutes_in_last_7_days", .minutes, "Minutes of the 7 days before."),
        Feature("days_rest", .days, "Days of rest, at most 10."),
        Feature("back_to_back", .none, "1 when he appeared the day before."),
        Feature("rest_advantage", .days, "±2: his days of rest less the opponent's."),
    ]
    private static let factors = [
        Feature("fatigue_score", .none, "0…100; 100 is fully rested.", in: 0...100),
        Feature("shot_zone_mismatch_score", .points, "±10; positive: soft where he shoots from.", in: -10...10),
        Feature("pace_score", .points, "±3; positive: a faster game.", in: -3...3),
        Feature("usage_spike_score", .points, "±3; positive: more of the play.", in: -3...3),
        Feature("travel_impact_score", .points, "−2…0; negative: far to travel.", in: -2...0),
        Feature("opponent_strength_score", .points, "±3; positive: a weak defence.", in: -3...3),
    ]
    private static let game = [
        Feature("star_teammates_out", .count, "Stars of his team who are out.", mayBeConstant: true),
        Feature("star_teammates_newly_out", .count, "Those who played lately.", mayBeConstant: true),
        Feature("home_game", .none, "1 at home."),
        Feature("playoff_game", .none, "1 in playin and playoffs.", mayBeConstant: true),
    ]
    private static let zones = [
        Feature("paint_share", .share, "Paint share of attempts, last 10.", in: 0...1),
        Feature("mid_range_share", .share, "Mid-range share of attempts, last 10.", in: 0...1),
        Feature("three_pt_share", .share, "Three-point share of attempts, last 10.", in: 0...1),
        Feature("assisted_share", .share, "Assisted share of makes, last 10.", in: 0...1),
    ]
    private static let opponent = [
        Feature("opponent_def_rating_last_15", .per100, "Opponent's mean allowed, last 15.", in: 80...145),
        Feature("opponent_pace_last_10", .per48, "Opponent's mean pace, last 10.", in: 80...125),
        Feature("team_pace_last_10", .per48, "Own team's mean pace, last 10.", in: 80...125),
        Feature("team_off_rating_last_10", .per100, "Own team's mean rating, last 10.", in: 80...145),
        Feature("team_win_pct", .share, "Own team's share of games won."),
    ]
    private static let market = [
        Feature("game_spread", .points, "Spread from his team's side."),
        Feature("game_total", .points, "Line on both teams' points."),
        Feature("implied_team_total", .points, "(game_total − game_spread) / 2."),
    ]
    private static let others = [
        Feature("rebounds_avg_last_5", .count, "Mean rebounds, last 5 appearances."),
        Feature("rebounds_avg_season", .count, "Mean rebounds of the season."),
        Feature("assists_avg_last_5", .count, "Mean assists, last 5 appearances."),
        Feature("assists_avg_season", .count, "Mean assists of the season."),
    ]
}

/// What features need of a player's context.
package struct FeatureContext: NarrowRow, Hashable {
    package typealias Whole = UpcomingPlayer
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var seasonType = ""
    package var playerID = 0
    package var opponentAbbr = ""
    package var homeGame = false
    package var line = TeamLine()
    package var starTeammatesOut = 0
    package var starTeammatesNewlyOut = 0
    package var opponentPaceLast10: Double?
    package var opponentDaysRest: Int?
    package var daysRest: Int?
    package var backToBack = false
    package var gamesInLast7Days = 0
    package var minutesInLast7Days = 0.0
    package var projectedUsageRate: Double?
    package var end = RowEnd()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("season_type", &seasonType, "Kind of game.")
        c.column("player_id", &playerID, "Player.")
        c.column("opponent_abbr", &opponentAbbr, "The other team.")
        c.column("home_game", &homeGame, "Whether his team is at home.")
        line.columns(&c)
        c.column("star_teammates_out", &starTeammatesOut, unit: .count, "Stars of his team who are out.")
        c.column("star_teammates_newly_out", &starTeammatesNewlyOut, unit: .count, "Those who played lately.")
        c.column("opponent_pace_last_10", &opponentPaceLast10, unit: .per48, "Opponent's mean pace.")
        c.column("opponent_days_rest", &opponentDaysRest, unit: .days, "Opponent's days of rest.")
        c.column("days_rest", &daysRest, unit: .days, "His days of rest.")
        c.column("back_to_back", &backToBack, "Whether he appeared the day before.")
        c.column("games_in_last_7_days", &gamesInLast7Days, unit: .games, "Appearances of the 7 days before.")
        c.column("minutes_in_last_7_days", &minutesInLast7Days, unit: .minutes, "Minutes of the 7 days before.")
        c.column("projected_usage_rate", &projectedUsageRate, unit: .percent, "Usage to expect.")
        end.columns(&c)
    }
}
