package import PipelineModel

extension PostgresWarehouse {
    private static let remedy = "move the table away or name another database"

    // The number under which processes that create tables wait for each other; the letters of "backcrt".
    private static let migration = 27_694_917_408_883_316

    /// The statements that create `table` and its indexes.
    package static func ddl(of table: TableDeclaration) -> [String] {
        let sql = TableSQL.of(table)
        return [sql.createTable] + sql.indexes.map(\.statement) + sql.views.map(\.statement)
    }

    /// Creates what is missing of `tables` and checks the rest; other tables are left alone.
    ///
    /// Processes that do so at once wait for each other. Where nothing is missing, no right to create is needed.
    ///
    /// - Throws: ``WarehouseError`` schemaTooNew, schemaDiffers, denied, readOnly, invalid for a database that is not in UTF-8.
    package func prepare(_ tables: [TableDeclaration]) async throws(WarehouseError) {
        let place = place
        guard access == .readWrite else {
            return try await differences(from: tables).refuse(in: place, remedy: Self.remedy)
        }
        let differences = try await write { connection in
            try connection.run("SELECT pg_advisory_xact_lock($1)", [.int(Self.migration)])
            try StoredSchema.checkDatabase(connection)
            try StoredSchema.refuseNewer(connection)
            let existing = try tables.filter { try StoredSchema.exists($0, connection) }
            let differences = try existing.flatMap { try StoredSchema.differences(of: $0, connection) }
            guard differences.isEmpty else { return differences }
            try StoredSchema.create(tables, connection)
            return []
        }
        try differences.refuse(in: place, remedy: Self.remedy)
    }

    /// Where the store differs from `tables` in columns, types, NOT NULL and the unique index; empty when it does not.
    package func differences(from tables: [TableDeclaration]) async throws(WarehouseError) -> [SchemaDifference] {
        try await read { connection in
            try tables.flatMap { try StoredSchema.differences(of: $0, connection) }
        }
    }
}

/// The schema as found in the store.
enum StoredSchema {
    /// Whether there is something of this name.
    static func exists(_ place: String, _ connection: Connection) throws(WarehouseError) -> Bool {
        try connection.run("SELECT to_regclass($1) IS NOT NULL", [.text(place)]).bool(0, 0)
    }

    static func exists(_ table: TableDeclaration, _ connection: Connection) throws(WarehouseError) -> Bool {
        try exists(TableSQL.of(table).name, connection)
    }

    /// Refuses a database that cannot hold every text.
    static func checkDatabase(_ connection: Connection) throws(WarehouseError) {
        let encoding = try connection.run("SELECT current_setting('server_encoding')").text(0, 0)
        guard encoding == "UTF8" else {
            throw WarehouseError(
                .invalid,
                "\(connection.place): the database is in \(encoding); create one with ENCODING 'UTF8' and name it")
        }
    }

    /// Refuses a store that a newer program has made.
    static func refuseNewer(_ connection: Connection) throws(WarehouseError) {
        guard try exists(EngineQueries.counter, connection) else { return }
        let version = try connection.run("SELECT schema_version FROM \(EngineQueries.counter)")
        guard version.rowCount > 0, version.int(0, 0) > EngineQueries.schemaVersion else { return }
        throw WarehouseError(
            .schemaTooNew,
            "\(connection.place) has schema version \(version.int(0, 0)), this program knows versions up to "
                + "\(EngineQueries.schemaVersion); use a newer program")
    }

    /// Creates what is missing; nothing is asked for that is there.
    static func create(_ tables: [TableDeclaration], _ connection: Connection) throws {
        for schema in Set(tables.map(\.dataset) + [EngineQueries.schema]).sorted() {
            let found = try connection.run("SELECT to_regnamespace($1) IS NOT NULL", [.text(TableSQL.quoted(schema))])
            if !found.bool(0, 0) { try connection.execute("CREATE SCHEMA \(TableSQL.quoted(schema))") }
        }
        if try !exists(EngineQueries.counter, connection) {
            try connection.execute(
                "CREATE TABLE \(EngineQueries.counter) (number bigint NOT NULL, schema_version bigint NOT NULL); "
                    + "INSERT INTO \(EngineQueries.counter) VALUES (0, \(EngineQueries.schemaVersion))")
        }
        for table in tables {
            let sql = TableSQL.of(table)
            if try !exists(sql.name, connection) { try connection.execute(sql.createTable) }
            for (name, statement) in sql.indexes + sql.views {
                if try !exists(TableSQL.qualified(table.dataset, name), connection) {
                    try connection.execute(statement)
                }
            }
        }
    }

    /// Where the stored table differs from its declaration.
    static func differences(of table: TableDeclaration, _ connection: Connection) throws -> [SchemaDifference] {
        guard try exists(table, connection) else { return [.missing(table)] }
        return SchemaDifference.between(
            table, TableSQL.declaration(of:), unique: TableSQL.of(table).uniqueColumns,
            found: try columns(of: table, connection), indexes: try uniqueIndexes(of: table, connection))
    }

    private static func columns(of table: TableDeclaration, _ connection: Connection) throws
        -> [(name: String, declaration: String)]
    {
        let result = try connection.run(
            """
            SELECT a.attname::text, format_type(a.atttypid, a.atttypmod)
              || CASE WHEN c.collname IS NULL OR c.collname = 'default' THEN '' ELSE ' COLLATE "' || c.collname || '"' END
              || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
            FROM pg_attribute a LEFT JOIN pg_collation c ON c.oid = a.attcollation
            WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """, [.text(TableSQL.of(table).name)])
        return (0..<result.rowCount).map { (result.text($0, 0), result.text($0, 1)) }
    }

    private static func uniqueIndexes(of table: TableDeclaration, _ connection: Connection) throws -> [[String]] {
        let result = try connection.run(
            """
            SELECT i.indexrelid::bigint, a.attname::text FROM pg_index i
            CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE i.indrelid = to_regclass($1) AND i.indisunique AND i.indpred IS NULL ORDER BY 1, k.place
            """, [.text(TableSQL.of(table).name)])
        var indexes: [(id: Int, columns: [String])] = []
        for row in 0..<result.rowCount {
            if indexes.last?.id != result.int(row, 0) { indexes.append((result.int(row, 0), [])) }
            indexes[indexes.count - 1].columns.append(result.text(row, 1))
        }
        return indexes.map(\.columns)
    }
}
