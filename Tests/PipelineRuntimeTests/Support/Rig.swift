import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Randomness
import Synchronization

/// Time that passes by being asked, and by waiting.
final class ManualTime: Sendable {
    private let state = Mutex((microseconds: Int64(1_700_000_000_000_000), waits: [Double]()))

    /// How long was waited each time, in seconds.
    var waits: [Double] { state.withLock { $0.waits } }

    var clock: RuntimeClock {
        RuntimeClock(
            now: {
                self.state.withLock { state in
                    state.microseconds += 1
                    return Timestamp(microseconds: state.microseconds)
                }
            },
            pause: { seconds in
                self.state.withLock { state in
                    state.microseconds += Int64(seconds * 1_000_000)
                    state.waits.append(seconds)
                }
                await Task.yield()
            })
    }
}

/// The sample pipeline over a store in memory.
struct Rig: Sendable {
    let store: MemoryWarehouse
    /// What batches talk to: the store itself, or something in front of it.
    var front: any Warehouse
    var catalog: Catalog
    let schedule: Schedule
    let time = ManualTime()
    let worker: Worker

    /// A store with every source of `schedule` imported.
    init(
        _ schedule: Schedule, _ imports: [PartitionWrite], processors: [any Processor] = WeatherSample.processors
    ) async throws {
        store = try await MemoryWarehouse.prepared(WeatherSample.tables)
        front = store
        self.schedule = schedule
        worker = SampleChanges.worker("w1")
        let tables = WeatherSample.sources.map(\.table.name) + processors.map(\.table)
        catalog = try Catalog(
            sources: WeatherSample.sources,
            projections: WeatherSample.projections.filter { tables.contains($0.stored.table.name) },
            processors: processors)
        try await store.commit(SampleChanges.changes(imports))
        try await store.register(worker)
    }

    /// A rig over a random schedule and random sources.
    init(
        _ random: inout SeededRandom, seasons: Int = 2, days: Int = 7,
        processors: [any Processor] = WeatherSample.processors
    ) async throws {
        let schedule = WeatherSample.schedule(seasons: seasons, days: days, &random)
        try await self.init(schedule, WeatherSample.imports(of: schedule, &random), processors: processors)
    }

    /// The same store as another process sees it.
    func peer(_ id: String) async throws -> Rig {
        try await Rig(peerOf: self, id)
    }

    private init(peerOf rig: Rig, _ id: String) async throws {
        store = rig.store.peer()
        front = store
        catalog = rig.catalog
        schedule = rig.schedule
        worker = SampleChanges.worker(id)
        try await store.register(worker)
    }

    var allDates: DateSet { DateSet(schedule.days.map(\.date)) }

    func ledger() async throws -> Ledger {
        let facts = try await store.facts(counting: catalog.tables)
        let start = schedule.days.first?.date ?? .reference
        let end = schedule.days.last?.date ?? .reference
        return Ledger(
            catalog: catalog,
            facts: Facts(schedule: schedule, history: start...end, store: facts, readAt: time.clock.now()))
    }

    func plan(
        _ policy: PlanRequest.Policy = .incomplete, tables: [TableName] = WeatherSample.computed,
        dates: DateSet? = nil
    ) async throws -> (plan: Plan, ledger: Ledger) {
        let ledger = try await ledger()
        var planner = Planner(ledger)
        return (
            planner.plan(PlanRequest(tables: tables, dates: dates ?? allDates, policy: policy)), ledger
        )
    }

    /// Plans and runs.
    @discardableResult
    func run(
        _ policy: PlanRequest.Policy = .incomplete, tables: [TableName] = WeatherSample.computed,
        dates: DateSet? = nil, jobs: Int = 1, groupSize: Int = 5, stop: StopSwitch = StopSwitch(),
        change: (inout BatchOptions) -> Void = { _ in },
        progress: @escaping @Sendable (BatchProgress) -> Void = { _ in }
    ) async throws -> BatchReport {
        let (plan, ledger) = try await plan(policy, tables: tables, dates: dates)
        return await execute(plan, ledger, jobs: jobs, groupSize: groupSize, stop: stop, change, progress)
    }

    func execute(
        _ plan: Plan, _ ledger: Ledger, jobs: Int = 1, groupSize: Int = 5, stop: StopSwitch = StopSwitch(),
        _ change: (inout BatchOptions) -> Void = { _ in },
        _ progress: @escaping @Sendable (BatchProgress) -> Void = { _ in }
    ) async -> BatchReport {
        let runner = BatchRunner(
            warehouse: front, catalog: catalog, worker: worker, clock: time.clock,
            identifiers: Identifiers(worker: worker.workerID, now: time.clock.now))
        var options = BatchOptions()
        (options.jobs, options.groupSize) = (jobs, groupSize)
        change(&options)
        return await runner.run(plan, from: ledger, options, stop: stop, progress: progress)
    }

    /// The digest of every computed partition and projection, read back from the rows.
    func digests() async throws -> [Partition: Digest] {
        var digests: [Partition: Digest] = [:]
        for table in catalog.tables {
            for (date, content) in try await store.contents(of: StoredColumns(table), on: Array(allDates)) {
                digests[Partition(table.name, date)] = content.digest
            }
        }
        return digests
    }

    /// The digests a run from nothing over the present sources gives.
    func fromScratch() async throws -> [Partition: Digest] {
        var imports: [PartitionWrite] = []
        let states = try await store.facts(counting: []).states
        for source in WeatherSample.sources {
            for (date, content) in try await store.contents(of: StoredColumns(source.table), on: Array(allDates)) {
                var write = SampleChanges.write(content, of: source.table, on: date)
                if let projected = states[Partition(ReadingSetMember.input, date)],
                    source.table.name == StationReading.input
                {
                    write.projections = [projected]
                }
                imports.append(write)
            }
        }
        let fresh = try await Rig(schedule, imports, processors: catalog.steps.map(\.processor))
        try await fresh.run()
        return try await fresh.digests()
    }

    func runs() async throws -> [RunRecord] {
        try await store.records(RunRecord.self, matching: RecordFilter())
    }

    func leases() async throws -> [Lease] {
        try await store.records(Lease.self, matching: RecordFilter())
    }

    /// The newest batch row.
    func batch() async throws -> Batch? {
        try await store.records(Batch.self, matching: RecordFilter().newest(by: "created_at", limit: 1)).first
    }
}

extension BatchReport {
    /// Every step of the plan and every exclusion is counted once.
    var isBalanced: Bool {
        let ended = total.done + total.failed + total.blocked + total.cutOff + total.excluded
        return ended + unfinished == requested && unfinished >= 0
    }
}
