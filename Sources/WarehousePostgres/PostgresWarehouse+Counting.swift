package import GameCalendar
package import PipelineModel

extension PostgresWarehouse {
    /// What `columns` hold on each of `dates`.
    package func profiles(of table: TableDeclaration, columns names: [String], on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: PartitionProfile]
    {
        let columns = table.columns(named: names)
        let counted = columns.map { column in
            let name = TableSQL.quoted(column.name)
            // The server has no least boolean.
            return column.type == .bool
                ? "count(\(name)), bool_and(\(name)), bool_or(\(name))" : "count(\(name)), min(\(name)), max(\(name))"
        }
        let shape = PartitionProfile.shape(of: columns)
        let found = try await counts(of: table, ["count(*)"] + counted, by: [], "", shape, dates)
        return found.compactMapValues { PartitionProfile(counted: $0, columns: columns.count) }
    }

    /// The combinations of values that `columns` hold on each of `dates`.
    package func tallies(of table: TableDeclaration, columns names: [String], on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: [Tally]]
    {
        try await tallies(of: table, table.columns(named: names), "", dates)
    }

    /// Keys that more than one row of a date has.
    package func repeatedKeys(of table: TableDeclaration, on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: [Tally]]
    {
        try await tallies(of: table, table.columns(named: table.key), " HAVING count(*) > 1", dates)
    }

    private func tallies(
        of table: TableDeclaration, _ columns: [Column], _ having: String, _ dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: [Tally]] {
        let names = columns.map { TableSQL.quoted($0.name) }
        let found = try await counts(
            of: table, names + ["count(*)"], by: names, having, columns + [Column.counted], dates)
        return found.mapValues(\.tallies)
    }

    // One statement for all dates; a date without rows has no group and so no entry.
    private func counts(
        of table: TableDeclaration, _ selected: [String], by grouping: [String], _ having: String, _ shape: [Column],
        _ dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: PartitionContent] {
        guard let column = table.partitionColumn else { return [:] }
        let date = TableSQL.quoted(column)
        let groups = ([date] + grouping.filter { $0 != date }).joined(separator: ", ")
        let sql =
            "SELECT \(([date] + selected).joined(separator: ", ")) FROM \(TableSQL.of(table).name) "
            + "WHERE \(date) = ANY($1) GROUP BY \(groups)\(having) ORDER BY \(date)"
        return try await read { connection in
            guard try StoredSchema.exists(table, connection) else { return [:] }
            let result = try connection.run(sql, [.dates(Set(dates).sorted())], about: table.name.rawValue)
            let reader = RowReader(table.name, shape)
            var found: [GameDate: PartitionContent] = [:]
            for (date, rows) in rowsByDate(result.rowCount, { result.date($0, 0) }) {
                found[date] = try reader.content(
                    of: result, rows: rows, from: 1, place: "\(Partition(table.name, date)), counted")
            }
            return found
        }
    }
}
