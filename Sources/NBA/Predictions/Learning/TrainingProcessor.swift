import ContentDigest
package import GameCalendar
import GradientBoosting
package import PipelineModel

/// Computes model_artifact: for each month with games one model for each of points, rebounds and assists.
///
/// A model knows the rows of players who appeared before the first day of its month, of all of history. Below 4,000 of
/// them there is none.
package struct TrainingProcessor: Processor {
    /// More seasons than anybody has.
    private static let allSeasons = 40
    package let kind = ProcessorKind.monthly
    package let phase = Phase.predictions
    package let version = "1"
    package let inputs: [Input] = [
        .required(FeatureBlock.self, .seasons(TrainingProcessor.allSeasons)),
        .required(ResultLine.self, .seasons(TrainingProcessor.allSeasons)),
    ]
    private let learner: any Learner
    private let neededRows: Int

    /// Models learned by `learner`, none of fewer than `neededRows` appearances.
    package init(learner: any Learner = BoostedTreesLearner(), neededRows: Int = 4000) {
        (self.learner, self.neededRows) = (learner, neededRows)
    }

    package var parameters: [String: String] {
        ["method": learner.method, "parameters": learner.parameters, "needed_rows": "\(neededRows)"]
    }

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<ModelArtifact> {
        let set = TrainingSet(before: date.firstOfMonth, try upstream.window(), try upstream.window())
        guard set.count >= neededRows else { return ProcessedRows([]) }
        let matrix = BinnedMatrix(set.features)
        let digest = set.digest
        return ProcessedRows(
            Market.parts.map { market in
                var artifact = ModelArtifact()
                (artifact.market, artifact.gameDate) = (market, date)
                (artifact.method, artifact.parameters) = (learner.method, learner.parameters)
                (artifact.trainedBefore, artifact.trainingRows) = (date.firstOfMonth, set.count)
                artifact.inputDigest = digest
                artifact.fill(learner.model(of: set.targets(market), on: matrix))
                return artifact
            })
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [ModelKey] {
        var count = 0
        TrainingSet.forEachAppearance(
            before: date.firstOfMonth, try upstream.window(), try upstream.window()
        ) { _, _ in count += 1 }
        return count < neededRows ? [] : Market.parts.map { ModelKey(.boosted, $0, date) }
    }
}

extension ModelArtifact {
    fileprivate mutating func fill(_ bytes: [UInt8]) {
        let digest = Digest(of: bytes).hex
        modelDigest = digest
        modelID = "\(system.rawValue)-\(market.rawValue)-\(trainedBefore)-\(digest.prefix(12))"
        model = bytes.hexDigits
    }
}

/// The features and outcomes of everyone who appeared before a day.
struct TrainingSet {
    private(set) var features = FeatureMatrix(columns: FeatureRow.features.count)
    private var results: [ResultLine] = []

    init(before day: GameDate, _ blocks: SeasonWindow<FeatureBlock>, _ outcomes: SeasonWindow<ResultLine>) {
        Self.forEachAppearance(before: day, blocks, outcomes) { values, result in
            features.append(values)
            results.append(result)
        }
    }

    /// Calls `body` with features and outcome of everyone who appeared before `day`, by date, then key.
    static func forEachAppearance(
        before day: GameDate, _ blocks: SeasonWindow<FeatureBlock>, _ outcomes: SeasonWindow<ResultLine>,
        _ body: (ArraySlice<Float>, ResultLine) -> Void
    ) {
        let width = FeatureRow.features.count
        for played in outcomes.days where played.date < day {
            guard let block = blocks.rows(on: played.date).first else { continue }
            // Both are in key order.
            var place = 0
            for (row, key) in block.keys.enumerated() {
                while place < played.rows.count, played.rows[place].isBefore(key) { place += 1 }
                guard place < played.rows.count else { break }
                let result = played.rows[place]
                guard result.isActive, result.gameID == key.gameID, result.playerID == key.playerID else { continue }
                body(block.values[row * width..<(row + 1) * width], result)
            }
        }
    }

    var count: Int { results.count }

    func targets(_ market: Market) -> [Double] { results.map { Double($0.value(market)) } }

    /// SHA-256 of features and outcomes in order.
    var digest: String {
        let hasher = ContentHasher()
        features.values.withUnsafeBytes { hasher.update($0) }
        for result in results {
            for market in Market.parts { hasher.update(fixed: Int32(truncatingIfNeeded: result.value(market))) }
        }
        return hasher.finalized().hex
    }
}

extension ResultLine {
    fileprivate func isBefore(_ key: PlayerGameKey) -> Bool {
        gameID == key.gameID ? playerID < key.playerID : gameID < key.gameID
    }
}
