internal import PipelineModel

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
        "minutes_played": Derivation(
            "minutes of his box score; NULL when he is in none, or did not appear",
            [EvidenceSource(result, .playerInGame, ["minutes_played", "is_active"])]),
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
