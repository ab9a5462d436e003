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
        let write = try DataWrite(changes, engine: EngineTableNames.all)
        guard !write.tables.isEmpty else { return try await engine.commit(write.rest) }
        try await check(changes.releasedLeases)
        let staged = try await stage(write)
        await turns.take()
        let outcome = await replaced(write, staged)
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
        var staged: [Staged] = []
        for (position, table) in write.tables.enumerated() {
            for (number, portion) in table.portions.enumerated() {
                let name = "\(write.name)_\(position)_\(number)"
                let subject =
                    table.dates.count == 1
                    ? Partition(table.table.name, table.dates[0]).description : table.table.name.rawValue
                let job = try await jobs.run(
                    "\(name)_load",
                    .load(
                        dataset: address.dataset(ContentRegister.staging), table: name,
                        fields: sql(table.table).fields(isDescribed: false), rows: portion.rows),
                    about: subject)
                if let count = job.statistics?.load?.outputRows.flatMap({ Int($0) }), count != portion.count {
                    throw WarehouseError(
                        .other, "\(subject) in \(place): \(count) of \(portion.count) rows arrived; nothing was written"
                    )
                }
                staged.append(Staged(name: name, position: position))
            }
        }
        return staged
    }

    private func replaced(_ write: DataWrite, _ staged: [Staged]) async -> Result<Void, WarehouseError> {
        do {
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
            steps.append("DELETE FROM \(sql(table.table).name) WHERE \(sql(table.table).on(table.dates))")
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
        for table in staged {
            _ = try? await client.send(
                APICall(method: .delete, path: "/datasets/\(dataset)/tables/\(table.name)", accepted: [404]))
        }
    }
}
