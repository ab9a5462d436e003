package import GameCalendar
package import PipelineModel

/// Computes prediction_intervals: for each month with games, learned system and market ten levels of the prediction.
///
/// It reads grades of earlier dates alone, so training waits for none of them. A system with fewer than 2,000 takes the
/// moving average's of all earlier dates; when those are too few as well, there are no rows.
package struct IntervalProcessor: Processor {
    package let kind = ProcessorKind.monthly
    package let phase = Phase.predictions
    package let version = "1"
    package let inputs: [Input] = [.optional(Residual.self, .everything)]
    private let neededGrades: Int

    /// Intervals of no fewer than `neededGrades` graded predictions.
    package init(neededGrades: Int = 2000) {
        self.neededGrades = neededGrades
    }

    package var parameters: [String: String] { ["needed_grades": "\(neededGrades)"] }

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<PredictionInterval> {
        let days = try upstream.window(Residual.self)
        var rows: [PredictionInterval] = []
        for system in PredictionSystem.learned {
            for market in Market.allCases {
                guard let found = calibration(system, market, days, before: date.firstOfMonth) else { continue }
                rows += Self.levels(of: found.residuals).enumerated().map { place, level in
                    var row = level
                    (row.system, row.market, row.level) = (system, market, place + 1)
                    (row.gameDate, row.calibratedBy) = (date, found.system)
                    return row
                }
            }
        }
        return ProcessedRows(rows)
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [IntervalKey] {
        let days = try upstream.window(Residual.self)
        return PredictionSystem.learned.flatMap { system in
            Market.allCases.flatMap { market -> [IntervalKey] in
                guard calibration(system, market, days, before: date.firstOfMonth) != nil else { return [] }
                return (1...Self.levelCount).map { IntervalKey(system, market, $0, date) }
            }
        }
    }

    private func calibration(
        _ system: PredictionSystem, _ market: Market, _ days: SeasonWindow<Residual>, before day: GameDate
    ) -> (system: PredictionSystem, residuals: [Residual])? {
        for source in [system, .movingAverage] {
            let residuals = days.days.prefix { $0.date < day }.flatMap { day in
                day.rows.filter { $0.system == source && $0.market == market }
            }
            if residuals.count >= neededGrades { return (source, residuals) }
        }
        return nil
    }
}

extension IntervalProcessor {
    private static let levelCount = 10
    private static let outside = 0.1

    /// The ten levels of `residuals`, in any order, without system, market and date.
    ///
    /// Levels begin at the deciles of the predictions; one that is at a decile belongs above it.
    package static func levels(of residuals: [Residual]) -> [PredictionInterval] {
        let pairs = residuals.map { residual -> (predicted: Double, residual: Double) in
            let error = residual.error ?? 0
            return (error + Double(residual.actualValue ?? 0), -error)
        }
        let predictions = pairs.map(\.predicted).sorted()
        let edges = (1..<levelCount).map { quantile(predictions, Double($0) / Double(levelCount)) }
        var levels: [[Double]] = Array(repeating: [], count: levelCount)
        for pair in pairs { levels[edges.count { $0 <= pair.predicted }].append(pair.residual) }
        return levels.enumerated().map { place, values in
            let sorted = values.sorted()
            var row = PredictionInterval()
            row.predictedFrom = place > 0 ? edges[place - 1] : nil
            row.grades = sorted.count
            guard !sorted.isEmpty else { return row }
            (row.residualLow, row.residualHigh) = (quantile(sorted, outside), quantile(sorted, 1 - outside))
            return row
        }
    }

    /// The quantile of `sorted`, ascending and not empty, between its neighbours in proportion.
    ///
    ///     1 2 3 4 5 at 0.1    position 0.4    1.4
    ///     1 2 3 4   at 0.5    position 1.5    2.5
    package static func quantile(_ sorted: [Double], _ share: Double) -> Double {
        let position: Double = share * Double(sorted.count - 1)
        let below = Int(position)
        guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
        return sorted[below] + (sorted[below + 1] - sorted[below]) * (position - Double(below))
    }
}

/// The intervals of a month, ready to be asked.
package struct IntervalBook: Sendable {
    private var levels: [PredictionSystem: [Market: [PredictionInterval]]] = [:]

    /// The intervals of `rows`, in any order.
    package init(_ rows: [PredictionInterval]) {
        for row in rows.sorted(by: { $0.level < $1.level }) {
            levels[row.system, default: [:]][row.market, default: []].append(row)
        }
    }

    /// Where four of five outcomes lie when `system` predicts `value`, never below 0; nil for systems without levels.
    package func interval(
        _ system: PredictionSystem, _ market: Market, around value: Double
    ) -> (low: Double, high: Double)? {
        guard let levels = levels[system]?[market] else { return nil }
        let level = levels.last { $0.predictedFrom.map { $0 <= value } ?? true }
        guard let low = level?.residualLow, let high = level?.residualHigh else { return nil }
        return (max(0, value + low), value + high)
    }
}
