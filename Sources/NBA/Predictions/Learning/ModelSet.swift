import ContentDigest
package import PipelineModel

/// The models of a month, ready to be asked.
package struct ModelSet: Sendable {
    private var models: [PredictionSystem: [Market: (id: String, model: any LearnedModel)]] = [:]

    /// The models that `artifacts` hold.
    ///
    /// - Throws: ``ProcessorError`` invalidValue for one whose bytes are no model.
    package init(
        _ artifacts: [ModelArtifact], by learner: any Learner = BoostedTreesLearner(),
        lineups: BlendedLearner = BlendedLearner()
    ) throws(ProcessorError) {
        for artifact in artifacts {
            guard let bytes = [UInt8](hexDigits: artifact.model),
                let model = artifact.system == .lineups
                    ? lineups.read(bytes, artifact.market) : learner.read(bytes, features: FeatureRow.features.count)
            else {
                throw ProcessorError(
                    .invalidValue, "model \(artifact.modelID) of \(artifact.market.rawValue) is damaged")
            }
            models[artifact.system, default: [:]][artifact.market] = (artifact.modelID, model)
        }
    }

    /// What the model of `system` and `market` expects of a player with these features, nil when he has none.
    func answer(_ features: [Double?]?, _ system: PredictionSystem, _ market: Market) -> Answer {
        guard let features else { return .failure(.missingFeatures) }
        guard let model = models[system]?[market] else { return .failure(.noModel) }
        let row = features.map { Float($0 ?? .nan) }
        return .success(Estimate(model.model.value(row), [], modelID: model.id))
    }
}
