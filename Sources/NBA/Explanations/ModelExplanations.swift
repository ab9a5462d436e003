internal import PipelineModel

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
