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
        let shape = [Column.counted] + columns.flatMap { [Column.counted, $0.orNull, $0.orNull] }
        let found = try await counts(of: table, ["count(*)"] + counted, by: [], "", shape, dates)
        return found.compactMapValues { content in
            let cells = content.cells(row: 0)
            guard case .int(let rows) = cells[0], rows > 0 else { return nil }
            var profile = PartitionProfile(columns: columns.count)
            profile.rows = rows
            for index in columns.indices {
                guard case .int(let filled) = cells[1 + 3 * index] else { continue }
                profile.columns[index] = ColumnProfile(
                    filled: filled, least: cells[2 + 3 * index], greatest: cells[3 + 3 * index])
            }
            return profile
        }
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
        return found.mapValues { content in
            (0..<content.rowCount).compactMap { row in
                let cells = content.cells(row: row)
                guard case .int(let count)? = cells.last else { return nil }
                return Tally(Array(cells.dropLast()), count: count)
            }.inOrder
        }
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
            var row = 0
            while row < result.rowCount, let date = result.date(row, 0) {
                var end = row + 1
                while end < result.rowCount, result.date(end, 0) == date { end += 1 }
                found[date] = try reader.content(
                    of: result, rows: row..<end, from: 1, place: "\(Partition(table.name, date)), counted")
                row = end
            }
            return found
        }
    }
}

extension TableDeclaration {
    fileprivate func columns(named names: [String]) -> [Column] {
        names.compactMap { position(of: $0) }.map { columns[$0] }
    }
}

extension Column {
    fileprivate static let counted = Column(name: "count", type: .int, isNullable: false, unit: .count, about: "")

    // A group without values has no least one.
    fileprivate var orNull: Column { Column(name: name, type: type, isNullable: true, unit: unit, about: about) }
}
