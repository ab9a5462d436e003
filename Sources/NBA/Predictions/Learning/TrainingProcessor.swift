import ContentDigest
package import GameCalendar
import GradientBoosting
package import PipelineModel

/// Computes model_artifact: for each month with games and each learned system one model for each of points, rebounds and
/// assists.
///
/// A model knows the rows of players who appeared before the first day of its month, of all of history. Below 4,000 of
/// them there is none.
package struct TrainingProcessor: Processor {
    package let kind = ProcessorKind.monthly
    package let phase = Phase.predictions
    package let version = "2"
    package let inputs: [Input] = [
        .required(FeatureBlock<FeatureRow>.self, .everything),
        .required(FeatureBlock<LineupFeatureRow>.self, .everything),
        .required(ResultLine.self, .everything),
    ]
    private let learner: any Learner
    private let lineups: BlendedLearner
    private let neededRows: Int
    private let markets: [Market]

    /// Models of `markets` learned by `learner` and, from line-ups, by `lineups`; none of fewer than `neededRows` appearances.
    package init(
        learner: any Learner = BoostedTreesLearner(), lineups: BlendedLearner = BlendedLearner(),
        neededRows: Int = 4000,
        markets: [Market] = Market.parts
    ) {
        (self.learner, self.lineups, self.neededRows, self.markets) = (learner, lineups, neededRows, markets)
    }

    package var parameters: [String: String] {
        var parameters = [
            "method": learner.method, "parameters": learner.parameters, "needed_rows": "\(neededRows)",
            "lineup_method": lineups.method,
        ]
        for market in markets { parameters["lineup_\(market.rawValue)"] = lineups.parameters(market) }
        return parameters
    }

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<ModelArtifact> {
        let day = date.firstOfMonth
        let outcomes = try upstream.window(ResultLine.self)
        let (features, lineupFeatures) = try (
            upstream.window(FeatureBlock<FeatureRow>.self), upstream.window(FeatureBlock<LineupFeatureRow>.self)
        )
        // The line-ups' models take longest.
        let sets: [@Sendable () -> [@Sendable () -> ModelArtifact]] = [
            { lineupModels(on: date, TrainingSet(before: day, lineupFeatures, outcomes)) },
            { boostedModels(on: date, TrainingSet(before: day, features, outcomes)) },
        ]
        return ProcessedRows(upstream.concurrently(upstream.concurrently(sets).flatMap { $0 }))
    }

    private func boostedModels(
        on date: GameDate, _ set: TrainingSet<FeatureRow>
    ) -> [@Sendable () -> ModelArtifact] {
        guard set.count >= neededRows else { return [] }
        let (matrix, digest) = (BinnedMatrix(set.features), set.digest)
        return markets.map { market in
            {
                var artifact = ModelArtifact(.boosted, market, on: date, rows: set.count, input: digest)
                (artifact.method, artifact.parameters) = (learner.method, learner.parameters)
                artifact.fill(learner.model(of: set.targets(market), on: matrix))
                return artifact
            }
        }
    }

    private func lineupModels(
        on date: GameDate, _ set: TrainingSet<LineupFeatureRow>
    ) -> [@Sendable () -> ModelArtifact] {
        guard set.count >= neededRows else { return [] }
        let (bins, digest) = (BinnedMatrix(set.features), set.digest)
        return markets.map { market in
            {
                var artifact = ModelArtifact(.lineups, market, on: date, rows: set.count, input: digest)
                (artifact.method, artifact.parameters) = (lineups.method, lineups.parameters(market))
                artifact.featureVersion = LineupFeatureRow.version
                artifact.fill(lineups.model(of: set.targets(market), market, on: set.features, bins))
                return artifact
            }
        }
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [ModelKey] {
        let day = date.firstOfMonth
        let counts = [
            (
                PredictionSystem.boosted,
                TrainingSet<FeatureRow>.count(before: day, try upstream.window(), try upstream.window())
            ),
            (
                .lineups,
                TrainingSet<LineupFeatureRow>.count(before: day, try upstream.window(), try upstream.window())
            ),
        ]
        return counts.filter { $0.1 >= neededRows }.flatMap { system, _ in
            markets.map { ModelKey(system, $0, date) }
        }
    }
}

extension ModelArtifact {
    fileprivate init(_ system: PredictionSystem, _ market: Market, on date: GameDate, rows: Int, input: String) {
        self.init()
        (self.system, self.market, gameDate) = (system, market, date)
        (trainedBefore, trainingRows, inputDigest) = (date.firstOfMonth, rows, input)
    }

    fileprivate mutating func fill(_ bytes: [UInt8]) {
        let digest = Digest(of: bytes).hex
        modelDigest = digest
        modelID = "\(system.rawValue)-\(market.rawValue)-\(trainedBefore)-\(digest.prefix(12))"
        model = bytes.hexDigits
    }
}
