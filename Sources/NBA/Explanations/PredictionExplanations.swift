internal import PipelineModel

/// Why the columns of player_prop_predictions hold what they hold.
enum PredictionExplanations {
    private static let own = PropPrediction.table.name
    private static let context = UpcomingPlayer.table.name
    private static let cache = PlayerDailyCache.table.name

    static let columns: ColumnDerivations = .joined(Explanations.predictionIdentity(of: own), ofContext, values, odds)

    private static let ofContext: ColumnDerivations = .joined(
        .copies(["player_lookup", "team_abbr", "opponent_abbr", "games_played_season"], of: context, .playerInGame),
        [
            "line": Derivation(
                "the bookmakers' line to use, of the market; NULL when none is known",
                [
                    EvidenceSource(
                        context, .playerInGame, ["points_line", "rebounds_line", "assists_line", "pra_line"])
                ])
        ])

    private static let values: ColumnDerivations = [
        "predicted_value": Derivation(
            """
            by system, within 0…70: moving_average_v1 weighs the last 5, the last 10 and the season; zone_matchup_v1 is \
            0.4·season + 0.6·last 10 and what the opponent gives away where he shoots from; similarity_v1 is what he did \
            in games like this one; rules_v1 is 0.35·last 5 + 0.40·last 10 + 0.25·season, times what circumstances add; \
            gbm_v1 and gbm_v2 ask the month's model; ensemble_v1 weighs the five others by their late errors. pra is the \
            sum of the system's own three. components holds the terms
            """,
            [
                EvidenceSource(own, .prediction, ["components", "model_id", "gap_reason"]),
                EvidenceSource(
                    cache, .playerInGame,
                    ["points", "rebounds", "assists"].flatMap { stat in
                        ["last_5", "last_10", "season"].map { "\(stat)_avg_\($0)" }
                    }),
            ]),
        "interval_low": Derivation(
            "predicted_value + residual_low of its level, at least 0; NULL for systems that do not learn",
            [EvidenceSource(own, .prediction, ["predicted_value"])]),
        "interval_high": Derivation(
            "predicted_value + residual_high of its level; NULL for systems that do not learn",
            [EvidenceSource(own, .prediction, ["predicted_value"])]),
        "confidence": Derivation(
            """
            0.30·min(1, appearances / 20) + 0.30·(1 − min(1, deviation / max(mean of the last 10, 1))) + \
            0.20·features known + 0.20·(1 − min(1, |last 5 − season| / max(season, 1))); the ensemble's is less where its members disagree
            """,
            [
                EvidenceSource(context, .playerInGame, ["games_played_season"]),
                EvidenceSource(FeatureRow.table.name, .playerInGame, ["feature_coverage_pct"]),
            ]),
        "gap_reason": Derivation(
            """
            thin_sample below the appearances a system needs, missing_features without its row of features, no_model \
            before the first month with 4,000 appearances behind it
            """,
            [EvidenceSource(context, .playerInGame, ["games_played_season"])]),
        "model_id": Derivation(
            "the month's model of the system and market; NULL for systems that do not learn, and for pra, the sum of three"
        ),
        "feature_version": Derivation("names the features the system reads, and their order"),
        "components": Derivation("JSON of the terms predicted_value is made of"),
        "warnings": Derivation("codes of what lowers trust in the row, sorted, separated by commas"),
    ]

    private static let odds: ColumnDerivations = [
        "edge": Derivation(
            "predicted_value − line; NULL when either is",
            [EvidenceSource(own, .prediction, ["predicted_value", "line"])]),
        "recommendation": Derivation(
            """
            NO_LINE without a line; OVER or UNDER when |edge| is at least 1.5 for points, 1 for rebounds and assists, 2.5 \
            for pra, and confidence suffices; else PASS
            """,
            [EvidenceSource(own, .prediction, ["edge", "confidence"])]),
    ]
}
