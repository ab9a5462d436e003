internal import GameCalendar
package import PipelineModel

extension BigQueryWarehouse {
    /// Applies `changes`: rows in one transaction, then everything else in one of the engine's store.
    ///
    /// What fails before the rows are replaced leaves both stores as they were. What ends between the two leaves rows whose
    /// state is of other ones, which nobody believes; the same changes committed again find the rows written and go on.
    ///
    /// - Returns: the number of the commit, greater than all before.
    /// - Throws: ``WarehouseError`` constraint for a repeated key or a NULL where none may be, invalid for rows that are
    ///   not the partition's, leaseLost, busy, unavailable, exhausted, denied, schemaDiffers.
    @discardableResult
    package func commit(_ changes: ChangeSet) async throws(WarehouseError) -> Int {
        try requireWriting()
        let write = try DataWrite(changes, engine: EngineTableNames.all, into: address.dataset(""))
        guard !write.tables.isEmpty else { return try await engine.commit(write.rest) }
        try await check(changes.releasedLeases)
        let staged = try await stage(write)
        await turns.take()
        let outcome = await replaced(write, staged, for: changes.releasedLeases)
        await turns.giveBack()
        try outcome.get()
        let number = try await engine.commit(write.rest)
        await discard(staged)
        return number
    }

    /// A table with rows on their way, and where they go.
    struct Staged: Sendable {
        let name: String
        let position: Int
    }

    // Loads the rows, each portion into a table of its own, which the server removes after a day if nobody does before.
    private func stage(_ write: DataWrite) async throws(WarehouseError) -> [Staged] {
        let portions = write.tables.indices.flatMap { position in
            write.tables[position].portions.indices.map { (position: position, number: $0) }
        }
        return try await Together.map(portions) { portion async throws(WarehouseError) in
            let staged = Staged(
                name: "\(write.name)_\(portion.position)_\(portion.number)", position: portion.position)
            try await self.load(write.tables[portion.position], portion.number, into: staged.name)
            return staged
        }
    }

    private func load(_ table: DataWrite.TableWrite, _ number: Int, into name: String) async throws(WarehouseError) {
        let portion = table.portions[number]
        let subject =
            table.dates.count == 1
            ? Partition(table.table.name, table.dates[0]).description : table.table.name.rawValue
        let body = JobBody.load(
            dataset: address.dataset(ContentRegister.staging), table: name,
            fields: sql(table.table).fields(isDescribed: false), rows: portion.rows)
        let job = try await jobs.run("\(name)_load", body, about: subject)
        if let count = job.statistics?.load?.outputRows.flatMap({ Int($0) }), count != portion.count {
            throw WarehouseError(
                .other, "\(subject) in \(place): \(count) of \(portion.count) rows arrived; nothing was written")
        }
    }

    // Loading takes its time: whoever lost a lease meanwhile is told before anything is replaced.
    private func replaced(
        _ write: DataWrite, _ staged: [Staged], for leases: [Partition]
    ) async -> Result<Void, WarehouseError> {
        do {
            try await check(leases)
            let statement = replacement(write, staged)
            _ = try await jobs.run("\(write.name)_replace", .query(statement), about: "a commit")
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    // Rows go before rows come: a key may move from one partition to another.
    private func replacement(_ write: DataWrite, _ staged: [Staged]) -> Statement {
        var steps = ["BEGIN TRANSACTION"]
        for table in write.tables {
            for start in stride(from: 0, to: table.dates.count, by: DataWrite.together) {
                let dates = Array(table.dates[start..<min(start + DataWrite.together, table.dates.count)])
                steps.append("DELETE FROM \(sql(table.table).name) WHERE \(sql(table.table).on(dates))")
            }
        }
        for portion in staged {
            let table = write.tables[portion.position].table
            let columns = TableSQL.list(table.columns.map(\.name))
            let source = TableSQL.qualified(address, ContentRegister.staging, portion.name)
            steps.append("INSERT INTO \(sql(table).name) (\(columns)) SELECT \(columns) FROM \(source)")
        }
        steps.append(register.insert(write.entries))
        steps.append("COMMIT TRANSACTION")
        return Statement(steps.map { "\($0);" }.joined(separator: "\n"))
    }

    // What stays, the server removes.
    private func discard(_ staged: [Staged]) async {
        let dataset = address.dataset(ContentRegister.staging)
        _ = try? await Together.map(staged) { table async throws(WarehouseError) in
            try await self.client.send(
                APICall(method: .delete, path: "/datasets/\(dataset)/tables/\(table.name)", accepted: [404])
            ).status
        }
    }
}
