public import GameCalendar
public import PipelineEngine
public import PipelineModel

/// Lives a finished date once more on a scratch store, by events alone, and compares what comes of it.
public struct DateRehearsal: Sendable {
    private let store: any WarehouseReader
    private let scratch: any Warehouse
    private let clock: RuntimeClock

    /// A rehearsal of a date of `store`, which is only read, on `scratch`, an empty store that is thrown away.
    public init(of store: any WarehouseReader, on scratch: any Warehouse, clock: RuntimeClock) {
        (self.store, self.scratch, self.clock) = (store, scratch, clock)
    }

    /// Lives `date`, which is complete in `ledger`: its raw rows are reported, the orchestrators do the rest.
    ///
    /// Everything computed for the date and everything after it is hidden, so that nothing can be taken from there; the
    /// artefacts of months are not.
    ///
    /// - Throws: ``WarehouseError`` when a store gives up.
    public func run(_ date: GameDate, _ ledger: Ledger, jobs: Int) async throws(WarehouseError) -> LiveRehearsal {
        let started = clock.now()
        let catalog = ledger.catalog
        try await scratch.prepare(EngineTables.all + catalog.tables)
        let stage = RehearsalWarehouse(over: store, scratch) { partition in
            guard let entry = catalog.position(of: partition.table) else { return false }
            let base = catalog.entries[catalog.base(of: entry)]
            guard base.calendar != .single else { return false }
            return partition.date > date
                || (partition.date == date && !base.role.isSource && base.calendar != .monthOpenings)
        }
        var worker = Worker()
        worker.workerID = "rehearsal"
        (worker.startedAt, worker.heartbeatAt) = (started, started)
        try await stage.register(worker)
        try await reportRaw(date, ledger, on: stage)
        let facts = Facts(
            schedule: Schedule(ledger.facts.schedule.days.filter { $0.date <= date }),
            history: min(date, ledger.facts.history.lowerBound)...date, store: StoreFacts(),
            readAt: ledger.facts.readAt)
        let current: @Sendable () async throws(WarehouseError) -> Ledger = { () async throws(WarehouseError) in
            var now = facts
            now.store = try await stage.facts(counting: catalog.tables)
            return Ledger(catalog: catalog, facts: now)
        }
        let runner = BatchRunner(
            warehouse: stage, catalog: catalog, worker: worker, clock: clock,
            identifiers: Identifiers(worker: worker.workerID, now: clock.now))
        var options = BatchOptions()
        options.jobs = jobs
        let publisher = OutboxWorker(runner, options, stop: StopSwitch(), judgesFreshness: false, ledger: current)
        let report = await publisher.drain()
        if let error = report.error { throw error }
        let runs = try await scratch.records(RunRecord.self, matching: RecordFilter())
        try await stage.retire(worker, at: clock.now())
        var finding = LiveRehearsal(date: date)
        finding.triggers = report.triggers
        finding.correlations = Set(runs.map(\.correlationID))
        finding.failures = runs.filter { !$0.status.isSuccess }.map {
            "\($0.processorName) \($0.dataDate) \($0.status.rawValue)"
        }
        finding.compare(try await current(), with: ledger)
        finding.seconds = clock.now().seconds(since: started)
        return finding
    }

    private func reportRaw(
        _ date: GameDate, _ ledger: Ledger, on stage: RehearsalWarehouse
    ) async throws(WarehouseError) {
        var changes = ChangeSet(at: clock.now())
        var entries: [OutboxEntry] = []
        for (entry, description) in ledger.catalog.entries.enumerated() {
            guard description.role == .source(isRequired: true), let state = ledger.state(entry, on: date) else {
                continue
            }
            entries.append(
                try PipelineEvent(
                    "rehearsal-\(description.name)", of: state, .raw, correlation: "rehearsal-\(date)",
                    at: changes.instant
                ).outboxEntry())
        }
        try changes.upsert(entries)
        _ = try await stage.commit(changes)
    }
}

extension LiveRehearsal {
    /// Finds what of the date differs between the store it was `lived` in and the one it is `stored` in.
    fileprivate mutating func compare(_ lived: Ledger, with stored: Ledger) {
        var lived = lived
        for (entry, description) in stored.catalog.entries.enumerated() {
            guard case .processor = description.role, description.calendar != .monthOpenings,
                stored.isExpected(entry, on: date)
            else { continue }
            let partition = Partition(description.name, date)
            let status = lived.status(entry, on: date)
            if status != .complete { incomplete.append("\(partition) \(status.rawValue)") }
            guard let before = stored.state(entry, on: date), let after = lived.state(entry, on: date) else { continue }
            // What was published before the games is not what is computed after them.
            let follows =
                description.phase == .predictions
                && stored.catalog.entries.indices.contains { other in
                    stored.catalog.entries[other].phase == .predictions
                        && stored.state(other, on: date).map(stored.isFrozen) ?? false
                }
            if !follows, before.digest != after.digest { differing.append(partition.description) }
        }
    }
}
