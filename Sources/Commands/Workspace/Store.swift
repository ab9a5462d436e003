import PipelineModel
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
    func isAlive(_ worker: Worker) -> Bool
    /// Bytes free where the store lives, nil when unknown.
    var freeBytes: Int? { get }
    /// Bytes the store takes.
    var storedBytes: Int { get }
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

    /// The statements that create `table`.
    func ddl(of table: TableDeclaration) -> [String] {
        switch self {
        case .sqlite: SQLiteWarehouse.ddl(of: table)
        }
    }

    /// A new, empty store that disappears with the last reference to it.
    func scratch() throws(WarehouseError) -> any Store {
        switch self {
        case .sqlite: try SQLiteWarehouse.temporary()
        }
    }

    /// Opens the store of `workspace`.
    func open(_ workspace: Workspace, _ access: StoreAccess) throws(WarehouseError) -> any Store {
        switch self {
        case .sqlite:
            try SQLiteWarehouse(
                path: workspace.storePath, locksDirectory: "\(workspace.directory)/locks",
                access: access == .readOnly ? .readOnly : .readWrite, durability: access == .live ? .live : .backfill,
                faults: Invocation.current.faults)
        }
    }
}

extension SQLiteWarehouse: Store {}
