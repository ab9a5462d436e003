import ContentDigest
public import GameCalendar
public import PipelineModel
internal import Synchronization

/// A store in memory that behaves as the real ones do; held to the same suites.
///
/// Each instance stands for one process. ``peer()`` is another process on the same store, ``kill(_:)`` ends one without
/// a word, ``failCommits(with:)`` makes commits fail. Slow for big tables: it keeps cells, not bytes.
public final class MemoryWarehouse: Warehouse {
    private final class Shared: Sendable {
        let store = Mutex(MemoryStore())
    }

    private let shared: Shared
    private let workers = Mutex<Set<String>>([])

    /// An empty store.
    public convenience init() {
        self.init(Shared())
    }

    private init(_ shared: Shared) {
        self.shared = shared
    }

    /// An empty store with `tables` and the engine's own.
    public static func prepared(_ tables: [TableDeclaration]) async throws(WarehouseError) -> MemoryWarehouse {
        let warehouse = MemoryWarehouse()
        try await warehouse.prepare(EngineTables.all + tables)
        return warehouse
    }

    /// Another process on the same store.
    public func peer() -> MemoryWarehouse {
        MemoryWarehouse(shared)
    }

    /// Ends the process of `worker` without giving anything back.
    public func kill(_ worker: Worker) {
        shared.store.withLock { _ = $0.living.remove(worker.workerID) }
    }

    /// Makes the next commits throw `errors`, one each, without any effect.
    public func failCommits(with errors: [WarehouseError]) {
        shared.store.withLock { $0.failures += errors }
    }

    private func transaction<Value: Sendable>(
        _ body: (inout MemoryStore) throws(WarehouseError) -> Value
    ) throws(WarehouseError) -> Value {
        try shared.store.withLock { store throws(WarehouseError) in
            var next = store
            let value = try body(&next)
            store = next
            return value
        }
    }
}

extension MemoryWarehouse {
    /// Creates what is missing of `tables` and checks the rest.
    public func prepare(_ tables: [TableDeclaration]) async throws(WarehouseError) {
        let existing = shared.store.withLock { store in tables.filter { store.tables[$0.name] != nil } }
        if let first = try await differences(from: existing).first {
            throw WarehouseError(.schemaDiffers, "\(first.table).\(first.column) is \(first.actual)")
        }
        try transaction { store throws(WarehouseError) in
            for table in tables where store.tables[table.name] == nil {
                store.tables[table.name] = MemoryTable(table)
            }
        }
    }

    /// Registers a worker of this process and tidies up after dead ones.
    public func register(_ worker: Worker) async throws(WarehouseError) {
        try transaction { store throws(WarehouseError) in
            store.living.insert(worker.workerID)
            try store.upsert([worker])
            try store.sweep(at: worker.startedAt)
        }
        workers.withLock { _ = $0.insert(worker.workerID) }
    }

    /// Ends the registration and gives back every lease still held; runs still running are set interrupted,
    /// finished at `instant`.
    public func retire(_ worker: Worker, at instant: Timestamp) async throws(WarehouseError) {
        try transaction { store throws(WarehouseError) in try store.retire(worker.workerID, at: instant) }
        workers.withLock { _ = $0.remove(worker.workerID) }
    }

    /// Leases partitions and writes their running rows; leases of dead workers are taken over.
    public func claim(_ claims: [StepClaim], by worker: Worker, since commit: Int, at instant: Timestamp)
        async throws(WarehouseError) -> ClaimReceipt
    {
        guard workers.withLock({ $0.contains(worker.workerID) }) else {
            throw WarehouseError(.invalid, "worker \(worker.workerID) is not registered")
        }
        return try transaction { store throws(WarehouseError) in
            var receipt = try store.grant(claims, to: worker, at: instant)
            let later = RecordFilter().and(.atLeast("computed_at_commit", .int(commit + 1)))
            receipt.changes = try store.rows(PartitionState.self, later)
            receipt.commit = store.commit
            return receipt
        }
    }

    /// Applies `changes`: all or nothing.
    @discardableResult
    public func commit(_ changes: ChangeSet) async throws(WarehouseError) -> Int {
        let failure = shared.store.withLock { $0.failures.isEmpty ? nil : $0.failures.removeFirst() }
        if let failure { throw failure }
        let own = workers.withLock { $0 }
        return try transaction { store throws(WarehouseError) in
            try store.apply(changes, workers: own)
            return store.commit
        }
    }

    /// Does nothing.
    public func checkpoint() async throws(WarehouseError) {}
}

extension MemoryWarehouse {
    /// Rows of `stored` on each of `dates`, in key order, with the digests of the states called `names`.
    public func partitions(of stored: StoredColumns, recordedAs names: [TableName], on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: StoredPartition]
    {
        try transaction { store throws(WarehouseError) in
            let table = try store.table(stored.table)
            let rows = Dictionary(grouping: table.ordered) { table.date(of: $0) }
            var digests: [GameDate: [TableName: Digest]] = [:]
            for name in names {
                let states = try store.rows(
                    PartitionState.self, .column("table_name", is: .text(name.rawValue)))
                for state in states { digests[state.gameDate, default: [:]][name] = state.digest }
            }
            var partitions: [GameDate: StoredPartition] = [:]
            for date in Set(dates) where rows[date] != nil || digests[date] != nil {
                partitions[date] = StoredPartition(
                    table.content(of: rows[date] ?? [], columns: stored.columns), digests: digests[date] ?? [:])
            }
            return partitions
        }
    }

    /// Rows of an engine table.
    public func records<Row: WarehouseRow>(_ row: Row.Type, matching filter: RecordFilter)
        async throws(WarehouseError) -> [Row]
    {
        try transaction { store throws(WarehouseError) in try store.rows(row, filter) }
    }

    /// Where the tables prepared differ from `tables`.
    public func differences(from tables: [TableDeclaration]) async throws(WarehouseError) -> [SchemaDifference] {
        shared.store.withLock { store in
            tables.flatMap { table -> [SchemaDifference] in
                guard let stored = store.tables[table.name]?.declaration else {
                    return [SchemaDifference(table: table.name, column: "", expected: "a table", actual: "missing")]
                }
                return MemoryFacts.differences(of: stored, from: table)
            }
        }
    }

    /// Everything planning needs.
    public func facts(counting tables: [TableDeclaration]) async throws(WarehouseError) -> StoreFacts {
        try transaction { store throws(WarehouseError) in try MemoryFacts.facts(of: store, counting: tables) }
    }
}
