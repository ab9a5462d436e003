internal import GRDB
package import GameCalendar
package import PipelineModel

extension SQLiteWarehouse {
    /// Rows of `stored` on each of `dates`, in key order, with the digests of the states called `names`. One
    /// transaction.
    ///
    /// Costs about 1 µs per row of 30 columns and a few µs per date.
    ///
    /// - Throws: ``WarehouseError`` corrupt for a value that its column cannot hold; it names table, date and row.
    package func partitions(of stored: StoredColumns, recordedAs names: [TableName], on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: StoredPartition]
    {
        try await read { db in
            let table = stored.table
            let reader = RowReader(table.name, stored.columns)
            let statement = try RawStatement(db, TableSQL.of(table).selectPartition(stored.columns))
            defer { statement.reset() }
            var partitions: [GameDate: StoredPartition] = [:]
            var size = 8192
            for date in Set(dates).sorted() where table.partitionColumn != nil || date == .reference {
                statement.reset()
                if table.partitionColumn != nil { try statement.bind(.date(date)) }
                let content = try reader.content(
                    of: statement, likely: size, place: "\(Partition(table.name, date))")
                // Neighbouring dates hold about as much.
                size = max(size, content.bytes.count + content.bytes.count / 16)
                let digests = try PartitionStates.digests(of: names, on: date, in: db)
                if content.rowCount > 0 || !digests.isEmpty {
                    partitions[date] = StoredPartition(content, digests: digests)
                }
            }
            return partitions
        }
    }

    /// Rows of `stored` on each of `dates` that hold these values, in key order. One transaction.
    ///
    /// Costs little per row found where the values are those the key begins with, and about 0.1 µs per row of each date where
    /// they are others of the key.
    ///
    /// - Throws: ``WarehouseError`` invalid for a column that is not read.
    package func contents(
        of stored: StoredColumns, where values: KeyValuePairs<String, Cell>, on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: PartitionContent] {
        let table = stored.table
        for (name, _) in values where !stored.columns.contains(where: { $0.name == name }) {
            throw WarehouseError(.invalid, "\(table.name): the column '\(name)' is not read")
        }
        return try await read { db in
            let reader = RowReader(table.name, stored.columns)
            let sql = TableSQL.of(table).selectPartition(stored.columns, where: values.map(\.key))
            let statement = try RawStatement(db, sql)
            defer { statement.reset() }
            var contents: [GameDate: PartitionContent] = [:]
            for date in Set(dates).sorted() where table.partitionColumn != nil || date == .reference {
                statement.reset()
                let cells = (table.partitionColumn == nil ? [] : [Cell.date(date)]) + values.map(\.value)
                for (index, cell) in cells.enumerated() { try statement.bind(cell, at: Int32(index + 1)) }
                let content = try reader.content(of: statement, likely: 1024, place: "\(Partition(table.name, date))")
                if content.rowCount > 0 { contents[date] = content }
            }
            return contents
        }
    }

    /// Rows of an engine table; ordered by a column, equal ones by the key in the same direction.
    ///
    /// - Throws: ``WarehouseError`` invalid for an unknown column; corrupt for a value that its column cannot hold.
    package func records<Row: WarehouseRow>(_ row: Row.Type, matching filter: RecordFilter)
        async throws(WarehouseError) -> [Row]
    {
        try await read { db in try Records.read(row, filter, from: db) }
    }
}

/// Reading of engine rows inside a transaction.
enum Records {
    static func read<Row: WarehouseRow>(_ row: Row.Type, _ filter: RecordFilter, from db: Database) throws -> [Row] {
        let statement = try FilterSQL(filter, of: Row.table).select(from: db)
        return try rows(of: statement)
    }

    /// Decodes every remaining row of `statement`, which selects all columns in declared order.
    static func rows<Row: WarehouseRow>(of statement: RawStatement) throws -> [Row] {
        defer { statement.reset() }
        let table = Row.table
        return try Row.understood(
            RowReader(table.name, table.columns).content(of: statement, place: table.name.rawValue))
    }
}
