import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Randomness
import Testing

@Suite struct TimeEstimateTests {
    private let first = GameDate(dayNumber: 19_662)
    private let a: TableName = "a"
    private let b: TableName = "b"

    /// A batch that took so many seconds for so many steps; nil while it runs.
    private func batch(_ id: String, seconds: Double?, done: Int) -> Batch {
        var batch = Batch()
        (batch.batchID, batch.done, batch.requested) = (id, done, done + 7)
        batch.createdAt = SampleChanges.instant(100)
        batch.finishedAt = seconds.map { batch.createdAt.adding(seconds: $0) }
        return batch
    }

    /// Runs of `table`, each computing for so many seconds.
    private func runs(
        _ batch: String, _ table: TableName, _ count: Int, _ seconds: Double?, _ status: RunStatus = .success
    ) -> [RunRecord] {
        (0..<count).map { number in
            var run = SampleChanges.run("\(batch)-\(table)-\(number)", table, on: first + number, status)
            (run.batchID, run.durationSeconds) = (batch, seconds)
            return run
        }
    }

    private func isClose(_ value: Double?, _ expected: Double) -> Bool {
        value.map { abs($0 - expected) < 1e-12 * expected } ?? false
    }

    @Test func `without history nothing is said, unless there is nothing to do`() {
        let estimate = TimeEstimate(runs: [], batches: [])
        #expect(estimate.secondsPerDate.isEmpty && estimate.runs == 0)
        #expect(estimate.seconds(for: [a: 1]) == nil)
        #expect(estimate.seconds(for: [a: 0]) == 0)
        #expect(estimate.seconds(for: [:]) == 0)
    }

    // 10 s for 100 runs are 0.1 s each; they compute for 0.07 s on average, a's for 0.05 and b's for 0.1.
    @Test func `the length of a batch is shared out as its runs computed`() {
        let estimate = TimeEstimate(
            runs: runs("1", a, 60, 0.05) + runs("1", b, 40, 0.1), batches: [batch("1", seconds: 10, done: 100)])
        #expect(estimate.runs == 100)
        #expect(isClose(estimate.secondsPerDate[a], 0.1 * 5 / 7))
        #expect(isClose(estimate.secondsPerDate[b], 0.1 * 10 / 7))
        #expect(isClose(estimate.seconds(for: [a: 60, b: 40]), 10))
        #expect(isClose(estimate.seconds(for: [a: 14, b: 0]), 1))
    }

    // Two jobs compute 100 s in 50: half a second of the clock a date, whatever the runs say.
    @Test func `work done side by side takes the clock's time`() {
        let side = TimeEstimate(runs: runs("1", a, 100, 1), batches: [batch("1", seconds: 50, done: 100)])
        #expect(side.secondsPerDate == [a: 0.5])
        let alone = TimeEstimate(runs: runs("1", a, 100, 1), batches: [batch("1", seconds: 110, done: 100)])
        #expect(isClose(alone.seconds(for: [a: 10]), 11))
    }

    // 1 s over four runs and 4 s over two: six runs of 5 s together.
    @Test func `batches count by their runs`() {
        let estimate = TimeEstimate(
            runs: runs("1", a, 4, 0.125) + runs("2", a, 2, 0.5),
            batches: [batch("1", seconds: 1, done: 4), batch("2", seconds: 4, done: 2)])
        #expect(estimate.secondsPerDate == [a: 5.0 / 6])
        #expect(estimate.seconds(for: [a: 12]) == 10)
    }

    // Only the newest four of eight runs are at hand: a step still took 2 s / 8.
    @Test func `a batch is as long as all its steps, not as the runs at hand`() {
        let estimate = TimeEstimate(runs: runs("1", a, 4, 0.1), batches: [batch("1", seconds: 2, done: 8)])
        #expect(estimate.secondsPerDate == [a: 0.25] && estimate.runs == 4)
    }

    @Test func `a table without history takes as long as the others on average`() {
        let estimate = TimeEstimate(
            runs: runs("1", a, 2, 1) + runs("1", b, 2, 3), batches: [batch("1", seconds: 8, done: 4)])
        #expect(estimate.secondsPerDate == [a: 1, b: 3])
        #expect(estimate.seconds(for: ["c": 5]) == 10)
        #expect(estimate.seconds(for: [a: 2, b: 1, "c": 1]) == 7)
    }

    @Test func `runs that computed for no measurable time share alike`() {
        let estimate = TimeEstimate(
            runs: runs("1", a, 1, 0) + runs("1", b, 1, 0), batches: [batch("1", seconds: 1, done: 2)])
        #expect(estimate.secondsPerDate == [a: 0.5, b: 0.5])
    }

    @Test func `failures, batches under way, batches that did nothing and unknown ones tell nothing`() {
        let estimate = TimeEstimate(
            runs: runs("1", a, 3, 9, .failed) + runs("1", a, 1, nil) + runs("2", a, 1, 9) + runs("3", a, 1, 9)
                + runs("4", a, 1, 9),
            batches: [
                batch("1", seconds: 5, done: 1), batch("2", seconds: nil, done: 1), batch("3", seconds: 5, done: 0),
            ])
        #expect(estimate.secondsPerDate.isEmpty && estimate.runs == 0)
        #expect(estimate.seconds(for: [a: 1]) == nil)
    }

    @Test func `a clock that was set back gives no negative time`() {
        let estimate = TimeEstimate(runs: runs("1", a, 1, 1), batches: [batch("1", seconds: -30, done: 1)])
        #expect(estimate.secondsPerDate == [a: 0])
    }

    @Test func `the order of runs and batches changes no bit`() {
        let seed: UInt64 = 31
        var random = SeededRandom(seed: seed)
        let batches = (1...20).map { batch("\($0)", seconds: 1 / Double($0), done: 9) }
        var records = batches.flatMap { runs($0.batchID, a, 6, nil) + runs($0.batchID, b, 3, nil) }
        for index in records.indices { records[index].durationSeconds = random.unit() }
        let expected = TimeEstimate(runs: records, batches: batches)
        for round in 1...20 {
            let estimate = TimeEstimate(runs: random.shuffled(records), batches: random.shuffled(batches))
            #expect(estimate.secondsPerDate == expected.secondsPerDate, "seed \(seed), round \(round)")
        }
    }
}
