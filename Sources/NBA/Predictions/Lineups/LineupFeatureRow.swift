import GameCalendar
package import PipelineModel

/// ml_feature_store_v3: what line-ups say of a player before an expected game, unknown is NULL.
///
/// Who of his team-mates can be expected, what of the usual line-up is missing, and what he did in games like that.
package struct LineupFeatureRow: WarehouseRow, Hashable {
    /// The version of ``LineupFeature/all``.
    package static let version = "v3_\(LineupFeature.all.count)"

    package var identity = PlayerIdentity()
    /// One value for each of ``LineupFeature/all``, in its order.
    package var values = [Double?](repeating: nil, count: LineupFeature.all.count)
    package var featureVersion = LineupFeatureRow.version
    package var featureCount = LineupFeature.all.count
    package var featureMissingCount = 0

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
    }

    package static let table = TableDeclaration(
        LineupFeatureRow.self, name: "ml_feature_store_v3", dataset: "nba_predictions",
        about: "What line-ups say of each player before an expected game.", key: ["game_id", "player_id"],
        criticalColumns: ["feature_version"])

    /// The value of the feature called `name`; nil when it is NULL or no feature.
    package subscript(name: String) -> Double? {
        Self.features.firstIndex { $0.name.description == name }.flatMap { values[$0] }
    }
}

extension LineupFeatureRow: FeatureTable {
    /// Every feature, in order.
    package static let features: [Feature] = LineupFeature.all.map(\.feature)
}
