internal import ContentDigest
package import GameCalendar
package import PipelineModel

extension BigQueryWarehouse {
    // How often rows and state are read together before they are said not to fit.
    private static var readings: Int { 4 }
    private static var pauseForCommits: Duration { .milliseconds(300) }

    /// Rows of `stored` on each of `dates`, in key order, with the digests of the states called `names`.
    ///
    /// Rows come with what the register says of them, of the same moment. Digests are given of a date only where the table's
    /// state says the same: what a step records is what it has read, whoever writes meanwhile.
    ///
    /// - Throws: ``WarehouseError`` corrupt for a value that its column cannot hold; it names table, date and row.
    package func partitions(of stored: StoredColumns, recordedAs names: [TableName], on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: StoredPartition]
    {
        if Self.isEngine(stored.table) {
            return try await engine.partitions(of: stored, recordedAs: names, on: dates)
        }
        let wanted = Self.dates(dates, of: stored.table)
        guard !names.isEmpty else {
            return try await rows(of: stored, on: wanted).contents.mapValues { StoredPartition($0, digests: [:]) }
        }
        var found: [GameDate: StoredPartition] = [:]
        var open = wanted
        for attempt in 1...Self.readings {
            let read = try await rows(of: stored, on: open, isMarked: true)
            let states = try await states(of: [stored.table.name] + names, on: open)
            let known = try await read.digests.merging(emptyDigests(of: stored.table, open, read, states)) { $1 }
            var unsettled: [GameDate] = []
            for date in open {
                let recorded = states[date] ?? [:]
                let content = read.contents[date] ?? PartitionContent(emptyWith: stored.columns)
                let isSound = recorded.isEmpty || recorded[stored.table.name].map { $0 == known[date] } ?? false
                if !isSound { unsettled.append(date) }
                let digests = isSound ? recorded.filter { names.contains($0.key) } : [:]
                if content.rowCount == 0, digests.isEmpty {
                    found[date] = nil
                } else {
                    found[date] = StoredPartition(content, digests: digests)
                }
            }
            open = unsettled
            if open.isEmpty || attempt == Self.readings { break }
            try? await Task.sleep(for: Self.pauseForCommits)
        }
        return found
    }

    /// Rows of `stored` on each of `dates` that hold these values, in key order.
    ///
    /// - Throws: ``WarehouseError`` invalid for a column that is not read.
    package func contents(
        of stored: StoredColumns, where values: KeyValuePairs<String, Cell>, on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: PartitionContent] {
        if Self.isEngine(stored.table) { return try await engine.contents(of: stored, where: values, on: dates) }
        for (name, _) in values where !stored.columns.contains(where: { $0.name == name }) {
            throw WarehouseError(.invalid, "\(stored.table.name): the column '\(name)' is not read")
        }
        let values = values.map { (name: $0.key, cell: $0.value) }
        guard !values.contains(where: { $0.cell == .null }) else { return [:] }
        return try await rows(of: stored, on: Self.dates(dates, of: stored.table), where: values).contents
    }

    private static func dates(_ dates: [GameDate], of table: TableDeclaration) -> [GameDate] {
        Set(dates).filter { table.partitionColumn != nil || $0 == .reference }.sorted()
    }

    private struct Read {
        var contents: [GameDate: PartitionContent] = [:]
        /// What the register says of dates that have rows.
        var digests: [GameDate: Digest] = [:]
    }

    private func rows(
        of stored: StoredColumns, on dates: [GameDate], where values: [(name: String, cell: Cell)] = [],
        isMarked: Bool = false
    ) async throws(WarehouseError) -> Read {
        var read = Read()
        guard !dates.isEmpty else { return read }
        let statement = select(stored, dates, values, isMarked)
        let name = stored.table.name
        let result = try await jobs.rows(statement, about: name.rawValue)
        let reader = RowReader(table: name, columns: stored.columns)
        var row = 0
        while row < result.rowCount {
            guard let date = result.date(row, 0) else {
                throw WarehouseError(.corrupt, "\(name): a row has no date; the store was changed by hand, correct it")
            }
            var end = row + 1
            while end < result.rowCount, result.date(end, 0) == date { end += 1 }
            read.contents[date] = try reader.content(
                of: result, rows: row..<end, from: 1, place: "\(Partition(name, date))")
            if isMarked, let text = result.text(row, stored.columns.count + 1) {
                read.digests[date] = Digest(hex: text)
            }
            row = end
        }
        return read
    }

    // Date, columns, and last what the register says of the date; in the order of dates and keys.
    private func select(
        _ stored: StoredColumns, _ dates: [GameDate], _ values: [(name: String, cell: Cell)], _ isMarked: Bool
    ) -> Statement {
        let sql = sql(stored.table)
        var statement = Statement()
        let tests = [sql.on(dates, "t.")] + values.map { "t.\(TableSQL.quoted($0.name)) = \(statement.mark($0.cell))" }
        let date = sql.date.map { "t.\($0)" } ?? TableSQL.literal(GameDate.reference)
        var columns = ["\(date) AS date_of_partition"] + stored.columns.map { "t.\(TableSQL.quoted($0.name))" }
        var source = "\(sql.name) AS t"
        if isMarked {
            let newest = register.newest(of: stored.table.name, on: dates)
            if sql.date == nil {
                columns.append("(SELECT digest FROM (\(newest)) AS c) AS digest_of_partition")
            } else {
                columns.append("c.digest AS digest_of_partition")
                source += " LEFT JOIN (\(newest)) AS c ON c.game_date = \(date)"
            }
        }
        statement.sql =
            "SELECT \(columns.joined(separator: ", ")) FROM \(source) WHERE \(tests.joined(separator: " AND ")) "
            + "ORDER BY \(sql.order("t."))"
        return statement
    }

    // The register's word on dates without rows, where a state says that there should be some.
    private func emptyDigests(
        of table: TableDeclaration, _ dates: [GameDate], _ read: Read, _ states: [GameDate: [TableName: Digest]]
    ) async throws(WarehouseError) -> [GameDate: Digest] {
        let empty = dates.filter { read.contents[$0] == nil && states[$0]?[table.name] != nil }
        let missing = empty.filter { states[$0]?[table.name] != .ofNothing }
        let sound = Dictionary(uniqueKeysWithValues: empty.map { ($0, Digest.ofNothing) })
        guard !missing.isEmpty else { return sound }
        return sound.merging(try await digests(of: table.name, on: missing)) { $1 }
    }

    private func states(of names: [TableName], on dates: [GameDate]) async throws(WarehouseError)
        -> [GameDate: [TableName: Digest]]
    {
        let filter = RecordFilter().and(.isIn("table_name", Set(names).sorted().map { .text($0.rawValue) }))
            .and(.isIn("game_date", dates.map { .date($0) }))
        var digests: [GameDate: [TableName: Digest]] = [:]
        for state in try await engine.records(PartitionState.self, matching: filter) {
            digests[state.gameDate, default: [:]][state.tableName] = state.digest
        }
        return digests
    }
}
