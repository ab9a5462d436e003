internal import PipelineModel

/// Why the columns of ml_feature_store_v3 hold what they hold: each feature says it itself.
enum LineupExplanations {
    static let columns: ColumnDerivations = .joined(
        Explanations.playerIdentity,
        ColumnDerivations(
            LineupFeatureRow.features.map { ($0.name.description, Derivation($0.about.description)) }
        ) { first, _ in first },
        [
            "feature_version": Derivation("names the features and their order: \(LineupFeatureRow.version)"),
            "feature_count": Derivation("features of the version: \(LineupFeatureRow.features.count)"),
            "feature_missing_count": Derivation("features that are NULL"),
        ])
}
