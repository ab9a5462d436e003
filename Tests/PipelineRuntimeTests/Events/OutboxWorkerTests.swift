import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Randomness
import Testing

/// Raw rows are reported, events do the rest: whatever happens to the messages, the tables come out the same.
struct OutboxWorkerTests {
    private static let correlation = "live-root"

    /// A store with a season of raw rows, imported a moment ago.
    private func rig(_ random: inout SeededRandom) async throws -> Rig {
        let schedule = WeatherSample.schedule(seasons: 1, days: 9, &random)
        let imports = try WeatherSample.imports(of: schedule, &random)
        let rig = try await Rig(schedule, imports)
        var changes = ChangeSet(at: rig.time.clock.now())
        changes.partitions = imports.map { write in
            var write = write
            write.state.updatedAt = changes.instant
            return write
        }
        try await rig.store.commit(changes)
        return rig
    }

    /// Puts reports of every raw partition into the outbox, each as often and as late as `random` wants.
    private func report(_ rig: Rig, copies: ClosedRange<Int>, _ random: inout SeededRandom) async throws {
        let states = try await rig.store.facts(counting: []).states.values
        let sources = Set(WeatherSample.sources.map(\.table.name))
        var entries: [OutboxEntry] = []
        for state in states.filter({ sources.contains($0.tableName) }).sorted(by: { $0.partition < $1.partition }) {
            let event = PipelineEvent(
                "m-\(state.tableName)-\(state.gameDate)", of: state, .raw, correlation: Self.correlation,
                at: rig.time.clock.now())
            for copy in 0..<random.int(copies) {
                var entry = try event.outboxEntry()
                entry.outboxID = "m-\(copy)-\(state.tableName)-\(state.gameDate)"
                entry.createdAt = Timestamp(microseconds: 1_700_000_000_000_000 + Int64(random.int(0...1_000_000)))
                entries.append(entry)
            }
        }
        var changes = ChangeSet(at: rig.time.clock.now())
        try changes.upsert(entries)
        try await rig.store.commit(changes)
    }

    private func worker(_ rig: Rig, stop: StopSwitch = StopSwitch()) -> OutboxWorker {
        let runner = BatchRunner(
            warehouse: rig.front, catalog: rig.catalog, worker: rig.worker, clock: rig.time.clock,
            identifiers: Identifiers(worker: rig.worker.workerID, now: rig.time.clock.now))
        return OutboxWorker(
            runner, BatchOptions(), stop: stop,
            ledger: { () async throws(WarehouseError) in
                let facts = try await rig.front.facts(counting: rig.catalog.tables)
                let days = rig.schedule.days.map(\.date)
                return Ledger(
                    catalog: rig.catalog,
                    facts: Facts(
                        schedule: rig.schedule, history: (days.first ?? .reference)...(days.last ?? .reference),
                        store: facts, readAt: rig.time.clock.now()))
            })
    }

    /// Everything that a played date expects is there, right, and nothing waits.
    private func expectDone(_ rig: Rig, _ note: Comment) async throws {
        let (digests, scratch) = (try await rig.digests(), try await rig.fromScratch())
        let differing = scratch.filter { partition, digest in
            rig.schedule.countingDates.contains(partition.date) && digests[partition] != digest
        }
        #expect(differing.keys.sorted() == [], note)
        let pending = try await rig.store.records(OutboxEntry.self, matching: .column("published_at", is: .null))
        #expect(pending == [], note)
        #expect(try await rig.leases() == [], note)
    }

    /// Times a layer was triggered on each date.
    private func fired(_ rig: Rig, _ topic: Topic) async throws -> [String: Int] {
        let sent = try await rig.store.records(OutboxEntry.self, matching: .column("topic", is: .text(topic.rawValue)))
        return Dictionary(try sent.map { (try $0.event().gameDate.description, 1) }, uniquingKeysWith: +)
    }

    @Test(arguments: UInt64(0)..<12)
    func `messages doubled, shuffled and late give the tables of a run in order`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let rig = try await rig(&random)
        try await report(rig, copies: 1...3, &random)
        let report = await worker(rig).drain()
        #expect(report.error == nil, "seed \(seed)")
        try await expectDone(rig, "seed \(seed)")
        let precompute = try await fired(rig, .precomputeTrigger)
        for date in rig.schedule.countingDates { #expect(precompute[date.description] != nil, "seed \(seed)") }
        let correlations = Set(try await rig.runs().map(\.correlationID))
        #expect(correlations == [Self.correlation], "seed \(seed)")
    }

    @Test func `each layer of a date fires once when its reports come once`() async throws {
        var random = SeededRandom(seed: 3)
        let rig = try await rig(&random)
        try await report(rig, copies: 2...2, &random)
        _ = await worker(rig).drain()
        let before = (try await fired(rig, .analyticsTrigger), try await fired(rig, .precomputeTrigger))
        #expect(before.0.values.allSatisfy { $0 == 1 })
        // Once more, from the beginning: nothing is left to trigger.
        try await report(rig, copies: 1...1, &random)
        let again = await worker(rig).drain()
        #expect(again.triggers == [:])
        #expect(again.batches.isEmpty)
        #expect(try await fired(rig, .analyticsTrigger) == before.0)
    }

    /// The store refuses at one commit after the other, as a process that dies there would leave it.
    @Test(arguments: UInt64(0)..<6)
    func `cut off between any two steps, the next worker goes on`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        var rig = try await rig(&random)
        try await report(rig, copies: 1...2, &random)
        var number = 1
        for _ in 0..<400 {
            let front = FaultyWarehouse(rig.store)
            rig.front = front
            front.fail(
                random.chance(70) ? .commit : .claim, numbers: number...number + 1,
                with: WarehouseError(.exhausted, "full"))
            let report = await worker(rig).drain()
            if report.error == nil { break }
            number = random.int(1...4)
        }
        rig.front = rig.store
        let report = await worker(rig).drain()
        #expect(report.error == nil, "seed \(seed)")
        try await expectDone(rig, "seed \(seed)")
    }

    @Test func `a worker that is asked to stop leaves the rest for the next`() async throws {
        var random = SeededRandom(seed: 9)
        var rig = try await rig(&random)
        try await report(rig, copies: 1...1, &random)
        let front = FaultyWarehouse(rig.store)
        rig.front = front
        let stop = StopSwitch()
        front.upon(.commit, number: 6) { stop.request() }
        let first = await worker(rig, stop: stop).drain()
        #expect(first.wasInterrupted)
        let second = await worker(rig).drain()
        #expect(second.error == nil && !second.wasInterrupted)
        try await expectDone(rig, "stopped")
    }

    @Test func `an event nobody can read is set aside and holds up nothing`() async throws {
        var random = SeededRandom(seed: 1)
        let rig = try await rig(&random)
        var broken = OutboxEntry()
        (broken.outboxID, broken.topic, broken.payload) = ("a", Topic.rawComplete.rawValue, "{")
        var unknown = OutboxEntry()
        (unknown.outboxID, unknown.topic, unknown.payload) = ("b", "phase9-complete", "{}")
        var changes = ChangeSet(at: rig.time.clock.now())
        try changes.upsert([broken, unknown])
        try await rig.store.commit(changes)
        try await report(rig, copies: 1...1, &random)
        #expect(await worker(rig).drain().error == nil)
        try await expectDone(rig, "set aside")
        let kept = try await rig.store.records(OutboxEntry.self, matching: RecordFilter()).filter {
            $0.lastError != nil
        }
        #expect(kept.map(\.outboxID).sorted() == ["a", "b"])
    }

    @Test func `a correction heals what the corrected date's windows lack, then the date`() async throws {
        var random = SeededRandom(seed: 12)
        let rig = try await rig(&random)
        try await report(rig, copies: 1...1, &random)
        _ = await worker(rig).drain()
        let dates = rig.schedule.countingDates
        let (early, late) = (try #require(dates.first), try #require(dates.last))
        // Somebody replaces the readings of the first date and tells of another.
        var changes = ChangeSet(at: rig.time.clock.now())
        for date in [early, late] {
            var write = try WeatherSample.readings(
                [StationReading(date, 1, 0, 77.5), StationReading(date, 2, 0, 12)], on: date, run: "import-2")
            write.state.updatedAt = changes.instant
            changes.partitions.append(write)
        }
        try await rig.store.commit(changes)
        let state = try #require(
            try await rig.store.facts(counting: []).states[Partition(StationReading.input, late)])
        changes = ChangeSet(at: rig.time.clock.now())
        try changes.upsert([
            try PipelineEvent("late", of: state, .raw, correlation: "live-late", at: changes.instant).outboxEntry()
        ])
        try await rig.store.commit(changes)
        let report = await worker(rig).drain()
        #expect(report.error == nil)
        let runs = try await rig.runs().filter { $0.correlationID == "live-late" }
        let healed = runs.filter { $0.triggerSource == .heal }
        #expect(healed.contains { $0.processorName == DailyTotal.input && $0.dataDate == early })
        #expect(runs.contains { $0.triggerSource == .event && $0.dataDate == late })
        let (digests, scratch) = (try await rig.digests(), try await rig.fromScratch())
        for table in WeatherSample.computed {
            #expect(digests[Partition(table, late)] == scratch[Partition(table, late)], "\(table)")
        }
    }

    @Test func `the rehearsal of gate 0 sees each layer fire once`() async throws {
        let time = ManualTime()
        let scratch = MemoryWarehouse()
        let finding = try await OrchestratorsSelfTest(scratch, clock: time.clock).run()
        #expect(finding.holds)
    }

    @Test func `what another process computes is waited for, and told of although that one keeps silent`() async throws
    {
        var random = SeededRandom(seed: 21)
        let rig = try await rig(&random)
        let peer = try await rig.peer("w2")
        // The other one holds the analytics of the first date when the reports come.
        let date = try #require(rig.schedule.countingDates.first)
        let plan = try await peer.plan(dates: [date]).plan
        let claims = plan.steps.map { step in
            var run = SampleChanges.run("held-\(step.partition)", step.partition.table, on: date)
            run.phase = step.phase.label
            return StepClaim(partition: step.partition, run: run)
        }
        _ = try await peer.store.claim(claims, by: peer.worker, since: 0, at: rig.time.clock.now())
        try await report(rig, copies: 1...1, &random)
        let first = await worker(rig).drain()
        #expect(first.error == nil && first.waiting.count >= 1)
        #expect(try await fired(rig, .precomputeTrigger)[date.description] == nil)
        // It gives up, and computes them after all, without a word.
        var release = ChangeSet(at: rig.time.clock.now())
        release.releasedLeases = claims.map(\.partition)
        try await peer.store.commit(release)
        try await peer.run(dates: [date])
        let second = await worker(rig).drain()
        #expect(second.error == nil && second.waiting.isEmpty)
        try await expectDone(rig, "held elsewhere")
        #expect(try await fired(rig, .precomputeTrigger)[date.description] == 1)
    }
}
