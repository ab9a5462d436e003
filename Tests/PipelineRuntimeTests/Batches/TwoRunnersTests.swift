import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Randomness
import Testing

struct TwoRunnersTests {
    @Test(arguments: [UInt64(61), 62, 63])
    func `two runners at once compute no partition twice and give the digests of one`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let first = try await Rig(&random, days: 6)
        let second = try await first.peer("w2")
        async let one = first.run(jobs: 2, groupSize: 3)
        async let two = second.run(jobs: 2, groupSize: 4)
        let reports = try await [one, two]
        #expect(reports.allSatisfy { $0.storeError == nil && $0.isBalanced }, "seed \(seed)")
        #expect(try await first.leases() == [], "seed \(seed)")
        // Whatever one left to the other is done by the next.
        try await first.run()
        let done = try await first.runs().filter { $0.status == .success }
        let partitions = Dictionary(grouping: done) { $0.partition }
        #expect(partitions.values.allSatisfy { $0.count == 1 }, "seed \(seed)")
        #expect(try await first.runs().allSatisfy { $0.status != .running }, "seed \(seed)")
        #expect(try await first.digests() == first.fromScratch(), "seed \(seed)")
    }

    @Test(arguments: UInt64(65)...70)
    func `imports in the middle of a batch are never taken for what was computed from`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let rig = try await Rig(&random, days: 6)
        let importer = rig.store.peer()
        var corrections: [PartitionWrite] = []
        for number in 0..<12 {
            let date = try #require(rig.schedule.countingDates.randomElement(using: &random))
            corrections.append(try WeatherSample.readings(date, &random, run: "late-\(number)"))
        }
        async let batch = rig.run(jobs: 2, groupSize: 2)
        for write in corrections {
            try await importer.commit(SampleChanges.changes([write]))
            await Task.yield()
        }
        let report = try await batch
        #expect(report.storeError == nil && report.isBalanced, "seed \(seed)")
        try await rig.run()
        #expect(try await rig.digests() == rig.fromScratch(), "seed \(seed)")
        #expect(try await rig.plan().plan.steps == [], "seed \(seed)")
    }

    @Test func `what a living worker holds is left to it, and the report says so`() async throws {
        var random = SeededRandom(seed: 64)
        let first = try await Rig(&random, seasons: 1, days: 5)
        let second = try await first.peer("w2")
        let (plan, ledger) = try await second.plan()
        // The first runner leases everything after the second has planned.
        let claims = plan.steps.map { step in
            var run = SampleChanges.run("held-\(step.partition)", step.partition.table, on: step.partition.date)
            run.phase = step.phase.label
            return StepClaim(partition: step.partition, run: run)
        }
        let receipt = try await first.store.claim(claims, by: first.worker, since: 0, at: SampleChanges.instant())
        #expect(receipt.granted.count == plan.steps.count)
        let report = await second.execute(plan, ledger)
        #expect(report.runningElsewhere > 0)
        #expect(report.total.done == 0)
        #expect(report.isBalanced)
        let replanned = try await second.run()
        #expect(replanned.steps == 0)
        #expect(replanned.runningElsewhere == plan.steps.count)
        #expect(try await second.runs().allSatisfy { $0.status == .running })
        // A dead worker's leases are taken over at once.
        first.store.kill(first.worker)
        let taken = try await second.run()
        #expect(taken.unfinished == 0)
        #expect(taken.runningElsewhere == 0)
        #expect(try await second.runs().allSatisfy { $0.status == .success || $0.status == .interrupted })
    }

    @Test func `a head that another worker holds does not starve behind leased steps`() async throws {
        var random = SeededRandom(seed: 71)
        let first = try await Rig(&random, seasons: 1, days: 14)
        var second = try await first.peer("w2")
        let (plan, ledger) = try await second.plan(tables: [RollCall.input])
        let head = try #require(plan.steps.first?.partition)
        let claim = StepClaim(partition: head, run: SampleChanges.run("held", head.table, on: head.date))
        _ = try await first.store.claim([claim], by: first.worker, since: 0, at: SampleChanges.instant())
        let front = FaultyWarehouse(second.store)
        second.front = front
        // Long after every group of later steps is leased and waits for the head, its holder dies.
        front.upon(.claim, number: 12) { first.store.kill(first.worker) }
        let report = await second.execute(plan, ledger, groupSize: 2)
        #expect(report.total.done == plan.steps.count)
        #expect(report.unfinished == 0)
        #expect(front.mostOutstanding <= 5)
    }

    @Test func `what another worker completes meanwhile is counted as done, not as left`() async throws {
        var random = SeededRandom(seed: 72)
        let first = try await Rig(&random, seasons: 1, days: 6)
        let second = try await first.peer("w2")
        // The second plans while the first holds one partition, and executes when the first has done it all.
        let (whole, _) = try await first.plan()
        let head = try #require(whole.steps.first?.partition)
        let claim = StepClaim(partition: head, run: SampleChanges.run("held", head.table, on: head.date))
        _ = try await first.store.claim([claim], by: first.worker, since: 0, at: SampleChanges.instant())
        let (plan, ledger) = try await second.plan()
        let held = plan.exclusions.count { $0.reason.code == "running_elsewhere" }
        #expect(held > 0 && !plan.steps.isEmpty)
        var release = ChangeSet(at: SampleChanges.instant())
        release.releasedLeases = [head]
        try await first.store.commit(release)
        try await first.run()
        let report = await second.execute(plan, ledger)
        #expect(report.runningElsewhere == 0)
        #expect(report.total.doneElsewhere == plan.requested)
        #expect(report.total.cutOff == 0 && report.total.excluded == 0)
        #expect(report.isBalanced)
    }

    @Test func `a step that an own recomputation left as it was is cut off`() async throws {
        var random = SeededRandom(seed: 73)
        let rig = try await Rig(&random, seasons: 1, days: 6)
        try await rig.run()
        let date = rig.schedule.countingDates[1]
        let stored = try await rig.store.contents(of: StoredColumns(StationReading.table), on: [date])
        var readings = try #require(stored[date]).decoded(as: StationReading.self)
        readings[0].remark = "checked"
        try await rig.store.commit(
            SampleChanges.changes([try WeatherSample.readings(readings, on: date, run: "correction")]))
        let report = try await rig.run()
        #expect(report.total.cutOff > 0 && report.total.doneElsewhere == 0)
    }

    @Test func `dates before history are left out, and that is not all done`() async throws {
        var random = SeededRandom(seed: 74)
        let rig = try await Rig(&random, seasons: 1, days: 6)
        var ledger = try await rig.ledger()
        var facts = ledger.facts
        facts.history = (facts.history.lowerBound + 1)...facts.history.upperBound
        ledger = Ledger(catalog: rig.catalog, facts: facts)
        var planner = Planner(ledger)
        let plan = planner.plan(PlanRequest(tables: [RollCall.input], dates: [rig.schedule.expectedDates[0]]))
        let report = await rig.execute(plan, ledger)
        #expect(report.leftUndone == ["before_history": 1] && report.exclusions == report.leftUndone)
        #expect(report.isBalanced)
    }

    @Test func `who is held at first gives up, or waits when asked to`() async throws {
        var random = SeededRandom(seed: 73)
        let first = try await Rig(&random, seasons: 1, days: 6)
        var second = try await first.peer("w2")
        let (plan, ledger) = try await second.plan()
        let claims = plan.steps.map { step in
            StepClaim(
                partition: step.partition,
                run: SampleChanges.run(
                    "held-\(step.partition)", step.partition.table,
                    on: step.partition.date))
        }
        _ = try await first.store.claim(claims, by: first.worker, since: 0, at: SampleChanges.instant())
        let given = await second.execute(plan, ledger)
        #expect(given.hasGivenUp && given.total.done == 0 && given.runningElsewhere > 0)
        // The other one dies while this one waits.
        let front = FaultyWarehouse(second.store)
        second.front = front
        front.upon(.claim, number: 4) { first.store.kill(first.worker) }
        let (again, newer) = (plan, ledger)
        let waited = await second.execute(again, newer, { $0.waitsForOthers = true })
        #expect(!waited.hasGivenUp && waited.total.done == plan.steps.count && waited.runningElsewhere == 0)
    }

    @Test(arguments: UInt64(81)...90)
    func `four runners share a plan in blocks, whoever waits for whom, and give the digests of one`(
        seed: UInt64
    ) async throws {
        var random = SeededRandom(seed: seed)
        let first = try await Rig(&random, days: 9)
        let rigs = try await [first] + ["w2", "w3", "w4"].asyncMap { try await first.peer($0) }
        let blocks = random.int(1...5)
        let reports = try await withThrowingTaskGroup(of: BatchReport.self) { group in
            for rig in rigs {
                let (jobs, size) = (random.int(1...3), random.int(1...9))
                group.addTask {
                    let ledger = try await rig.ledger()
                    var planner = Planner(ledger)
                    var request = PlanRequest(tables: WeatherSample.computed, dates: rig.allDates)
                    request.sharesWork = true
                    return await rig.execute(planner.plan(request), ledger, jobs: jobs, groupSize: size) {
                        ($0.datesPerBlock, $0.waitsForOthers) = (blocks, true)
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(reports.allSatisfy { $0.storeError == nil && $0.isBalanced && $0.unfinished == 0 }, "seed \(seed)")
        #expect(try await first.leases() == [], "seed \(seed)")
        let done = try await first.runs().filter { $0.status == .success }
        let partitions = Dictionary(grouping: done) { $0.partition }
        #expect(partitions.values.allSatisfy { $0.count == 1 }, "seed \(seed)")
        #expect(try await first.digests() == first.fromScratch(), "seed \(seed)")
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
