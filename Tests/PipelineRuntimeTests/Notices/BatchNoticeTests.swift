import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Randomness
import Testing

/// Batches over the sample pipeline, with somebody listening.
@Suite struct BatchNoticeTests {
    private let channel = RecordingChannel()

    private func rig(failing: Bool) async throws -> Rig {
        var random = SeededRandom(seed: 7)
        let schedule = WeatherSample.schedule(seasons: 1, days: 6, &random)
        let errors = Dictionary(
            uniqueKeysWithValues: schedule.countingDates.prefix(failing ? 2 : 0).map {
                ($0, ProcessorError(.invalidValue, "no such thing"))
            })
        let processors = scripted(DailyTotalProcessor(), ProcessorScript(errors), in: WeatherSample.processors)
        return try await Rig(schedule, WeatherSample.imports(of: schedule, &random), processors: processors)
    }

    private func run(
        _ rig: Rig, mode: RunMode = .backfill, stop: StopSwitch = StopSwitch(),
        progress: @escaping @Sendable (BatchProgress) -> Void = { _ in }
    ) async throws -> (report: BatchReport, desk: NoticeDesk) {
        let identifiers = Identifiers(worker: rig.worker.workerID, now: rig.time.clock.now)
        let desk = NoticeDesk(
            warehouse: rig.store, channels: [channel], clock: rig.time.clock, identifiers: identifiers)
        let runner = BatchRunner(
            warehouse: rig.front, catalog: rig.catalog, worker: rig.worker, clock: rig.time.clock,
            identifiers: identifiers, desk: desk)
        var options = BatchOptions()
        (options.mode, options.groupSize) = (mode, 3)
        let (plan, ledger) = try await rig.plan()
        return (await runner.run(plan, from: ledger, options, stop: stop, progress: progress), desk)
    }

    @Test func `a backfill tells its failures once, at its end`() async throws {
        let (report, desk) = try await run(rig(failing: true))
        #expect(report.total.failed == 2 && report.total.blocked > 0)
        #expect(channel.told.map(\.category) == [.batchFinished])
        #expect(report.digestNotice == channel.texts.first)
        #expect(report.digestNotice?.contains("run_failed \(DailyTotal.input): 2") == true)
        let balance = try await desk.balance()
        #expect(balance.holds && balance.suppressed == report.total.failed + report.total.blocked)
    }

    @Test func `a backfill without failures says nothing`() async throws {
        let (report, _) = try await run(rig(failing: false))
        #expect(report.total.failed == 0)
        #expect(report.digestNotice == nil)
        #expect(channel.told.isEmpty)
    }

    @Test func `an interrupted backfill has its digest, too`() async throws {
        let stop = StopSwitch()
        let (report, desk) = try await run(rig(failing: true), stop: stop) { _ in stop.request() }
        #expect(report.wasInterrupted)
        #expect(report.digestNotice != nil)
        #expect(channel.told.map(\.category) == [.batchFinished])
        #expect(try await desk.balance().holds)
    }

    @Test func `live failures are told one by one, before the batch ends`() async throws {
        let rig = try await rig(failing: true)
        let (report, desk) = try await run(rig, mode: .live)
        #expect(report.digestNotice == nil)
        #expect(!channel.told.contains { $0.category == .batchFinished })
        #expect(channel.told.count { $0.category == .runFailed } == 2)
        let finished = try await rig.batch()?.finishedAt
        let told = try await rig.store.records(Notice.self, matching: .column("category", is: .text("run_failed")))
        #expect(told.contains { notice in notice.deliveredAt.map { at in finished.map { at < $0 } ?? false } ?? false })
        #expect(try await desk.balance() == NoticeBalance(suppressed: 0, digested: 0))
    }

    @Test func `the digest a killed process owes is told at the next start, with nothing to do`() async throws {
        let rig = try await rig(failing: false)
        _ = try await run(rig)
        var changes = ChangeSet(at: SampleChanges.instant())
        var owed = sampleNotice(1)
        (owed.batchID, owed.suppressed) = ("b1-dead-000001", true)
        try changes.upsert([owed])
        try await rig.store.commit(changes)

        let (report, desk) = try await run(rig)
        #expect(report.steps == 0 && report.digestNotice == nil)
        #expect(channel.told.map(\.batchID) == ["b1-dead-000001"])
        #expect(try await desk.balance().holds)
    }
}
