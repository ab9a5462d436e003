internal import ContentDigest
internal import GRDB
internal import GameCalendar
package import PipelineModel

extension SQLiteWarehouse {
    /// Applies `changes` in one transaction: all or nothing.
    ///
    /// Costs about 5 µs per row of 50 columns, and 0.1 ms per partition for state and lineage.
    ///
    /// - Returns: the number of the commit, one more than the one before.
    /// - Throws: ``WarehouseError`` constraint for a repeated key or a NULL where none may be, invalid for rows that are
    ///   not the partition's, leaseLost, busy, exhausted, readOnly, corrupt.
    @discardableResult
    package func commit(_ changes: ChangeSet) async throws(WarehouseError) -> Int {
        let (locks, faults, translate, known) = (locks, faults, translate, known)
        let number = try await writeWithoutTransaction { db in
            var number = 0
            do {
                try db.inTransaction(.immediate) {
                    number = try CommitTransaction.nextNumber(db, least: changes.leastNumber)
                    known.note(changes, commit: number)
                    let transaction = CommitTransaction(
                        db: db, number: number, instant: changes.instant, translate: translate)
                    try transaction.apply(changes)
                    try transaction.release(changes.releasedLeases, heldBy: locks)
                    faults?(.beforeCommit)
                    return .commit
                }
                return number
            } catch {
                known.undo(commit: number)
                throw error
            }
        }
        faults?(.afterCommit)
        return number
    }
}

/// The work of one commit inside its transaction.
struct CommitTransaction {
    let db: Database
    /// The commit's number.
    let number: Int
    let instant: Timestamp
    let translate: ErrorTranslator

    /// Raises the store-wide counter, to `least` at least.
    static func nextNumber(_ db: Database, least: Int) throws -> Int {
        let statement = try RawStatement(db, "UPDATE store_commit SET number = max(number + 1, ?) RETURNING number")
        defer { statement.reset() }
        try statement.bind(.int(least))
        guard try statement.step() else {
            throw WarehouseError(.schemaDiffers, "the store has no commit counter; run 'backcourt init'")
        }
        let number = statement.int(0)
        while try statement.step() {}
        return number
    }

    /// Everything but the leases.
    func apply(_ changes: ChangeSet) throws {
        for deletion in changes.deletions {
            try delete(deletion.table, deletion.date, deletion.projections)
        }
        for write in changes.partitions { try makeRoom(for: write) }
        for write in changes.partitions { try insertRows(write) }
        try writeStates(changes.partitions.flatMap { [$0.state] + $0.projections })
        try writeInputs(changes.partitions)
        for record in changes.records {
            try attempt(record.table.name.rawValue) {
                try RowWriter(db, TableSQL.of(record.table).upsert, table: record.table).write(record.content)
            }
        }
        for removal in changes.removals {
            try FilterSQL(removal.filter, of: removal.table).delete(from: db)
        }
    }

    /// Deletes leases, each of which must be held by a worker registered with `locks`.
    func release(_ leases: [Partition], heldBy locks: WorkerLocks) throws {
        for partition in leases {
            let sql = "DELETE FROM lease WHERE table_name = ? AND game_date = ? RETURNING worker_id"
            let statement = try RawStatement(db, sql)
            defer { statement.reset() }
            try statement.bind(.text(partition.table.rawValue), .date(partition.date))
            let holder = try statement.step() ? statement.text(0) : nil
            guard let holder, locks.holds(holder) else {
                throw WarehouseError.leaseLost(partition, heldBy: holder)
            }
            while try statement.step() {}
        }
    }

    private func makeRoom(for write: PartitionWrite) throws {
        guard let content = write.content else { return }
        guard let replacement = Self.amendment(of: content, write.replacement) else {
            return try deleteRows(write.table, write.partition.date)
        }
        let sql = TableSQL.of(write.table)
        let statement = try RawStatement(db, sql.deleteRow)
        let positions = sql.uniqueColumns.compactMap { write.table.position(of: $0) }
        for row in replacement.outdated {
            let cells = replacement.before.cells(row: row)
            for (index, position) in positions.enumerated() {
                try statement.bind(cells[position], at: Int32(index + 1))
            }
            try statement.run()
        }
    }

    private func insertRows(_ write: PartitionWrite) throws {
        guard let content = write.content else { return }
        guard content.columns == write.table.columns else {
            throw WarehouseError(.invalid, "\(write.partition): the rows have other columns than the table")
        }
        try attempt(write.partition.description) {
            let writer = try RowWriter(
                db, TableSQL.of(write.table).insert, table: write.table, partition: write.partition)
            if let replacement = Self.amendment(of: content, write.replacement) {
                try writer.write(content, rows: replacement.fresh)
            } else {
                try writer.write(content)
            }
        }
    }

    // Deleting a row by its key costs about what three cost that are deleted with their date.
    private static func amendment(of content: PartitionContent, _ replacement: RowReplacement?) -> RowReplacement? {
        guard let replacement, replacement.before.columns == content.columns else { return nil }
        return 2 * replacement.rowsChanged < content.rowCount ? replacement : nil
    }

    private func deleteRows(_ table: TableDeclaration, _ date: GameDate) throws {
        let statement = try RawStatement(db, TableSQL.of(table).deletePartition)
        if table.partitionColumn != nil { try statement.bind(.date(date)) }
        try statement.run()
    }

    private func delete(_ table: TableDeclaration, _ date: GameDate, _ projections: [TableName]) throws {
        try deleteRows(table, date)
        try run("DELETE FROM partition_input WHERE table_name = ? AND game_date = ?", table.name, date)
        for name in [table.name] + projections {
            try run("DELETE FROM partition_state WHERE table_name = ? AND game_date = ?", name, date)
        }
    }

    private func writeStates(_ states: [PartitionState]) throws {
        guard !states.isEmpty else { return }
        let stored = try RawStatement(
            db, "SELECT digest, changed_at_commit FROM partition_state WHERE table_name = ? AND game_date = ?")
        defer { stored.reset() }
        let numbered = try states.map { state in
            stored.reset()
            try stored.bind(.text(state.tableName.rawValue), .date(state.gameDate))
            let isSame = try stored.step() && stored.text(0) == state.digest.hex
            var state = state
            state.changedAtCommit = isSame ? stored.int(1) : number
            state.computedAtCommit = number
            state.updatedAt = instant
            return state
        }
        try upsert(numbered)
    }

    private func writeInputs(_ writes: [PartitionWrite]) throws {
        for write in writes {
            let partition = write.partition
            try run(
                "DELETE FROM partition_input WHERE table_name = ? AND game_date = ?", partition.table, partition.date)
        }
        let inputs = try PartitionContent(unordered: writes.flatMap(\.inputs), columns: PartitionInput.table.columns)
        let table = PartitionInput.table
        try attempt(table.name.rawValue) { try RowWriter(db, TableSQL.of(table).insert, table: table).write(inputs) }
    }

    /// Inserts or replaces engine rows by key.
    func upsert<Row: WarehouseRow>(_ rows: [Row]) throws {
        let content = try PartitionContent(unordered: rows, columns: Row.table.columns)
        try attempt(Row.table.name.rawValue) {
            try RowWriter(db, TableSQL.of(Row.table).upsert, table: Row.table).write(content)
        }
    }

    private func run(_ sql: String, _ table: TableName, _ date: GameDate) throws {
        let statement = try RawStatement(db, sql)
        try statement.bind(.text(table.rawValue), .date(date))
        try statement.run()
    }

    // Runs `body` so that what fails names `subject`.
    private func attempt(_ subject: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            throw translate(error, about: subject)
        }
    }
}
