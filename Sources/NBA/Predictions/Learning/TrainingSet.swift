import ContentDigest
import GameCalendar
import GradientBoosting
import PipelineModel

/// The features of `Table` and the outcomes of everyone who appeared before a day.
struct TrainingSet<Table: FeatureTable> {
    private(set) var features = FeatureMatrix(columns: Table.features.count)
    private var results: [ResultLine] = []

    init(before day: GameDate, _ blocks: SeasonWindow<FeatureBlock<Table>>, _ outcomes: SeasonWindow<ResultLine>) {
        let count = Self.count(before: day, blocks, outcomes)
        features.reserve(rows: count)
        results.reserveCapacity(count)
        Self.forEachAppearance(before: day, blocks, outcomes) { values, result in
            features.append(values)
            results.append(result)
        }
    }

    /// Calls `body` with features and outcome of everyone who appeared before `day`, by date, then key.
    static func forEachAppearance(
        before day: GameDate, _ blocks: SeasonWindow<FeatureBlock<Table>>, _ outcomes: SeasonWindow<ResultLine>,
        _ body: (ArraySlice<Float>, ResultLine) -> Void
    ) {
        let width = Table.features.count
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

    /// How many appeared.
    static func count(
        before day: GameDate, _ blocks: SeasonWindow<FeatureBlock<Table>>, _ outcomes: SeasonWindow<ResultLine>
    ) -> Int {
        var count = 0
        forEachAppearance(before: day, blocks, outcomes) { _, _ in count += 1 }
        return count
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
