internal import ContentDigest
internal import GameCalendar
package import PipelineModel
internal import Synchronization

extension BigQueryWarehouse {
    // How long a commit which is between the stores gets to come to its end.
    private static var pauseForCommits: Duration { .milliseconds(400) }

    /// Everything planning needs: rows as of one moment, and those states of the engine's store that describe them.
    ///
    /// A state of other rows is left out, with those of its projections, so that its partition counts as one without a
    /// record.
    package func facts(counting tables: [TableDeclaration]) async throws(WarehouseError) -> StoreFacts {
        let data = Self.data(tables)
        let present = try await present(data)
        var facts = try await facts(tables, present)
        guard !facts.doubts.isEmpty else { return facts.believed }
        // Most likely somebody is just committing.
        try? await Task.sleep(for: Self.pauseForCommits)
        facts = try await self.facts(tables, present)
        return facts.believed
    }

    private func facts(_ tables: [TableDeclaration], _ present: Set<TableName>) async throws(WarehouseError)
        -> JoinedFacts
    {
        let rows = try await contents(data: Self.data(tables).filter { present.contains($0.name) })
        var facts = try await engine.facts(counting: tables.filter(Self.isEngine))
        facts.generation = nil
        facts.countedTables.formUnion(tables.map(\.name))
        for table in Self.data(tables) where !present.contains(table.name) { facts.absentTables.insert(table.name) }
        facts.rowCounts.merge(rows.counts) { $1 }
        let names = known.withLock { Set($0.tables.keys) }
        return JoinedFacts(facts, rows.digests, data: names)
    }

    private struct Contents {
        var counts: [Partition: Int] = [:]
        /// What the register says; an absent digest of a deleted partition too.
        var digests: [Partition: Digest?] = [:]
    }

    // One statement sees one moment. It reads the column of dates and the register, nothing else.
    private func contents(data tables: [TableDeclaration]) async throws(WarehouseError) -> Contents {
        var parts: [String] = []
        for table in tables {
            let sql = sql(table)
            let date = sql.date ?? TableSQL.literal(GameDate.reference)
            parts.append(
                "SELECT \(TableSQL.literal(table.name.rawValue)) AS table_name, \(date) AS game_date, COUNT(*) AS row_count, "
                    + "CAST(NULL AS STRING) AS digest FROM \(sql.name)" + (sql.date.map { " GROUP BY \($0)" } ?? ""))
        }
        parts.append("SELECT table_name, game_date, NULL AS row_count, digest FROM (\(register.newest())) AS written")
        let found = try await jobs.rows(Statement(parts.joined(separator: "\nUNION ALL\n")), about: "the row counts")
        var contents = Contents()
        for row in 0..<found.rowCount {
            guard let date = found.date(row, 1), let name = found.text(row, 0) else {
                throw WarehouseError(
                    .corrupt,
                    "\(found.text(row, 0) ?? place): a row has no date that is one; the store was changed by hand, correct it"
                )
            }
            let partition = Partition(TableName(rawValue: name), date)
            if let digest = found.text(row, 3) {
                contents.digests[partition] = .some(Digest(hex: digest))
            } else if let count = found.int(row, 2), count > 0 {
                contents.counts[partition] = count
            }
        }
        return contents
    }

    /// What the register says of `table` on `dates`.
    func digests(of table: TableName, on dates: [GameDate]) async throws(WarehouseError) -> [GameDate: Digest] {
        let found = try await jobs.rows(Statement(register.newest(of: table, on: dates)), about: table.rawValue)
        var digests: [GameDate: Digest] = [:]
        for row in 0..<found.rowCount {
            guard let date = found.date(row, 1), let digest = found.text(row, 2).flatMap({ Digest(hex: $0) }) else {
                continue
            }
            digests[date] = digest
        }
        return digests
    }
}

/// Facts of two stores, and where they do not fit together.
private struct JoinedFacts {
    private(set) var believed: StoreFacts
    /// Partitions whose state describes other rows.
    private(set) var doubts: [Partition: PartitionState] = [:]

    init(_ facts: StoreFacts, _ digests: [Partition: Digest?], data: Set<TableName>) {
        believed = facts
        let written = data.union(digests.keys.map(\.table))
        for (partition, state) in facts.states where written.contains(partition.table) {
            guard let digest = digests[partition], digest == state.digest else {
                doubts[partition] = state
                continue
            }
        }
        guard !doubts.isEmpty else { return }
        // Projections were written with their table, by the same run.
        let runs = Dictionary(grouping: doubts.values, by: \.gameDate).mapValues { Set($0.map(\.runID)) }
        believed.states = facts.states.filter { partition, state in
            guard doubts[partition] == nil else { return false }
            return written.contains(partition.table) || runs[partition.date]?.contains(state.runID) != true
        }
    }
}
