import GRDBSQLite
import GameCalendar
import NBA
import PipelineModel
import WarehouseSQLite

/// What no program can undercut: reading every raw input row once, and inserting the rows of the phases' tables.
///
/// The same columns are read, the same rows are inserted through prepared statements into the same schema, in the same
/// order and in transactions of as many partitions as the program's. One thread, no computing, no checks, no state,
/// lineage or history. Loading the rows to be inserted is not counted.
struct Floor {
    /// Partitions written in one transaction.
    private static let groupSize = 48
    private static let sources = Set(NBACatalog.sources.map(\.table.name))
    private let store: String
    private let history: DateSpan
    private let processors: [any Processor]
    private var groups: [[(table: TableDeclaration, content: PartitionContent)]] = []

    init(store: String, history: DateSpan, phases: Set<Int>) async throws {
        self.store = store
        self.history = history
        processors = NBACatalog.processors.filter { phases.contains($0.phase.rawValue) }
        let warehouse = try SQLiteWarehouse(path: store, access: .readOnly)
        var partitions: [(table: TableDeclaration, content: PartitionContent, date: GameDate, order: Int)] = []
        let states = try await warehouse.facts(counting: []).states
        for (order, processor) in processors.enumerated() {
            let table = Self.output(of: processor)
            let dates = states.keys.filter { $0.table == table.name && history.contains($0.date) }.map(\.date)
            let contents = try await warehouse.contents(of: StoredColumns(table), on: dates)
            for (date, content) in contents { partitions.append((table, content, date, order)) }
        }
        partitions.sort { ($0.date, $0.order) < ($1.date, $1.order) }
        for start in stride(from: 0, to: partitions.count, by: Self.groupSize) {
            let group = partitions[start..<min(start + Self.groupSize, partitions.count)]
            groups.append(group.map { ($0.table, $0.content) })
        }
    }

    /// Reads and inserts.
    ///
    /// - Returns: seconds.
    func run(into scratch: String) throws -> Double {
        let source = try Connection(store, writes: false)
        let target = try Connection(scratch, writes: true)
        for pragma in [
            "journal_mode = WAL", "synchronous = NORMAL", "wal_autocheckpoint = 4000", "cache_size = -16000",
        ] {
            try target.execute("PRAGMA \(pragma)")
        }
        let tables = processors.map(Self.output)
        for statement in SQLiteWarehouse.ddl(for: tables) { try target.execute(statement) }
        let started = ContinuousClock.now
        for (stored, columns) in inputs { _ = try source.scan(stored, columns, history) }
        for group in groups {
            try target.execute("BEGIN IMMEDIATE")
            for (table, content) in group { try target.insert(content, into: table) }
            try target.execute("COMMIT")
        }
        return (ContinuousClock.now - started) / .seconds(1)
    }

    // Every raw table that a processor reads, with the columns that any of them reads.
    private var inputs: [(TableDeclaration, [Column])] {
        var wanted: [TableName: (table: TableDeclaration, names: Set<String>)] = [:]
        for input in processors.flatMap(\.inputs) {
            let stored = input.row.stored
            guard Self.sources.contains(stored.table.name) else { continue }
            wanted[stored.table.name, default: (stored.table, [])].names.formUnion(stored.columns.map(\.name))
        }
        return wanted.values.map { entry in
            (entry.table, entry.table.columns.filter { entry.names.contains($0.name) })
        }
    }

    private static func output(of processor: any Processor) -> TableDeclaration {
        func table<P: Processor>(_ processor: P) -> TableDeclaration { P.Output.table }
        return table(processor)
    }
}
