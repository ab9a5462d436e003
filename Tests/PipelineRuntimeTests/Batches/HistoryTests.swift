import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Randomness
import Testing

struct HistoryTests {
    @Test func `every attempt has one row, numbered within the batch`() async throws {
        var random = SeededRandom(seed: 3)
        var rig = try await Rig(&random, seasons: 1, days: 5)
        let front = FaultyWarehouse(rig.store)
        rig.front = front
        front.fail(.contents, numbers: 1...2, with: WarehouseError(.busy, "busy"))
        let report = try await rig.run(groupSize: 100)
        #expect(report.total.failed == 0)
        let retried = try await rig.runs().filter { $0.attempt > 1 || $0.status == .failed }
        let byAttempt = retried.sorted { $0.attempt < $1.attempt }
        #expect(byAttempt.map(\.attempt) == [1, 2, 3])
        #expect(byAttempt.map(\.status) == [.failed, .failed, .success])
        #expect(byAttempt.map(\.success) == [false, false, true])
        #expect(Set(byAttempt.map { $0.partition }).count == 1)
        #expect(byAttempt[0].errorCategory == .transient)
        let batch = try #require(try await rig.batch())
        #expect(batch.status == .finished)
        #expect(batch.done == report.total.done)
        #expect(try await rig.runs().allSatisfy { $0.batchID == batch.batchID && $0.finishedAt != nil })
        #expect(try await rig.runs().count == report.steps + 2)
    }

    @Test func `a requested partition without its inputs leaves one blocked row that names them`() async throws {
        var random = SeededRandom(seed: 4)
        let rig = try await Rig(&random, seasons: 1, days: 5)
        let date = rig.schedule.countingDates[0]
        var removal = ChangeSet(at: SampleChanges.instant())
        removal.deletions = [(StationReading.table, date, [ReadingSetMember.input])]
        try await rig.store.commit(removal)
        let report = try await rig.run(tables: [DailyTotal.input], dates: [date])
        #expect(report.total.blocked == 1)
        #expect(report.steps == 0)
        #expect(report.isBalanced)
        let runs = try await rig.runs()
        #expect(runs.map(\.status) == [.blocked])
        #expect(runs.first?.blockedOn == "[{\"table\":\"readings\",\"date\":\"\(date)\"}]")
        #expect(runs.first?.errorCategory == .upstream)
        #expect(try await rig.leases() == [])
    }

    @Test func `a failed step blocks what needs it, leaves the rest alone, and the next batch repairs it`() async throws
    {
        var random = SeededRandom(seed: 6)
        let bad = WeatherSample.firstDay
        let script = ProcessorScript([bad: ProcessorError(.invalidValue, "scripted")])
        let processors = scripted(DailyTotalProcessor(), script, in: WeatherSample.processors)
        let rig = try await Rig(&random, seasons: 1, days: 6, processors: processors)
        let report = try await rig.run(jobs: 2)
        #expect(report.total.failed == 1)
        #expect(report.total.blocked > 0)
        #expect(report.byTable[RollCall.input]?.done == rig.schedule.expectedDates.count)
        #expect(report.isBalanced)
        #expect(try await rig.batch()?.status == .failed)
        let blocked = try await rig.runs().filter { $0.status == .blocked }
        #expect(blocked.count == report.total.blocked)
        #expect(blocked.allSatisfy { $0.blockedOn?.isEmpty == false && $0.finishedAt != nil })
        script.heal()
        let repaired = try await rig.run()
        #expect(repaired.total.failed + repaired.total.blocked == 0)
        #expect(try await rig.digests() == rig.fromScratch())
    }

    @Test func `a bug stops its processor; what it had leased is given back without a row`() async throws {
        var random = SeededRandom(seed: 7)
        let script = ProcessorScript([WeatherSample.firstDay: ProcessorError(.undeclaredInput, "scripted")])
        let processors = scripted(RollCallProcessor(), script, in: WeatherSample.processors)
        let rig = try await Rig(&random, seasons: 1, days: 6, processors: processors)
        let report = try await rig.run(tables: [RollCall.input], groupSize: 50)
        #expect(report.total.failed == 1)
        #expect(report.total.excluded == rig.schedule.expectedDates.count - 1)
        #expect(report.isBalanced)
        #expect(script.computed == [WeatherSample.firstDay])
        #expect(try await rig.runs().map(\.status) == [.failed])
        #expect(try await rig.leases() == [])
    }

    @Test func `failing fast stops after the first failed step`() async throws {
        var random = SeededRandom(seed: 8)
        let script = ProcessorScript([WeatherSample.firstDay: ProcessorError(.invalidValue, "scripted")])
        let processors = scripted(RollCallProcessor(), script, in: WeatherSample.processors)
        let rig = try await Rig(&random, seasons: 1, days: 6, processors: processors)
        let report = try await rig.run(tables: [RollCall.input]) { $0.failFast = true }
        #expect(report.total.failed == 1)
        #expect(report.total.done == 0)
        #expect(report.unfinished == rig.schedule.expectedDates.count - 1)
        #expect(try await rig.leases() == [])
    }

    @Test func `an unchanged recomputation writes state and history, but no rows`() async throws {
        var random = SeededRandom(seed: 10)
        let rig = try await Rig(&random, seasons: 1, days: 6)
        try await rig.run()
        let before = try await rig.store.facts(counting: []).states
        // A remark is read by nobody, yet it is part of the readings' digest.
        let date = rig.schedule.countingDates[1]
        let stored = try await rig.store.contents(of: StoredColumns(StationReading.table), on: [date])
        var readings = try #require(stored[date]).decoded(as: StationReading.self)
        readings[0].remark = "checked"
        try await rig.store.commit(
            SampleChanges.changes([try WeatherSample.readings(readings, on: date, run: "correction")]))
        let report = try await rig.run()
        #expect(report.total.done == 1)
        #expect(report.total.unchanged == 1)
        #expect(report.total.rowsWritten == 0)
        #expect(report.total.rowsChanged == 0)
        let after = try await rig.store.facts(counting: []).states
        let partition = Partition(DailyTotal.input, date)
        #expect(after[partition]?.digest == before[partition]?.digest)
        #expect(after[partition]?.inputDigest != before[partition]?.inputDigest)
        #expect(after[partition]?.changedAtCommit == before[partition]?.changedAtCommit)
        #expect(try await rig.runs().last { $0.processorName == DailyTotal.input }?.changed == false)
    }

    @Test func `a second stop while attempts are repeated ends them`() async throws {
        var random = SeededRandom(seed: 12)
        var rig = try await Rig(&random, seasons: 1, days: 4)
        let front = FaultyWarehouse(rig.store)
        rig.front = front
        front.fail(.contents, numbers: 1...100, with: WarehouseError(.busy, "busy"))
        let stop = StopSwitch()
        front.upon(.contents, number: 2) {
            stop.request()
            stop.request()
        }
        let report = try await rig.run(stop: stop)
        #expect(report.wasInterrupted)
        #expect(report.total.done + report.total.failed == 0)
        #expect(report.unfinished == report.steps)
        let attempts = try await rig.runs().filter { $0.attempt > 1 || $0.status == .failed }
        #expect(attempts.sorted { $0.attempt < $1.attempt }.map(\.status) == [.failed, .interrupted])
        #expect(try await rig.leases() == [])
    }
}
