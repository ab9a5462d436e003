internal import GRDB
package import PipelineModel

extension SQLiteWarehouse {
    private static let remedy = "move the table away or restore a backup"

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
            return try await differences(from: tables).refuse(in: path, remedy: Self.remedy)
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
        try differences.refuse(in: path, remedy: Self.remedy)
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
        guard try exists(table, in: db) else { return [.missing(table)] }
        return SchemaDifference.between(
            table, TableSQL.declaration(of:), unique: TableSQL.of(table).uniqueColumns,
            found: try columns(of: table, in: db), indexes: try uniqueIndexes(of: table, in: db))
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
