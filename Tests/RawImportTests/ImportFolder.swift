import Foundation
import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import RawImport
import Synchronization
import Testing

/// A folder of files and a store to import them into; the folder goes with the value.
final class ImportFolder {
    let path: String
    let store: MemoryWarehouse
    var betweenTables: (@Sendable (TableName) async throws -> Void)?
    private let clock = TestClock()

    init() async throws {
        path = FileManager.default.temporaryDirectory.appending(path: "import-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        store = try await MemoryWarehouse.prepared(NBACatalog.sources.map(\.table))
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes the league's files, as UTF-8 text.
    func write(_ league: League) throws {
        for (name, sheet) in league.files { try write(name, Data(sheet.text.utf8)) }
    }

    func write(_ name: String, _ data: Data) throws {
        try data.write(to: URL(filePath: path).appending(path: name))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }

    /// Imports the folder, or only the files named, and checks what must hold after every import.
    @discardableResult
    func run(
        _ names: [String] = [], isStrict: Bool = false, isDryRun: Bool = false, tables: Set<TableName>? = nil
    ) async throws -> ImportSummary {
        var options = ImportOptions()
        (options.isStrict, options.isDryRun, options.tables) = (isStrict, isDryRun, tables)
        let clock = clock
        let importer = Importer(
            into: store, projections: NBACatalog.projections, clock: { clock.tick() }, betweenTables: betweenTables)
        let summary = try await importer.run(names.isEmpty ? [path] : names.map { "\(path)/\($0)" }, options: options)
        for (table, counts) in summary.tables {
            #expect(counts.isBalanced, "\(table): \(counts)")
        }
        try await checkStore()
        return summary
    }

    /// States, projections and file shares say what the rows say.
    private func checkStore() async throws {
        let facts = try await store.facts(counting: NBACatalog.sources.map(\.table))
        let feeds = try await store.records(ImportFilePartition.self, matching: RecordFilter())
        for source in NBACatalog.sources {
            let states = facts.states.filter { $0.key.table == source.table.name }
            let contents = try await store.contents(
                of: StoredColumns(source.table), on: states.keys.map(\.date))
            #expect(facts.rowCounts.filter { $0.key.table == source.table.name }.count == states.count)
            for (partition, state) in states {
                let content = try #require(contents[partition.date])
                #expect(content.digest == state.digest && content.rowCount == state.rowCount)
                let fed = feeds.filter { $0.tableName == partition.table && $0.gameDate == partition.date }
                #expect(fed.reduce(0) { $0 + $1.rows } == content.rowCount, "\(partition): \(fed)")
                for projection in NBACatalog.projections where projection.stored.table.name == partition.table {
                    let digest = try projection.content(of: content).digest
                    #expect(facts.states[Partition(projection.input, partition.date)]?.digest == digest)
                }
            }
        }
    }

    /// Rows of `Row` in the store.
    func rows<Row: WarehouseRow>(_ row: Row.Type) async throws -> [Row] {
        let facts = try await store.facts(counting: [])
        let dates = facts.states.keys.filter { $0.table == Row.table.name }.map(\.date)
        let contents = try await store.contents(of: Row.stored, on: dates)
        return contents.sorted { $0.key < $1.key }.flatMap { Row.rows(from: $0.value) }
    }

    func quarantine() async throws -> [QuarantinedRow] {
        try await store.records(QuarantinedRow.self, matching: RecordFilter())
    }

    func issues() async throws -> [ImportIssue] {
        try await store.records(ImportIssue.self, matching: RecordFilter())
    }

    func state(_ table: TableName, _ date: String) async throws -> PartitionState? {
        let day = try #require(GameDate(date))
        return try await store.facts(counting: []).states[Partition(table, day)]
    }
}

/// A clock that moves by a second each time it is asked.
final class TestClock: Sendable {
    private let seconds = Mutex<Int64>(1_700_000_000)

    func tick() -> Timestamp {
        seconds.withLock { seconds in
            seconds += 1
            return Timestamp(microseconds: seconds * 1_000_000)
        }
    }
}
