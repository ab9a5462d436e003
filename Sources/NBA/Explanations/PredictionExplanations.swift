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
                    ["points_avg_last_5", "points_avg_last_10", "points_avg_season"]),
            ]),
        "interval_low": Derivation(
            "predicted_value + residual_low of its level, at least 0; NULL for systems that do not learn",
            [EvidenceSource(own, .prediction, ["predicted_value"])]),
        "interval_high": Derivation(
            "predicted_value + residual_high of its level; NULL for systems that do not learn",
            [EvidenceSource(own, .prediction, ["predicted_value"])]),
        "confidence": Derivation(
            """
            0.30·min(1, appearances / 20) + 0.30·(1 − min(1, deviation / mean of the last 10)) + 0.20·features known + \
            0.20·(1 − min(1, |last 5 − season| / season)); the ensemble's is less where its members disagree
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
        "model_id": Derivation("the month's model of the system and market; NULL for systems that do not learn"),
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

/// Why the columns of prediction_grades hold what they hold.
enum GradeExplanations {
    private static let prediction = PropPrediction.table.name
    private static let result = PlayerGame.table.name

    static let columns: ColumnDerivations = .joined(
        Explanations.predictionIdentity(of: prediction), outcome, errors,
        .copies(["line"], of: prediction, .prediction))

    private static let outcome: ColumnDerivations = [
        "status": Derivation(
            "graded when he appeared, else void", [EvidenceSource(result, .playerInGame, ["is_active"])]),
        "actual_value": Derivation(
            "what he did in the market, pra being the sum of the three; NULL when void",
            [EvidenceSource(result, .playerInGame, ["points", "rebounds", "assists"])]),
        "minutes_played": .copy("minutes_played", of: result, .playerInGame),
        "population_p5": Derivation(
            "he appeared, and games_played_season ≥ 5",
            [EvidenceSource(prediction, .prediction, ["games_played_season"])]),
        "population_p15": Derivation(
            "population_p5, and minutes_avg_last_5 ≥ 15",
            [EvidenceSource(PlayerDailyCache.table.name, .playerInGame, ["minutes_avg_last_5"])]),
        "bet_result": Derivation(
            "WIN, LOSS or PUSH: where actual_value lies against line, by recommendation; NULL without OVER or UNDER",
            [EvidenceSource(prediction, .prediction, ["recommendation", "line"])]),
    ]

    private static let errors: ColumnDerivations = [
        "error": Derivation(
            "predicted_value − actual_value; NULL when void or without a prediction",
            [
                EvidenceSource(prediction, .prediction, ["predicted_value"]),
                EvidenceSource(result, .playerInGame, ["points", "rebounds", "assists"]),
            ]),
        "absolute_error": Derivation("|error|", own("error")),
        "within_3": Derivation("absolute_error ≤ 3", own("absolute_error")),
        "within_5": Derivation("absolute_error ≤ 5", own("absolute_error")),
        "within_interval": Derivation(
            "interval_low ≤ actual_value ≤ interval_high; NULL without an interval",
            [EvidenceSource(prediction, .prediction, ["interval_low", "interval_high"])]),
        "interval_width": Derivation(
            "interval_high − interval_low; NULL without an interval",
            [EvidenceSource(prediction, .prediction, ["interval_low", "interval_high"])]),
        "confidence_decile": Derivation(
            "min(10, ⌊10·confidence⌋ + 1)", [EvidenceSource(prediction, .prediction, ["confidence"])]),
    ]

    private static func own(_ column: String) -> [EvidenceSource] {
        [EvidenceSource(PredictionGrade.table.name, .prediction, [column])]
    }
}

/// Why the columns of ml_feature_store_v3 hold what they hold: each feature says it itself.
enum LineupExplanations {
    static let columns: ColumnDerivations = .joined(
        Explanations.playerIdentity,
        ColumnDerivations(
            LineupRow.features.map { ($0.name.description, Derivation($0.about.description)) }
        ) { first, _ in first },
        [
            "feature_version": Derivation("names the features and their order: \(LineupRow.version)"),
            "feature_count": Derivation("features of the version: \(LineupRow.features.count)"),
            "feature_missing_count": Derivation("features that are NULL"),
        ])

    private typealias LineupRow = LineupFeatureRow
}

/// Why the columns of model_artifact and prediction_intervals hold what they hold.
enum ModelExplanations {
    static let artifacts: ColumnDerivations = [
        "system_id": Derivation("whose model it is: gbm_v1 or gbm_v2"),
        "market": Derivation("points, rebounds or assists; pra is their sum and has no model"),
        "game_date": Derivation("first day of the month with an expected game"),
        "model_id": Derivation("system, market, trained_before and the first 12 digits of model_digest"),
        "method": Derivation("the learner's name and version"),
        "parameters": Derivation("what the learner was given, as JSON"),
        "trained_before": Derivation("first day of the month: only dates before it were learned from"),
        "training_rows": Derivation("rows of features before trained_before whose players appeared; at least 4,000"),
        "feature_version": Derivation("names the features and their order"),
        "input_digest": Derivation("SHA-256 of features and outcomes, by date and key"),
        "model_digest": Derivation("SHA-256 of the model's bytes"),
        "model": Derivation("the model's bytes as hexadecimal digits: equal inputs give equal ones"),
    ]

    static let intervals: ColumnDerivations = [
        "system_id": Derivation("whose intervals they are: gbm_v1 or gbm_v2"),
        "market": Derivation("the market"),
        "level": Derivation("tenth of the graded predictions before the month, the lowest first"),
        "game_date": Derivation("first day of the month with an expected game"),
        "predicted_from": Derivation("the decile of the predictions where the level begins; NULL for the lowest"),
        "residual_low": Derivation("tenth percentile of actual − predicted in the level"),
        "residual_high": Derivation("ninetieth percentile of actual − predicted in the level"),
        "grades": Derivation("graded P5 predictions of the level, all before the month"),
        "calibrated_by": Derivation(
            "the system itself; moving_average_v1 while it has fewer than 2,000 graded predictions"),
    ]
}
