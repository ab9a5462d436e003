public import PipelineModel
internal import GameCalendar

/// A fresh, empty store as the suites need it: reachable from several processes, of which some die.
public struct StoreUnderTest<Store: Warehouse>: Sendable {
    /// Opens one more handle on the same store, as another process would.
    public let open: @Sendable () async throws -> Store
    /// Ends the process of a worker that was registered through the handle, without giving anything back.
    public let kill: @Sendable (Store, Worker) async throws -> Void

    /// A store to be tested.
    public init(
        open: @escaping @Sendable () async throws -> Store,
        kill: @escaping @Sendable (Store, Worker) async throws -> Void
    ) {
        self.open = open
        self.kill = kill
    }

    /// A handle on the store with the samples' tables.
    func prepared() async throws -> Store {
        let store = try await open()
        try await store.prepare(SampleChanges.tables)
        return store
    }
}

extension StoreUnderTest where Store == MemoryWarehouse {
    /// A store in memory.
    public static func memory() -> StoreUnderTest<MemoryWarehouse> {
        let warehouse = MemoryWarehouse()
        return StoreUnderTest(open: { warehouse.peer() }, kill: { store, worker in store.kill(worker) })
    }
}

/// The days the suites use.
enum Days {
    static let first = SampleChanges.firstDate
    static let second = first + 1
    static let third = first + 4
}

extension Warehouse {
    /// The rows of one partition.
    func rows<Row: WarehouseRow>(_ row: Row.Type, on date: GameDate) async throws -> [Row] {
        try await contents(of: Row.stored, on: [date])[date].map { Row.rows(from: $0) } ?? []
    }

    /// The state of one partition.
    func state(of table: TableName = "stat_sample", on date: GameDate) async throws -> PartitionState? {
        try await facts(counting: []).states[Partition(table, date)]
    }
}
