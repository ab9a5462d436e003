internal import PipelineModel

/// Why the columns of ml_feature_store_v2 hold what they hold.
enum FeatureStoreExplanations {
    private static let own = FeatureRow.table.name
    private static let context = UpcomingPlayer.table.name
    private static let cache = PlayerDailyCache.table.name

    static let columns: ColumnDerivations = .joined(
        Explanations.playerIdentity, ofCache, ofContext, ofOthers, counts,
        Explanations.playerEnd(
            of: own, readyColumns: "points_avg_last_5", "points_avg_last_10", "points_avg_season",
            "points_std_last_10", "minutes_avg_last_10", "usage_rate_last_10", "opponent_def_rating_last_15"))

    // A value of one other row as a number.
    private static func number(
        _ column: String, of table: TableName, _ subject: EvidenceSource.Subject = .playerInGame,
        over divisor: Double = 1
    ) -> Derivation {
        Derivation(
            "\(table).\(column)\(divisor == 1 ? "" : " / 100")", [EvidenceSource(table, subject, [column])],
            by: .number(over: divisor))
    }

    private static let ofCache = ColumnDerivations(
        uniqueKeysWithValues: [
            "points_avg_last_5", "points_avg_last_10", "points_avg_season", "points_std_last_10",
            "rebounds_avg_last_5", "rebounds_avg_last_10", "rebounds_avg_season", "assists_avg_last_5",
            "assists_avg_last_10", "assists_avg_season", "minutes_avg_last_5", "minutes_avg_last_10",
            "minutes_avg_season", "usage_rate_last_10", "usage_rate_season", "ts_pct_last_10",
            "points_per_minute_last_10", "free_throw_share_last_10", "starter_rate_last_10", "games_played_season",
            "points_avg_vs_opponent", "games_vs_opponent", "recent_trend", "minutes_change", "team_pace_last_10",
            "team_off_rating_last_10", "team_win_pct",
        ].map { ($0, number($0, of: cache)) })

    private static let ofContext: ColumnDerivations = .joined(
        ColumnDerivations(
            uniqueKeysWithValues: [
                "projected_usage_rate", "games_in_last_7_days", "minutes_in_last_7_days", "back_to_back",
                "star_teammates_out", "star_teammates_newly_out", "home_game", "opponent_pace_last_10", "game_spread",
                "game_total", "implied_team_total",
            ].map { ($0, number($0, of: context)) }),
        [
            "days_rest": Derivation("min(days_rest, 10)", [EvidenceSource(context, .playerInGame, ["days_rest"])]),
            "rest_advantage": Derivation(
                "days_rest − opponent_days_rest, within ±2; NULL when either is",
                [EvidenceSource(context, .playerInGame, ["days_rest", "opponent_days_rest"])]),
            "playoff_game": Derivation(
                "1 in playin and playoffs, else 0", [EvidenceSource(context, .playerInGame, ["season_type"])]),
        ])

    private static let ofOthers: ColumnDerivations = .joined(
        ColumnDerivations(
            uniqueKeysWithValues: [
                "fatigue_score", "shot_zone_mismatch_score", "pace_score", "usage_spike_score", "travel_impact_score",
                "opponent_strength_score",
            ].map { ($0, number($0, of: PlayerCompositeFactors.table.name)) }),
        [
            "paint_share": "paint_rate_last_10", "mid_range_share": "mid_range_rate_last_10",
            "three_pt_share": "three_pt_rate_last_10", "assisted_share": "assisted_rate_last_10",
        ].mapValues { number($0, of: PlayerShotZones.table.name, over: 100) },
        [
            "opponent_def_rating_last_15": number(
                "defensive_rating_last_15", of: TeamDefenseZones.table.name, .opponentOnDate)
        ])

    private static let counts: ColumnDerivations = [
        "feature_version": Derivation("names the features and their order: \(FeatureRow.version)"),
        "feature_count": Derivation("features of the version: \(FeatureRow.features.count)"),
        "feature_missing_count": Derivation("features that are NULL"),
        "feature_coverage_pct": Derivation(
            "100·(feature_count − feature_missing_count) / feature_count",
            [EvidenceSource(own, .playerInGame, ["feature_count", "feature_missing_count"])]),
    ]
}
