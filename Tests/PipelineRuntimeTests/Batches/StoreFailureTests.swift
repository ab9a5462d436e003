import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Randomness
import Testing

private let busy = WarehouseError(.busy, "another writer")
private let full = WarehouseError(.exhausted, "no space left")

struct StoreFailureTests {
    private func rig(_ seed: UInt64 = 5) async throws -> (rig: Rig, front: FaultyWarehouse) {
        var random = SeededRandom(seed: seed)
        var rig = try await Rig(&random, seasons: 1, days: 12)
        let front = FaultyWarehouse(rig.store)
        rig.front = front
        return (rig, front)
    }

    @Test(arguments: [FaultyWarehouse.Call.claim, .commit, .contents])
    func `a store that is busy four times in a row is asked again, with growing pauses`(
        call: FaultyWarehouse.Call
    ) async throws {
        let (rig, front) = try await rig()
        front.fail(call, numbers: 2...5, with: busy)
        let report = try await rig.run()
        #expect(report.storeError == nil)
        #expect(report.total.failed == 0)
        #expect(report.unfinished == 0)
        #expect(try await rig.digests() == rig.fromScratch())
        let waits = rig.time.waits
        #expect(waits.count == 4)
        for (wait, base) in zip(waits, [1.0, 2, 4, 8]) { #expect((0.8 * base...1.2 * base).contains(wait)) }
    }

    @Test(arguments: [FaultyWarehouse.Call.claim, .commit, .contents])
    func `a disk that refuses once is asked once more`(call: FaultyWarehouse.Call) async throws {
        let (rig, front) = try await rig()
        front.fail(call, number: 2, with: full)
        let report = try await rig.run()
        #expect(report.storeError == nil)
        #expect(report.total.failed == 0)
        #expect(report.unfinished == 0)
        #expect(try await rig.digests() == rig.fromScratch())
        #expect(rig.time.waits.count == 1)
    }

    @Test(arguments: [FaultyWarehouse.Call.claim, .commit], 1...4)
    func `a store that gives up ends the batch, and the report counts only what is in it`(
        call: FaultyWarehouse.Call, number: Int
    ) async throws {
        let (rig, front) = try await rig()
        front.fail(call, numbers: number...number + 1, with: full)
        let report = try await rig.run(jobs: 2, groupSize: 4)
        #expect(report.storeError == full)
        #expect(report.unfinished > 0)
        #expect(report.isBalanced)
        let states = try await rig.store.facts(counting: []).states
        let written = states.keys.count { WeatherSample.computed.contains($0.table) }
        #expect(report.total.done == written)
        #expect(try await rig.leases() == [])
        #expect(try await rig.runs().allSatisfy { $0.status != .running })
        let resumed = try await rig.run()
        #expect(resumed.runningElsewhere == 0)
        #expect(resumed.unfinished == 0)
        #expect(try await rig.digests() == rig.fromScratch())
    }

    @Test func `when the batch cannot even be opened, nothing is computed`() async throws {
        let (rig, front) = try await rig()
        front.fail(.commit, numbers: 1...2, with: full)
        let report = try await rig.run()
        #expect(report.storeError == full)
        #expect(report.total.done == 0)
        #expect(front.claims.isEmpty)
    }

    @Test func `an input that cannot be read ends the batch, and the report says why`() async throws {
        let (rig, front) = try await rig()
        front.fail(.contents, numbers: 1...2, with: full)
        let report = try await rig.run()
        #expect(report.storeError == full)
        #expect(report.total.failed == 1)
        #expect(report.unfinished > 0)
        #expect(try await rig.leases() == [])
        let failed = try await rig.runs().filter { $0.status == .failed }
        #expect(failed.map(\.errorCode) == [full.code.rawValue, full.code.rawValue])
        let resumed = try await rig.run()
        #expect(resumed.unfinished == 0)
        #expect(try await rig.digests() == rig.fromScratch())
    }

    @Test func `a store that refuses every group is not asked for ever about a step that failed`() async throws {
        let (rig, front) = try await rig()
        front.fail(.contents, numbers: 1...2, with: full)
        // The first commit opens the batch.
        front.fail(.commit, numbers: 2...500, with: full)
        let report = try await rig.run()
        #expect(report.storeError == full)
        #expect(front.calls(of: .commit) < 10)
    }

    @Test func `no more than the group at work and the next one are leased, blocked steps or not`() async throws {
        var random = SeededRandom(seed: 9)
        let script = ProcessorScript(
            Dictionary(
                uniqueKeysWithValues: (0..<30).map {
                    (WeatherSample.firstDay + $0, ProcessorError(.invalidValue, "scripted"))
                }))
        let processors = scripted(DailyTotalProcessor(), script, in: WeatherSample.processors)
        var rig = try await Rig(&random, seasons: 1, days: 14, processors: processors)
        let front = FaultyWarehouse(rig.store)
        rig.front = front
        let report = try await rig.run(groupSize: 4)
        #expect(report.total.blocked > 8)
        #expect(report.isBalanced)
        #expect(front.mostOutstanding <= 8)
        #expect(try await rig.leases() == [])
    }

    @Test func `a partition whose rows are gone fails by itself, not the dates that are read with it`() async throws {
        let (rig, _) = try await rig()
        let date = rig.schedule.countingDates[2]
        try await rig.store.commit(SampleChanges.changes([]))
        var lost = ChangeSet(at: SampleChanges.instant())
        let states = try await rig.store.facts(counting: []).states
        lost.deletions = [(StationReading.table, date, [])]
        try await rig.store.commit(lost)
        var restored = ChangeSet(at: SampleChanges.instant())
        let state = try #require(states[Partition(StationReading.input, date)])
        restored.partitions = [PartitionWrite(table: StationReading.table, content: nil, state: state)]
        try await rig.store.commit(restored)
        let facts = try await rig.store.facts(counting: [])
        let ledger = Ledger(
            catalog: rig.catalog,
            facts: Facts(
                schedule: rig.schedule, history: rig.allDates[0]...rig.allDates[rig.allDates.count - 1], store: facts,
                readAt: rig.time.clock.now()))
        var planner = Planner(ledger)
        let plan = planner.plan(PlanRequest(tables: [DailyTotal.input], dates: rig.allDates))
        let report = await rig.execute(plan, ledger)
        #expect(report.total.failed == 1)
        #expect(report.total.done == rig.schedule.countingDates.count - 1)
        let failed = try await rig.runs().filter { $0.status == .failed }
        #expect(failed.map(\.dataDate) == [date])
        #expect(failed.first?.errorCode == "content_missing")
        // Once the rows are counted, the hole is seen before anything runs.
        #expect(
            try await rig.plan().plan.exclusions.contains {
                $0.partition == Partition(DailyTotal.input, date)
                    && $0.reason == .missingUpstream([Partition(StationReading.input, date)])
            })
    }
}
