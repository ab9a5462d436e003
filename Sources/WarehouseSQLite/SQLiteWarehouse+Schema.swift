internal import GRDB
package import PipelineModel

extension SQLiteWarehouse {
    /// The statements that create `tables`, their indexes and the commit counter.
    package static func ddl(for tables: [TableDeclaration]) -> [String] {
        tables.flatMap { TableSQL.of($0).create } + SchemaVersion.commitCounter
    }

    /// Creates what is missing of `tables` and checks the rest; other tables are left alone.
    ///
    /// - Throws: ``WarehouseError`` schemaTooNew, schemaDiffers, readOnly, corrupt.
    package func prepare(_ tables: [TableDeclaration]) async throws(WarehouseError) {
        let path = path
        guard access == .readWrite else {
            return try StoredSchema.refuse(try await differences(from: tables), in: path)
        }
        let differences = try await write { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            guard version <= SchemaVersion.current else { throw StorePath.tooNew(path, version) }
            let existing = try tables.filter { try StoredSchema.exists($0, in: db) }
            let differences = try existing.flatMap { try StoredSchema.differences(of: $0, in: db) }
            guard differences.isEmpty else { return differences }
            for statement in Self.ddl(for: tables) { try db.execute(sql: statement) }
            try db.execute(sql: "PRAGMA user_version = \(SchemaVersion.current)")
            return []
        }
        try StoredSchema.refuse(differences, in: path)
    }

    /// Where the store differs from `tables` in columns, types, NOT NULL and the unique index; empty when it does not.
    package func differences(from tables: [TableDeclaration]) async throws(WarehouseError) -> [SchemaDifference] {
        try await read { db in
            try tables.flatMap { try StoredSchema.differences(of: $0, in: db) }
        }
    }
}

/// The schema as found in the store.
enum StoredSchema {
    static func exists(_ table: TableDeclaration, in db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND name = ?",
            arguments: [table.name.rawValue]) ?? false
    }

    /// Where the stored table differs from its declaration.
    static func differences(of table: TableDeclaration, in db: Database) throws -> [SchemaDifference] {
        guard try exists(table, in: db) else {
            return [SchemaDifference(table: table.name, column: "", expected: "a table", actual: "missing")]
        }
        let found = try columns(of: table, in: db)
        var differences: [SchemaDifference] = []
        for column in table.columns {
            let expected = TableSQL.declaration(of: column)
            let actual = found.first { $0.name == column.name }?.declaration ?? "missing"
            guard expected != actual else { continue }
            differences.append(.init(table: table.name, column: column.name, expected: expected, actual: actual))
        }
        for column in found where table.position(of: column.name) == nil {
            differences.append(
                .init(table: table.name, column: column.name, expected: "no column", actual: column.declaration))
        }
        let unique = TableSQL.of(table).uniqueColumns
        let indexes = try uniqueIndexes(of: table, in: db)
        if indexes != [unique] {
            let actual = indexes.isEmpty ? "missing" : indexes.map(describe).joined(separator: "; ")
            differences.append(.init(table: table.name, column: "", expected: describe(unique), actual: actual))
        }
        return differences
    }

    /// Throws the first difference as an error, if there is one.
    static func refuse(_ differences: [SchemaDifference], in path: String) throws(WarehouseError) {
        guard let first = differences.first else { return }
        let place = first.column.isEmpty ? "\(first.table)" : "\(first.table).\(first.column)"
        let more = differences.count > 1 ? ", and \(differences.count - 1) more differences" : ""
        throw WarehouseError(
            .schemaDiffers,
            "\(path): \(place) should be \(first.expected) and is \(first.actual)\(more);"
                + " run 'backcourt schema --verify' for the list and move the table away or restore a backup")
    }

    private static func describe(_ unique: [String]) -> String {
        "UNIQUE (\(unique.joined(separator: ", ")))"
    }

    private static func columns(of table: TableDeclaration, in db: Database) throws
        -> [(name: String, declaration: String)]
    {
        let statement = try RawStatement(db, "SELECT name, type, \"notnull\" FROM pragma_table_info(?)")
        defer { statement.reset() }
        try statement.bind(.text(table.name.rawValue))
        var columns: [(String, String)] = []
        while try statement.step() {
            let type = statement.text(1) ?? ""
            columns.append((statement.text(0) ?? "", statement.int(2) == 0 ? type : "\(type) NOT NULL"))
        }
        return columns
    }

    private static func uniqueIndexes(of table: TableDeclaration, in db: Database) throws -> [[String]] {
        let sql = """
            SELECT l.name, i.name FROM pragma_index_list(?) l, pragma_index_info(l.name) i
            WHERE l."unique" AND NOT l.partial ORDER BY l.name, i.seqno
            """
        let statement = try RawStatement(db, sql)
        defer { statement.reset() }
        try statement.bind(.text(table.name.rawValue))
        var indexes: [(name: String, columns: [String])] = []
        while try statement.step() {
            let name = statement.text(0) ?? ""
            if indexes.last?.name != name { indexes.append((name, [])) }
            indexes[indexes.count - 1].columns.append(statement.text(1) ?? "")
        }
        return indexes.map(\.columns)
    }
}
