import GameCalendar
public import PipelineModel

/// How long work will take, by how long it took before.
///
/// A run's own seconds are what its processor computed for; what leasing, reading and writing cost is in the batch's
/// length. So a batch's length is divided among its runs in proportion to their seconds.
///
///     batch of 10 s, 100 runs     table a 60 × 0.05 s     table b 40 × 0.10 s
///     0.1 s a run, 0.07 on average      a 0.071 s a date        b 0.143 s a date
public struct TimeEstimate: Sendable {
    /// Seconds of the clock per date, of each table with history.
    public let secondsPerDate: [TableName: Double]
    /// How many runs the estimate rests on.
    public let runs: Int

    /// An estimate by successful runs and the batches they belong to.
    public init(runs: [RunRecord], batches: [Batch]) {
        let lengths = Dictionary(batches.compactMap { batch in batch.secondsPerStep.map { (batch.batchID, $0) } }) {
            $1
        }
        var seconds: [TableName: Double] = [:]
        var counts: [TableName: Int] = [:]
        // In a fixed order: sums of other orders differ in the last bits.
        for (batchID, members) in Dictionary(grouping: runs, by: \.batchID).sorted(by: { $0.key < $1.key }) {
            let timed = members.filter { $0.status.isSuccess && $0.durationSeconds != nil }
                .sorted { $0.runID < $1.runID }
            guard let perStep = lengths[batchID], !timed.isEmpty else { continue }
            let mean = timed.reduce(0) { $0 + ($1.durationSeconds ?? 0) } / Double(timed.count)
            for run in timed {
                let share = mean > 0 ? (run.durationSeconds ?? 0) / mean : 1
                seconds[run.processorName, default: 0] += perStep * share
                counts[run.processorName, default: 0] += 1
            }
        }
        secondsPerDate = seconds.reduce(into: [:]) { $0[$1.key] = $1.value / Double(counts[$1.key] ?? 1) }
        self.runs = counts.values.reduce(0, +)
    }

    /// Seconds for so many dates of each table; a table without history takes as long as the others on average.
    ///
    /// - Returns: nil when there is work and no history.
    public func seconds(for dates: [TableName: Int]) -> Double? {
        let work = dates.filter { $0.value > 0 }
        guard !work.isEmpty else { return 0 }
        guard !secondsPerDate.isEmpty else { return nil }
        let mean = secondsPerDate.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value } / Double(secondsPerDate.count)
        return work.sorted { $0.key < $1.key }.reduce(0) { sum, item in
            sum + Double(item.value) * (secondsPerDate[item.key] ?? mean)
        }
    }
}

extension Batch {
    // Nil while it runs, and for one that did nothing.
    fileprivate var secondsPerStep: Double? {
        guard let finishedAt, done > 0 else { return nil }
        return max(0, finishedAt.seconds(since: createdAt)) / Double(done)
    }
}
