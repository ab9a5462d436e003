internal import ContentDigest
package import GameCalendar
package import PipelineModel

extension PostgresWarehouse {
    // Dates whose rows are held at once in the server's form.
    private static let datesAtOnce = 24

    /// Rows of `stored` on each of `dates`, in key order, with the digests of the states called `names`. One transaction.
    ///
    /// - Throws: ``WarehouseError`` corrupt for a value that its column cannot hold; it names table, date and row.
    package func partitions(of stored: StoredColumns, recordedAs names: [TableName], on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: StoredPartition]
    {
        let wanted = Self.dates(dates, of: stored.table)
        return try await read { connection in
            let contents = try Self.contents(of: stored, [], wanted, connection)
            let digests = try Self.digests(of: names, on: wanted, connection)
            var partitions: [GameDate: StoredPartition] = [:]
            for date in wanted {
                let recorded = digests[date] ?? [:]
                guard contents[date] != nil || !recorded.isEmpty else { continue }
                let content = contents[date] ?? PartitionContent(emptyWith: stored.columns)
                partitions[date] = StoredPartition(content, digests: recorded)
            }
            return partitions
        }
    }

    /// Rows of `stored` on each of `dates` that hold these values, in key order. One transaction.
    ///
    /// - Throws: ``WarehouseError`` invalid for a column that is not read.
    package func contents(
        of stored: StoredColumns, where values: KeyValuePairs<String, Cell>, on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: PartitionContent] {
        for (name, _) in values where !stored.columns.contains(where: { $0.name == name }) {
            throw WarehouseError(.invalid, "\(stored.table.name): the column '\(name)' is not read")
        }
        let values = values.map { (name: $0.key, cell: $0.value) }
        guard !values.contains(where: { $0.cell == .null }) else { return [:] }
        return try await read { connection in
            try Self.contents(of: stored, values, Self.dates(dates, of: stored.table), connection)
        }
    }

    private static func dates(_ dates: [GameDate], of table: TableDeclaration) -> [GameDate] {
        Set(dates).filter { table.partitionColumn != nil || $0 == .reference }.sorted()
    }

    private static func contents(
        of stored: StoredColumns, _ values: [(name: String, cell: Cell)], _ dates: [GameDate], _ connection: Connection
    ) throws -> [GameDate: PartitionContent] {
        guard !dates.isEmpty else { return [:] }
        let sql = TableSQL.of(stored.table).selectPartitions(stored.columns, where: values.map(\.name))
        let tests = values.map { Parameter.cell($0.cell) }
        let reader = RowReader(stored.table.name, stored.columns)
        guard stored.table.partitionColumn != nil else {
            let result = try connection.run(sql, tests, about: stored.table.name.rawValue)
            let content = try reader.content(
                of: result, rows: 0..<result.rowCount, place: stored.table.name.rawValue)
            return content.rowCount > 0 ? [.reference: content] : [:]
        }
        var contents: [GameDate: PartitionContent] = [:]
        for start in stride(from: 0, to: dates.count, by: datesAtOnce) {
            let some = Array(dates[start..<min(start + datesAtOnce, dates.count)])
            let result = try connection.run(sql, [.dates(some)] + tests, about: stored.table.name.rawValue)
            var row = 0
            while row < result.rowCount {
                guard let date = result.date(row, 0) else { break }
                var end = row + 1
                while end < result.rowCount, result.date(end, 0) == date { end += 1 }
                contents[date] = try reader.content(
                    of: result, rows: row..<end, from: 1, place: "\(Partition(stored.table.name, date))")
                row = end
            }
        }
        return contents
    }

    private static func digests(
        of names: [TableName], on dates: [GameDate], _ connection: Connection
    ) throws -> [GameDate: [TableName: Digest]] {
        guard !names.isEmpty else { return [:] }
        let result = try connection.run(
            "SELECT game_date, table_name, digest FROM \(EngineQueries.state) WHERE table_name = ANY($1) AND game_date = ANY($2)",
            [.texts(names.map(\.rawValue)), .dates(dates)])
        var digests: [GameDate: [TableName: Digest]] = [:]
        for row in 0..<result.rowCount {
            guard let date = result.date(row, 0), let digest = Digest(hex: result.text(row, 2)) else {
                throw WarehouseError(
                    .corrupt, "partition_state \(result.text(row, 1)): a digest is none; the store was changed by hand")
            }
            digests[date, default: [:]][TableName(rawValue: result.text(row, 1))] = digest
        }
        return digests
    }
}
