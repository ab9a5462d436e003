import ContentDigest
package import PipelineModel

/// The models of a month, ready to be asked.
package struct ModelSet: Sendable {
    private var models: [Market: (id: String, model: any LearnedModel)] = [:]

    /// The models that `artifacts` hold.
    ///
    /// - Throws: ``ProcessorError`` invalidValue for one whose bytes are no model.
    package init(_ artifacts: [ModelArtifact], by learner: any Learner = BoostedTreesLearner()) throws(ProcessorError) {
        for artifact in artifacts {
            guard let bytes = [UInt8](hexDigits: artifact.model),
                let model = learner.read(bytes, features: FeatureRow.features.count)
            else {
                throw ProcessorError(
                    .invalidValue, "model \(artifact.modelID) of \(artifact.market.rawValue) is damaged")
            }
            models[artifact.market] = (artifact.modelID, model)
        }
    }

    /// What the model of `market` expects of a player with these features.
    func answer(_ features: FeatureRow?, _ market: Market) -> Answer {
        guard let features else { return .failure(.missingFeatures) }
        guard let model = models[market] else { return .failure(.noModel) }
        let row = features.values.map { Float($0 ?? .nan) }
        return .success(Estimate(model.model.value(row), [], modelID: model.id))
    }
}
