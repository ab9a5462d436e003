package import GameCalendar
package import PipelineModel
internal import Synchronization

/// A store in BigQuery: datasets with a table for every table of data, partitioned by date and clustered by key.
///
/// The engine's own tables are in `Engine`, a store with transactions that take milliseconds. A commit writes rows first and
/// their state afterwards; ``ContentRegister`` says what the rows are, in the same transaction as the rows. So a state is never
/// believed whose rows are other ones: facts leave it out, and reads leave out its digest.
package final class BigQueryWarehouse<Engine: Warehouse>: Warehouse {
    /// Where it is, without secrets.
    package let place: String
    /// The store of runs, states, leases and events.
    package let engine: Engine
    let address: BigQueryAddress
    let access: StoreAccessRights
    let client: APIClient
    let jobs: Jobs
    let register: ContentRegister
    let turns = Turns()
    let known: Mutex<KnownStore>

    /// A store at `address`; nothing is asked of it before it is needed.
    ///
    /// - Parameters:
    ///   - engine: the store of the engine's tables, opened with the same rights.
    ///   - tables: those it holds; the engine's may be among them.
    ///   - clock: tells how long tokens hold.
    /// - Throws: ``WarehouseError`` denied for a key file that is none.
    package init(
        _ address: BigQueryAddress, engine: Engine, holding tables: [TableDeclaration],
        access: StoreAccessRights = .readWrite,
        environment: [String: String] = [:], pauses: RetryPauses = RetryPauses(),
        clock: @escaping @Sendable () -> Timestamp
    ) throws(WarehouseError) {
        (self.address, self.engine, self.access, place) = (address, engine, access, address.place)
        let transport = Transport()
        let tokens = try Credentials.source(for: address, environment, transport, clock)
        client = APIClient(address: address, tokens: tokens, transport: transport, pauses: pauses)
        jobs = Jobs(client: client)
        register = ContentRegister(address)
        known = Mutex(KnownStore(tables: Self.data(tables)))
    }

    /// Whether `table` is the engine's.
    static func isEngine(_ table: TableDeclaration) -> Bool { EngineTableNames.all.contains(table.name) }

    /// Those of `tables` that are data.
    static func data(_ tables: [TableDeclaration]) -> [TableDeclaration] { tables.filter { !isEngine($0) } }

    func sql(_ table: TableDeclaration) -> TableSQL { TableSQL(table, address) }

    func requireWriting() throws(WarehouseError) {
        guard access == .readWrite else {
            throw WarehouseError(.readOnly, "\(place) is open for reading only; this command must not write")
        }
    }

    /// Rows of an engine table, or of one of data.
    package func records<Row: WarehouseRow>(_ row: Row.Type, matching filter: RecordFilter)
        async throws(WarehouseError) -> [Row]
    {
        if Self.isEngine(Row.table) { return try await engine.records(row, matching: filter) }
        let statement = try FilterSQL(filter, of: sql(Row.table)).statement
        let result = try await jobs.rows(statement, about: Row.table.name.rawValue)
        let reader = RowReader(table: Row.table.name, columns: Row.table.columns)
        return try Row.understood(
            reader.content(of: result, rows: 0..<result.rowCount, place: Row.table.name.rawValue))
    }

    /// Forgets what was written of partitions that have been written again, in the register as in the engine's store.
    package func checkpoint() async throws(WarehouseError) {
        try await engine.checkpoint()
        guard access == .readWrite else { return }
        do {
            _ = try await jobs.rows(Statement(register.tidy), about: ContentRegister.table.name.rawValue)
        } catch  where error.category == .transient || error.code == .exhausted {
            // Others are at it; what does not count does no harm.
        }
    }
}

/// What may be done with a store.
package enum StoreAccessRights: Sendable {
    case readOnly, readWrite
}

/// What a process has learned of its store.
struct KnownStore {
    /// Every table of data, by name.
    var tables: [TableName: TableDeclaration]
    /// Tables that are there; none goes while it is used.
    var present: Set<TableName> = []
    /// Workers that registered through this handle.
    var workers: Set<String> = []

    init(tables: [TableDeclaration]) { self.tables = Dictionary(tables.map { ($0.name, $0) }) { $1 } }
}

/// The names of the engine's tables.
enum EngineTableNames {
    static let all = Set(EngineTables.all.map(\.name))
}

/// Lets one at a time do its work, in the order in which they came: transactions of one process that write the same table
/// would only end each other.
actor Turns {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        guard isTaken else {
            isTaken = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func giveBack() {
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }
}
