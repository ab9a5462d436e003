import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Randomness
import Synchronization
import Testing

/// A channel that takes a notice and never comes back, whoever asks it to.
private final class DeafChannel: NoticeChannel {
    private let waiting = Mutex<[CheckedContinuation<Void, Never>]>([])
    let name = "deaf"

    var calls: Int { waiting.withLock { $0.count } }

    func deliver(_ notice: Notice) async throws {
        await withCheckedContinuation { continuation in waiting.withLock { $0.append(continuation) } }
    }

    func release() {
        for continuation in waiting.withLock({ $0 }) { continuation.resume() }
    }
}

/// A batch whose people cannot be reached.
@Suite struct DeafChannelTests {
    @Test(arguments: [RunMode.backfill, .live])
    func `a batch ends though a channel never does`(_ mode: RunMode) async throws {
        var random = SeededRandom(seed: 7)
        let schedule = WeatherSample.schedule(seasons: 1, days: 6, &random)
        let errors = Dictionary(
            uniqueKeysWithValues: schedule.countingDates.prefix(2).map {
                ($0, ProcessorError(.invalidValue, "no such thing"))
            })
        let processors = scripted(DailyTotalProcessor(), ProcessorScript(errors), in: WeatherSample.processors)
        let rig = try await Rig(schedule, WeatherSample.imports(of: schedule, &random), processors: processors)
        let deaf = DeafChannel()
        defer { deaf.release() }
        var patience = DeliveryPatience()
        let rounds = Mutex(0)
        patience.wait = { _ in
            rounds.withLock { $0 += 1 }
            try? await Task.sleep(for: .milliseconds(200))
        }
        let identifiers = Identifiers(worker: rig.worker.workerID, now: rig.time.clock.now)
        let desk = NoticeDesk(
            warehouse: rig.store, channels: [deaf], clock: rig.time.clock, identifiers: identifiers,
            patience: patience)
        let runner = BatchRunner(
            warehouse: rig.front, catalog: rig.catalog, worker: rig.worker, clock: rig.time.clock,
            identifiers: identifiers, desk: desk)
        var options = BatchOptions()
        (options.mode, options.groupSize) = (mode, 3)
        let (plan, ledger) = try await rig.plan()
        let report = await runner.run(plan, from: ledger, options, stop: StopSwitch())

        #expect(report.total.failed == 2 && report.unfinished == 0)
        // One round that waits in vain; afterwards the channel is left alone.
        #expect(rounds.withLock { $0 } == 1 && deaf.calls == 1)
        #expect(try await desk.balance().holds)
        let notices = try await rig.store.records(Notice.self, matching: RecordFilter())
        #expect(notices.allSatisfy { $0.deliveredAt == nil })
    }

    @Test func `what nobody was told is told by the next process, and put on record once`() async throws {
        let rig = try await DeskRig()
        let record = RecordingChannel(reach: .record)
        func desk(_ people: RecordingChannel) -> NoticeDesk {
            NoticeDesk(
                warehouse: rig.store, channels: [record, people], clock: rig.clock,
                identifiers: Identifiers(worker: "w1", now: rig.clock.now))
        }
        let broken = RecordingChannel()
        broken.breakDown()
        let first = desk(broken)
        try await first.post(.error, .gateFailed, "gate 1 is not passed")
        rig.seconds.now += 100
        await first.deliver()
        #expect(record.texts == ["gate 1 is not passed"])

        let working = RecordingChannel()
        await desk(working).deliver()
        #expect(working.texts == ["gate 1 is not passed"] && record.told.count == 1)
        #expect(try await rig.notices().allSatisfy { $0.deliveredAt != nil })
    }

    @Test func `a channel is given what is urgent enough for it`() async throws {
        let rig = try await DeskRig()
        let people = RecordingChannel(level: .error)
        let record = RecordingChannel(reach: .record)
        let desk = NoticeDesk(
            warehouse: rig.store, channels: [record, people], clock: rig.clock,
            identifiers: Identifiers(worker: "w1", now: rig.clock.now))
        try await desk.post(.warning, .quality, "thin samples")
        try await desk.post(.error, .gateFailed, "gate 1 is not passed")
        #expect(people.texts == ["gate 1 is not passed"])
        #expect(record.texts == ["thin samples", "gate 1 is not passed"])
        #expect(try await rig.notices().allSatisfy { $0.deliveredAt != nil })
    }
}
