package import GameCalendar
package import PipelineModel

extension SQLiteWarehouse {
    /// What `columns` hold on each of `dates`. Costs about 1 µs per row and ten columns.
    ///
    /// - Throws: ``WarehouseError`` corrupt for a least or greatest value that its column cannot hold.
    package func profiles(of table: TableDeclaration, columns names: [String], on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: PartitionProfile]
    {
        let columns = table.columns(named: names)
        let counted = columns.map { column in
            let name = TableSQL.quoted(column.name)
            return "count(\(name)), min(\(name)), max(\(name))"
        }
        let shape = PartitionProfile.shape(of: columns)
        let found = try await counts(of: table, (["count(*)"] + counted).joined(separator: ", "), "", shape, dates)
        return found.compactMapValues { PartitionProfile(counted: $0, columns: columns.count) }
    }

    /// The combinations of values that `columns` hold on each of `dates`. Costs about 1 µs per row.
    ///
    /// - Throws: ``WarehouseError`` corrupt for a value that its column cannot hold.
    package func tallies(of table: TableDeclaration, columns names: [String], on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: [Tally]]
    {
        let columns = table.columns(named: names)
        let list = TableSQL.list(columns.map(\.name))
        let found = try await counts(
            of: table, "\(list), count(*)", "GROUP BY \(list)", columns + [Column.counted], dates)
        return found.compactMapValues { content in content.rowCount > 0 ? content.tallies : nil }
    }

    /// Keys that more than one row of a date has. Costs about 1 µs per row.
    package func repeatedKeys(of table: TableDeclaration, on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: [Tally]]
    {
        let columns = table.columns(named: table.key)
        let list = TableSQL.list(columns.map(\.name))
        let found = try await counts(
            of: table, "\(list), count(*)", "GROUP BY \(list) HAVING count(*) > 1", columns + [Column.counted], dates)
        return found.compactMapValues { content in content.rowCount > 0 ? content.tallies : nil }
    }

    // One statement, stepped through once per date in one transaction.
    private func counts(
        of table: TableDeclaration, _ selected: String, _ grouping: String, _ shape: [Column], _ dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: PartitionContent] {
        guard let date = table.partitionColumn else { return [:] }
        let sql =
            "SELECT \(selected) FROM \(TableSQL.of(table).name) WHERE \(TableSQL.quoted(date)) = ? \(grouping)"
        return try await read { db in
            guard try StoredSchema.exists(table, in: db) else { return [:] }
            let statement = try RawStatement(db, sql)
            defer { statement.reset() }
            let reader = RowReader(table.name, shape)
            var found: [GameDate: PartitionContent] = [:]
            for date in Set(dates).sorted() {
                statement.reset()
                try statement.bind(.date(date))
                found[date] = try reader.content(of: statement, place: "\(Partition(table.name, date)), counted")
            }
            return found
        }
    }
}
