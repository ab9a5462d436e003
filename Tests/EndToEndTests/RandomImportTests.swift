import Foundation
import GRDB
import GameCalendar
import PipelineModel
import PipelineTesting
import Randomness
import Rehearsal
import Testing
import WarehouseSQLite

/// Files edited at random and imported in portions: only the last state of the folder counts.
struct RandomImportTests {
    @Test(arguments: 1...12)
    func `what is stored depends on the files as they are now, not on how they came`(_ seed: Int) async throws {
        var random = SeededRandom(seed: UInt64(seed))
        var folder = RawTables(TinyLeague(dates: 5, from: .november(1)).files)
        let scene = try Scene()
        try await scene.run("init").expect(0)
        var log: [String] = []
        for round in 0..<random.int(2...5) {
            if round > 0 { log.append(FileEdit.apply(to: &folder, &random)) }
            let portion = folder.names.filter { _ in random.chance(60) }
            log.append("import of \(portion)")
            try scene.write(folder.files, to: "raw")
            let files = portion.map { "./raw/\($0).csv" }.joined(separator: " ")
            let imported = try await scene.run("import \(files) --format json")
            if imported.status == 2 { continue }
            imported.expect(0, 1)
            #expect(Self.isBalanced(imported.output), "seed \(seed): \(log)")
        }
        try await scene.run("import ./raw").expect(0, 1)
        let kept = try scene.recordedImport()
        #expect(kept.count > 10)
        let again = try await scene.run("import ./raw --format json")
        #expect(Self.sum(of: ["partitions_replaced", "partitions_deleted"], in: again.output) == 0, "\(log)")
        #expect(try scene.recordedImport() == kept, "seed \(seed): \(log)")

        let fresh = try Scene()
        try await fresh.run("init").expect(0)
        try fresh.write(folder.files, to: "raw")
        try await fresh.run("import ./raw").expect(0, 1)
        #expect(try fresh.recordedImport() == kept, "seed \(seed): \(log)")
        #expect(try await fresh.setAside() == scene.setAside(), "seed \(seed): \(log)")
    }

    /// Every row read is accounted for.
    private static func isBalanced(_ output: String) -> Bool {
        sum(of: ["rows_read"], in: output)
            == sum(of: ["rows_loaded", "rows_unchanged", "rows_quarantined", "duplicates_dropped"], in: output)
    }

    private static func sum(of fields: [String], in output: String) -> Int {
        let object = try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        let tables = object?["tables"] as? [[String: Any]] ?? []
        return tables.reduce(0) { sum, table in
            sum + fields.reduce(0) { $0 + (table[$1] as? Int ?? Int.min / 1024) }
        }
    }
}

/// What happens to a folder of files: rows edited, lost, doubled, moved to another file, or made unreadable.
private enum FileEdit: CaseIterable {
    case edited, deleted, doubled, contradicted, split, patched, unreadable, shuffled, postponed

    static func apply(to folder: inout RawTables, _ random: inout SeededRandom) -> String {
        let edit = allCases.randomElement(using: &random) ?? .edited
        let dated = folder.names.filter { $0.contains("_20") && !folder[$0].rows.isEmpty }
        guard let name = dated.randomElement(using: &random) else { return "nothing" }
        let row = random.int(0...folder[name].rows.count - 1)
        edit.apply(to: &folder, name, row, &random)
        return "\(edit) \(name) row \(row)"
    }

    private func apply(to folder: inout RawTables, _ name: String, _ row: Int, _ random: inout SeededRandom) {
        let table = folder[name]
        switch self {
        case .edited: folder[name].rows[row] = Self.changed(table, row, to: "8")
        case .deleted: folder[name].rows.removeSubrange(row..<min(row + 9, table.rows.count))
        case .doubled: folder[name].rows.append(table.rows[row])
        case .contradicted: folder[name].rows.append(Self.changed(table, row, to: "6"))
        case .split:
            // The new file is read after the old one; some rows are in both.
            folder.add("\(name)_b", columns: table.columns, rows: Array(table.rows[row...]))
            folder[name].rows.removeSubrange(min(row + 2, table.rows.count)...)
        case .patched:
            let rows = (row..<min(row + 5, table.rows.count)).map { Self.changed(table, $0, to: "5") }
            let suffix = ["-0", "_a", "_z"].randomElement(using: &random) ?? ""
            folder.add(name + suffix, columns: table.columns, rows: rows)
        case .unreadable:
            let text = ["", "xx", "-5", "999"].randomElement(using: &random) ?? ""
            folder[name].rows[row][random.int(0...table.columns.count - 1)] = text
        case .shuffled: folder[name].rows.shuffle(using: &random)
        case .postponed:
            let status = ["Scheduled", "Postponed"].randomElement(using: &random) ?? ""
            folder[.schedule][min(row, folder[.schedule].rows.count - 1), "status"] = status
        }
    }

    private static func changed(_ table: RawTables.Table, _ row: Int, to text: String) -> [String] {
        var cells = table.rows[row]
        for column in ["stl", "attendance", "total", "distance_ft"] where table.columns.contains(column) {
            cells[table.position(of: column)] = text
        }
        return cells
    }
}

extension Scene {
    /// What is set aside now: file, reason and text of each row.
    fileprivate func setAside() async throws -> [[String]] {
        let store = try SQLiteWarehouse(path: "\(workspace)/backcourt.sqlite", access: .readOnly)
        let rows = try await store.records(QuarantinedRow.self, matching: RecordFilter())
        let feeds = try await store.records(ImportFilePartition.self, matching: RecordFilter())
        return rows.standing(after: feeds).map { [$0.file, $0.reasonCode, $0.rawText] }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// What import recorded: every partition's state and everything it set aside.
    fileprivate func recordedImport() throws -> [String] {
        // Patient, since a store that another process opens or closes is locked for a moment.
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(20)
        let queue = try DatabaseQueue(path: "\(workspace)/backcourt.sqlite", configuration: configuration)
        defer { try? queue.close() }
        return try queue.read { db in
            try [
                "SELECT table_name, game_date, row_count, rows_missing, rows_surplus, digest FROM partition_state",
                "SELECT table_name, game_date, game_id, code, team_abbr FROM import_issue",
            ].flatMap { try Row.fetchAll(db, sql: $0).map(\.description).sorted() }
        }
    }
}
