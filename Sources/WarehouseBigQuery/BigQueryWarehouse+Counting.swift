package import GameCalendar
package import PipelineModel

extension BigQueryWarehouse {
    /// What `columns` hold on each of `dates`.
    package func profiles(of table: TableDeclaration, columns names: [String], on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: PartitionProfile]
    {
        if Self.isEngine(table) { return try await engine.profiles(of: table, columns: names, on: dates) }
        let columns = table.columns(named: names)
        let counted = columns.flatMap { column in
            let name = TableSQL.quoted(column.name)
            return ["COUNT(\(name))", "MIN(\(name))", "MAX(\(name))"]
        }
        let shape = PartitionProfile.shape(of: columns)
        let found = try await counts(of: table, ["COUNT(*)"] + counted, by: [], "", shape, dates)
        return found.compactMapValues { PartitionProfile(counted: $0, columns: columns.count) }
    }

    /// The combinations of values that `columns` hold on each of `dates`.
    package func tallies(of table: TableDeclaration, columns names: [String], on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: [Tally]]
    {
        if Self.isEngine(table) { return try await engine.tallies(of: table, columns: names, on: dates) }
        return try await tallies(of: table, table.columns(named: names), "", dates)
    }

    /// Keys that more than one row of a date has.
    package func repeatedKeys(of table: TableDeclaration, on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: [Tally]]
    {
        if Self.isEngine(table) { return try await engine.repeatedKeys(of: table, on: dates) }
        return try await tallies(of: table, table.columns(named: table.key), " HAVING COUNT(*) > 1", dates)
    }

    private func tallies(
        of table: TableDeclaration, _ columns: [Column], _ having: String, _ dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: [Tally]] {
        let names = columns.map { TableSQL.quoted($0.name) }
        let found = try await counts(
            of: table, names + ["COUNT(*)"], by: names, having, columns + [Column.counted], dates)
        return found.mapValues(\.tallies)
    }

    // One statement for all dates; a date without rows has no group and so no entry.
    private func counts(
        of table: TableDeclaration, _ selected: [String], by grouping: [String], _ having: String, _ shape: [Column],
        _ dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: PartitionContent] {
        let sql = sql(table)
        guard let date = sql.date, !dates.isEmpty, try await present([table]).contains(table.name) else { return [:] }
        let groups = ([date] + grouping.filter { $0 != date }).joined(separator: ", ")
        // Every column has a name of its own, whatever it holds.
        let columns = ([date] + selected).enumerated().map { "\($1) AS c\($0)" }.joined(separator: ", ")
        let statement =
            "SELECT \(columns) FROM \(sql.name) WHERE \(sql.on(dates)) GROUP BY \(groups)\(having) ORDER BY c0"
        let result = try await jobs.rows(Statement(statement), about: table.name.rawValue)
        let reader = RowReader(table: table.name, columns: shape)
        var found: [GameDate: PartitionContent] = [:]
        for (date, rows) in rowsByDate(result.rowCount, { result.date($0, 0) }) {
            found[date] = try reader.content(
                of: result, rows: rows, from: 1, place: "\(Partition(table.name, date)), counted")
        }
        return found
    }
}
