import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Randomness
import Synchronization
import Testing

/// What is remembered of a processor that keeps failing.
struct BreakerTests {
    private let first = WeatherSample.firstDay

    // Roll calls are asked for alone; every date fails until the script is healed.
    private func failingRig(
        _ code: ProcessorError.Code = .invalidValue
    ) async throws -> (rig: Rig, script: ProcessorScript) {
        var random = SeededRandom(seed: 21)
        let dates = (0..<400).map { (first + $0, ProcessorError(code, "scripted")) }
        let script = ProcessorScript(Dictionary(uniqueKeysWithValues: dates))
        let processors = scripted(RollCallProcessor(), script, in: WeatherSample.processors)
        return (try await Rig(&random, seasons: 1, days: 12, processors: processors), script)
    }

    private func breakers(_ rig: Rig) async throws -> [BreakerRecord] {
        try await rig.store.records(BreakerRecord.self, matching: RecordFilter())
    }

    @Test func `five failures in a row are written down as an open breaker`() async throws {
        let (rig, _) = try await failingRig()
        let report = try await rig.run(tables: [RollCall.input])
        #expect(report.total.failed == 5)
        #expect(report.total.excluded > 0)
        let breaker = try #require(try await breakers(rig).first)
        #expect(breaker.processorName == RollCall.input)
        #expect(breaker.isOpen && breaker.failures == 5)
        let fifth = try await rig.runs().filter { $0.status == .failed }.max { $0.dataDate < $1.dataDate }
        #expect(breaker.lastError == fifth?.errorMessage)
        #expect(breaker.openedAt == fifth?.finishedAt)
    }

    @Test func `what it leaves out counts as ended, so that the progress gets to its end`() async throws {
        let (rig, _) = try await failingRig()
        let latest = Mutex<BatchProgress?>(nil)
        let report = try await rig.run(
            tables: [RollCall.input], progress: { progress in latest.withLock { $0 = progress } })
        let last = try #require(latest.withLock { $0 })
        #expect(report.total.failed < report.steps && last.steps == report.steps)
        #expect(last.ended == last.steps)
    }

    @Test func `a bug opens it at once`() async throws {
        let (rig, _) = try await failingRig(.undeclaredInput)
        try await rig.run(tables: [RollCall.input])
        #expect(try await breakers(rig).map(\.failures) == [1])
    }

    @Test func `the next batch starts it again, and the first success closes it`() async throws {
        let (rig, script) = try await failingRig()
        try await rig.run(tables: [RollCall.input])
        let opened = try #require(try await breakers(rig).first)
        try await rig.run(tables: [RollCall.input])
        #expect(try await breakers(rig).map(\.isOpen) == [true])
        script.heal()
        try await rig.run(tables: [RollCall.input])
        let closed = try #require(try await breakers(rig).first)
        #expect(!closed.isOpen && closed.failures == 0 && closed.successes == 1)
        #expect(try #require(closed.openedAt) > #require(opened.openedAt))
    }

    @Test func `a processor that succeeds leaves no trace`() async throws {
        let (rig, script) = try await failingRig()
        script.heal()
        try await rig.run(tables: [RollCall.input])
        #expect(try await breakers(rig).isEmpty)
    }

    @Test func `a group that the store refuses loses no opening`() async throws {
        var (rig, _) = try await failingRig()
        let front = FaultyWarehouse(rig.store)
        rig.front = front
        // The first commit opens the batch, the second writes the failures.
        front.fail(.commit, numbers: 2...3, with: WarehouseError(.exhausted, "full"))
        let report = try await rig.run(tables: [RollCall.input], groupSize: 50)
        #expect(report.storeError?.code == .exhausted)
        #expect(try await breakers(rig).map(\.isOpen) == [true])
    }
}
