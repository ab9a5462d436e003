import PipelineModel
import PipelineRuntime
import WarehouseBigQuery
import WarehousePostgres
import WarehouseSQLite

/// What a command needs of a store beside the warehouse itself.
protocol Store: Warehouse {
    /// Writes a consistent copy to a file that must not exist.
    func backup(to file: String) async throws(WarehouseError)
    /// The files that an unfinished backup consists of.
    func drafts(of backup: String) -> [String]
    /// Runs one statement that cannot write, and makes an answer of its columns and then of each row.
    func query<Answer: Sendable>(
        _ sql: String, _ begin: @escaping @Sendable (_ columns: [String]) -> Answer,
        row: @escaping @Sendable (inout Answer, [Cell]) -> Void
    ) async throws(WarehouseError) -> Answer
    /// Runs one statement that cannot write; all its rows together.
    func query(_ sql: String) async throws(WarehouseError) -> (columns: [String], rows: [[Cell]])
    /// What the store finds wrong with itself; empty when nothing.
    func integrityProblems() async throws(WarehouseError) -> [String]
    /// Whether the process that registered `worker` still lives.
    func isAlive(_ worker: Worker) async throws(WarehouseError) -> Bool
    /// Bytes free where the store lives, nil when unknown.
    var freeBytes: Int? { get }
    /// Holds this machine's clock against that of the store, where it has one; before work begins, for time is not to jump in
    /// the middle of it.
    func compareClocks() async throws(WarehouseError)
    /// Whether it lives on a server.
    var isOnServer: Bool { get }
    /// Bytes the store takes.
    func storedBytes() async throws(WarehouseError) -> Int
    /// Bytes that each of `tables` takes, where what is read is paid for; nil elsewhere.
    func billedBytes(of tables: [TableDeclaration]) async throws(WarehouseError) -> [TableName: Int]?
    /// Where it is, for people; without secrets.
    var place: String { get }
    /// The right called `name`, which one process that shares the store has at a time, for as long as what is returned lives;
    /// nil while another has it.
    func hold(_ name: String) async throws(WarehouseError) -> (any StoreRight)?
    /// Calls `act` after commits of any process, for as long as what is returned lives; nil for a store that does not tell.
    func telling(_ act: @escaping @Sendable () -> Void) -> (any Sendable)?
}

extension Store {
    /// Reading costs nothing.
    func billedBytes(of tables: [TableDeclaration]) async throws(WarehouseError) -> [TableName: Int]? { nil }
}

/// What may be done with a store.
enum StoreAccess: Sendable {
    case readOnly, readWrite
    /// Read and write; what is committed survives a loss of power.
    case live
    /// Read and write; an empty store is made when there is none.
    case creating
}

/// The stores there are. To add one: conform, and add a case here.
enum StoreChoice: String, CaseIterable, Sendable {
    case sqlite
    case postgres
    case bigquery

    /// The kinds of store that hold the engine's tables beside a store that holds only data.
    static let engines: [StoreChoice] = [.sqlite, .postgres]

    /// The statements that create `table` in the store of `configuration`.
    func ddl(of table: TableDeclaration, _ configuration: Configuration) throws -> [String] {
        switch self {
        case .sqlite: return SQLiteWarehouse.ddl(of: table)
        case .postgres: return PostgresWarehouse.ddl(of: table)
        case .bigquery where EngineTables.all.contains(table):
            return try configuration.engineChoice().ddl(of: table, configuration)
        case .bigquery:
            return BigQueryWarehouse<SQLiteWarehouse>.ddl(
                of: table, at: try BigQueryAddress(configuration.storeAddress ?? ""))
        }
    }

    /// Whether the store is somewhere else, at an address.
    var hasAddress: Bool { self != .sqlite }

    /// A new, empty store that disappears with the last reference to it; embedded, whatever the workspace's own.
    static func scratch() throws(WarehouseError) -> any Store { try SQLiteWarehouse.temporary() }

    /// Opens the store of `workspace`.
    ///
    /// - Parameter tables: those it holds; names in queries are looked for where they are.
    func open(
        _ workspace: Workspace, _ access: StoreAccess, holding tables: [TableDeclaration]
    ) throws -> any Store {
        let configuration = workspace.configuration
        switch self {
        case .sqlite: return try Self.embedded(workspace, access)
        case .postgres: return try Self.server(configuration.storeAddress, workspace, access, tables)
        case .bigquery:
            switch try configuration.engineChoice() {
            case .postgres:
                return try Self.cloud(
                    workspace, access, tables,
                    beside: try Self.server(configuration.engineAddress, workspace, access, EngineTables.all))
            default: return try Self.cloud(workspace, access, tables, beside: try Self.embedded(workspace, access))
            }
        }
    }

    private static func embedded(_ workspace: Workspace, _ access: StoreAccess) throws -> SQLiteWarehouse {
        if access != .creating { try workspace.requireStore() }
        return try SQLiteWarehouse(
            path: workspace.storePath, locksDirectory: "\(workspace.directory)/locks",
            access: access == .readOnly ? .readOnly : .readWrite, durability: access == .live ? .live : .backfill,
            faults: Invocation.current.faults)
    }

    private static func server(
        _ address: String?, _ workspace: Workspace, _ access: StoreAccess, _ tables: [TableDeclaration]
    ) throws(WarehouseError) -> PostgresWarehouse {
        let invocation = Invocation.current
        return PostgresWarehouse(
            try PostgresAddress(address ?? ""), datasets: datasets(tables),
            access: access == .readOnly ? .readOnly : .readWrite,
            timing: WorkerTiming(silence: workspace.configuration.workerTimeout),
            comparing: ClockComparison(now: invocation.machineClock.now, note: invocation.correction.note),
            faults: invocation.faults)
    }

    private static func cloud<Engine: Store>(
        _ workspace: Workspace, _ access: StoreAccess, _ tables: [TableDeclaration], beside engine: Engine
    ) throws(WarehouseError) -> any Store {
        try BigQueryWarehouse(
            try BigQueryAddress(workspace.configuration.storeAddress ?? ""), engine: engine, holding: tables,
            access: access == .readOnly ? .readOnly : .readWrite, environment: Invocation.current.environment,
            clock: Invocation.current.machineClock.now)
    }
}

extension StoreChoice {
    // Every schema there is, so that queries need not name them.
    private static func datasets(_ tables: [TableDeclaration]) -> [String] {
        tables.map(\.dataset).reduce(into: []) { known, dataset in
            if !known.contains(dataset) { known.append(dataset) }
        }
    }
}

/// What one process has at a time of all that share a store; given back with the last reference.
protocol StoreRight: Sendable {
    /// Whether this process has it still: it may have been lost with a connection.
    func isKept() async throws(WarehouseError) -> Bool
}

extension StoreHold: StoreRight {}

// The lock of the workspace is all there is.
private struct FileRight: StoreRight {
    func isKept() async throws(WarehouseError) -> Bool { true }
}

extension SQLiteWarehouse: Store {
    var place: String { path }
    func compareClocks() async throws(WarehouseError) {}
    var isOnServer: Bool { false }
    func telling(_ act: @escaping @Sendable () -> Void) -> (any Sendable)? { nil }

    /// A file is shared by the processes of a workspace, which have locks of its own.
    func hold(_ name: String) async throws(WarehouseError) -> (any StoreRight)? { FileRight() }
}

extension PostgresWarehouse: Store {
    var freeBytes: Int? { nil }
    var isOnServer: Bool { true }
    func telling(_ act: @escaping @Sendable () -> Void) -> (any Sendable)? { listening(act) }

    func hold(_ name: String) async throws(WarehouseError) -> (any StoreRight)? {
        let held: StoreHold? = try await hold(name)
        return held
    }

    /// The server's own tools copy it.
    func backup(to file: String) async throws(WarehouseError) {
        throw WarehouseError(
            .invalid, "\(place) is copied by its server's tools: pg_dump --format custom --file \(file) DATABASE")
    }

    func drafts(of backup: String) -> [String] { [] }

    /// What is damaged, a server finds by itself: checksums, pg_amcheck.
    func integrityProblems() async throws(WarehouseError) -> [String] { [] }
}
