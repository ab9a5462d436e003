internal import GameCalendar
public import PipelineModel
internal import Testing

/// What every store must make of run history: one row per attempt, updated in place; the newest run decides.
public struct RunHistoryConformance<Store: Warehouse>: Sendable {
    private let fresh: @Sendable () async throws -> StoreUnderTest<Store>

    /// A suite over stores that `fresh` makes, each empty.
    public init(_ fresh: @escaping @Sendable () async throws -> StoreUnderTest<Store>) {
        self.fresh = fresh
    }

    /// Runs every check.
    public func run() async throws {
        try await updatesInPlace(try await fresh())
        try await newestRunDecides(try await fresh())
        try await ignoresTestAndSupersededRuns(try await fresh())
    }

    private func store(of subject: StoreUnderTest<Store>, with runs: [RunRecord]) async throws -> Store {
        let store = try await subject.prepared()
        var changes = ChangeSet(at: SampleChanges.instant())
        try changes.upsert(runs)
        try await store.commit(changes)
        return store
    }

    private func updatesInPlace(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await store(of: subject, with: [])
        let worker = SampleChanges.worker("mine")
        try await store.register(worker)
        var run = SampleChanges.run("run-1", on: Days.first)
        let claim = StepClaim(partition: Partition("stat_sample", Days.first), run: run)
        _ = try await store.claim([claim], by: worker, since: 0, at: SampleChanges.instant())
        #expect(try await store.records(RunRecord.self, matching: RecordFilter()) == [run])

        (run.status, run.success, run.finishedAt, run.durationSeconds) = (.failed, false, SampleChanges.instant(3), 3)
        (run.errorCategory, run.errorCode, run.errorMessage) = (.data, "empty_output", "no rows on a day with games")
        var changes = ChangeSet(at: SampleChanges.instant(3))
        changes.releasedLeases = [claim.partition]
        try changes.upsert([run])
        try await store.commit(changes)
        #expect(try await store.records(RunRecord.self, matching: RecordFilter()) == [run])
        #expect(try await store.facts(counting: []).unsettledRuns == [claim.partition: run])
    }

    private func newestRunDecides(_ subject: StoreUnderTest<Store>) async throws {
        let (one, two, three) = (Days.first, Days.second, Days.third)
        let store = try await store(
            of: subject,
            with: [
                SampleChanges.run("run-1", on: one, .failed, at: 1),
                SampleChanges.run("run-2", on: one, .success, at: 2),
                SampleChanges.run("run-3", on: two, .success, at: 1),
                SampleChanges.run("run-4", on: two, .partial, at: 2),
                // Of runs created at one instant the greater id is the newer.
                SampleChanges.run("run-6", on: three, .blocked, at: 5),
                SampleChanges.run("run-5", on: three, .success, at: 5),
                SampleChanges.run("run-7", "venue_sample", on: one, .noData, at: 1),
            ])
        let unsettled = try await store.facts(counting: []).unsettledRuns
        #expect(
            unsettled.mapValues(\.runID) == [
                Partition("stat_sample", two): "run-4", Partition("stat_sample", three): "run-6",
            ])
    }

    private func ignoresTestAndSupersededRuns(_ subject: StoreUnderTest<Store>) async throws {
        var test = SampleChanges.run("run-9", on: Days.first, .success, at: 9)
        test.isTest = true
        var failedTest = SampleChanges.run("run-8", on: Days.second, .failed, at: 9)
        failedTest.isTest = true
        let store = try await store(
            of: subject,
            with: [
                SampleChanges.run("run-1", on: Days.first, .interrupted, at: 1),
                SampleChanges.run("run-2", on: Days.first, .superseded, at: 2), test,
                SampleChanges.run("run-3", on: Days.second, .success, at: 1), failedTest,
                SampleChanges.run("run-4", on: Days.third, .superseded, at: 1),
            ])
        let unsettled = try await store.facts(counting: []).unsettledRuns
        #expect(unsettled.mapValues(\.runID) == [Partition("stat_sample", Days.first): "run-1"])
    }
}
