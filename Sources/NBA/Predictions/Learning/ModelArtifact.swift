package import GameCalendar
package import PipelineModel

/// model_artifact: a learned model of one market, made before a month from everything that had happened by then.
package struct ModelArtifact: WarehouseRow, Hashable {
    package var system = PredictionSystem.boosted
    package var market = Market.points
    package var gameDate = GameDate.reference
    package var modelID = ""
    package var method = ""
    package var parameters = ""
    package var trainedBefore = GameDate.reference
    package var trainingRows = 0
    package var featureVersion = FeatureRow.version
    package var inputDigest = ""
    package var modelDigest = ""
    package var model = ""

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("system_id", &system, "Whose model it is.")
        c.column("market", &market, "points, rebounds or assists.")
        c.column("game_date", &gameDate, "First day of the month with an expected game.")
        c.column("model_id", &modelID, "System, market, trained_before and 12 digits of model_digest.")
        c.column("method", &method, "How it was learned.")
        c.column("parameters", &parameters, "JSON of what the method was given.")
        c.column("trained_before", &trainedBefore, "First day of the month: it knows only what came before.")
        c.column("training_rows", &trainingRows, unit: .count, "Appearances it was learned from.")
        c.column("feature_version", &featureVersion, "Which features it reads.")
        c.column("input_digest", &inputDigest, "SHA-256 of features and outcomes it was learned from.")
        c.column("model_digest", &modelDigest, "SHA-256 of the model.")
        c.column("model", &model, "The model's bytes as hexadecimal digits.")
    }

    package static let table = TableDeclaration(
        ModelArtifact.self, name: "model_artifact", dataset: "nba_predictions",
        about: "The learned models of each month.", key: ["system_id", "market", "game_date"],
        criticalColumns: ["model_id"])
}

/// Key of the models of a month.
package struct ModelKey: ColumnCoded, Hashable {
    package var system = PredictionSystem.boosted
    package var market = Market.points
    package var gameDate = GameDate.reference

    package init() {}

    /// The key of a system's model.
    package init(_ system: PredictionSystem, _ market: Market, _ gameDate: GameDate) {
        (self.system, self.market, self.gameDate) = (system, market, gameDate)
    }

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("system_id", &system, "Whose model it is.")
        c.column("market", &market, "Market.")
        c.column("game_date", &gameDate, "First day of the month with an expected game.")
    }
}
