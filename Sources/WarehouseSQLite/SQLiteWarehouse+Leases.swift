internal import GRDB
package import GameCalendar
package import PipelineModel

extension SQLiteWarehouse {
    /// Registers this process until ``retire(_:at:)`` or its end, and tidies up after workers that are dead.
    ///
    /// Their leases are removed and their running runs set interrupted, finished at `worker.startedAt`.
    package func register(_ worker: Worker) async throws(WarehouseError) {
        guard access == .readWrite else { return try await write { _ in } }
        try locks.acquire(worker.workerID)
        let locks = locks
        do {
            try await write { db in
                let table = LeaseTable(db: db, locks: locks)
                try table.insert(worker)
                try table.sweep(at: worker.startedAt)
            }
        } catch {
            locks.release(worker.workerID)
            throw error
        }
    }

    /// Ends the registration and gives back every lease still held; runs still running are set interrupted, finished at
    /// `instant`.
    package func retire(_ worker: Worker, at instant: Timestamp) async throws(WarehouseError) {
        let locks = locks
        try await write { db in
            let table = LeaseTable(db: db, locks: locks)
            try table.interruptRuns(of: worker.workerID, at: instant)
            try table.removeLeases(of: worker.workerID)
            try table.remove(worker.workerID)
        }
        locks.release(worker.workerID)
    }

    /// Leases partitions and writes their running rows, all in one transaction; leases of dead workers are taken over.
    ///
    /// A lease that `worker` holds already is granted again, for the new run.
    ///
    /// - Throws: ``WarehouseError`` invalid when `worker` is not registered here; busy, exhausted, readOnly, corrupt.
    package func claim(_ claims: [StepClaim], by worker: Worker, since commit: Int, at instant: Timestamp)
        async throws(WarehouseError) -> ClaimReceipt
    {
        guard locks.holds(worker.workerID) else {
            throw WarehouseError(.invalid, "worker \(worker.workerID) is not registered with \(path)")
        }
        let (locks, translate) = (locks, translate)
        let receipt = try await write { db in
            let table = LeaseTable(db: db, locks: locks)
            var receipt = try table.grant(claims, to: worker, at: instant)
            let granted = claims.filter { receipt.granted.contains($0.partition) }
            let number = try Int.fetchOne(db, sql: "SELECT number FROM store_commit") ?? 0
            try CommitTransaction(db: db, number: number, instant: instant, translate: translate)
                .upsert(granted.map(\.run))
            receipt.changes = try PartitionStates.changed(after: commit, in: db)
            receipt.commit = number
            return receipt
        }
        faults?(.afterLease)
        return receipt
    }
}

/// Leases and workers inside a transaction.
struct LeaseTable {
    let db: Database
    let locks: WorkerLocks

    /// Writes the worker's row.
    func insert(_ worker: Worker) throws {
        let content = try PartitionContent(unordered: [worker], columns: Worker.table.columns)
        try RowWriter(db, TableSQL.of(Worker.table).upsert, table: Worker.table).write(content)
    }

    /// Grants what nobody living holds.
    func grant(_ claims: [StepClaim], to worker: Worker, at instant: Timestamp) throws -> ClaimReceipt {
        var receipt = ClaimReceipt()
        var leases: [Lease] = []
        var dead: [String: Bool] = [:]
        for claim in claims {
            if let held = try lease(of: claim.partition), held.workerID != worker.workerID {
                let isDead = dead[held.workerID] ?? locks.isDead(held.workerID)
                dead[held.workerID] = isDead
                guard isDead else {
                    receipt.heldElsewhere[claim.partition] = held
                    continue
                }
                if try interrupt(held.runID, at: instant) { receipt.interruptedRuns.append(held.runID) }
            }
            receipt.granted.insert(claim.partition)
            var lease = Lease()
            (lease.tableName, lease.gameDate) = (claim.partition.table, claim.partition.date)
            (lease.workerID, lease.runID, lease.acquiredAt) = (worker.workerID, claim.run.runID, instant)
            leases.append(lease)
        }
        let content = try PartitionContent(unordered: leases, columns: Lease.table.columns)
        try RowWriter(db, TableSQL.of(Lease.table).upsert, table: Lease.table).write(content)
        for (worker, isDead) in dead where isDead { try removeUnlessHolding(worker) }
        return receipt
    }

    /// Removes leases of dead workers, and interrupts every running run that no lease stands for.
    func sweep(at instant: Timestamp) throws {
        let holders = "SELECT worker_id FROM worker UNION SELECT worker_id FROM lease"
        for worker in try String.fetchAll(db, sql: holders) where locks.isDead(worker) {
            try removeLeases(of: worker)
            try remove(worker)
            locks.forget(worker)
        }
        let orphans = "status = 'running' AND is_test = 0 AND run_id NOT IN (SELECT run_id FROM lease)"
        try interrupt(where: orphans, [], at: instant)
    }

    /// Sets the runs that `worker` holds leases for interrupted.
    func interruptRuns(of worker: String, at instant: Timestamp) throws {
        let held = "status = 'running' AND run_id IN (SELECT run_id FROM lease WHERE worker_id = ?)"
        try interrupt(where: held, [worker], at: instant)
    }

    func removeLeases(of worker: String) throws {
        try db.execute(sql: "DELETE FROM lease WHERE worker_id = ?", arguments: [worker])
    }

    func remove(_ worker: String) throws {
        try db.execute(sql: "DELETE FROM worker WHERE worker_id = ?", arguments: [worker])
    }

    private func removeUnlessHolding(_ worker: String) throws {
        let sql = "SELECT count(*) FROM lease WHERE worker_id = ?"
        guard try Int.fetchOne(db, sql: sql, arguments: [worker]) == 0 else { return }
        try remove(worker)
        locks.forget(worker)
    }

    private func lease(of partition: Partition) throws -> Lease? {
        let filter = RecordFilter.column("table_name", is: .text(partition.table.rawValue))
            .and("game_date", is: .date(partition.date))
        return try Records.read(Lease.self, filter, from: db).first
    }

    // Whether the run was still running.
    private func interrupt(_ run: String, at instant: Timestamp) throws -> Bool {
        try interrupt(where: "status = 'running' AND run_id = ?", [run], at: instant)
        return db.changesCount > 0
    }

    private func interrupt(where condition: String, _ arguments: [String], at instant: Timestamp) throws {
        let sql = """
            UPDATE processor_run_history SET status = 'interrupted', success = 0, finished_at = ?, error_category = ?,
              error_code = ?, error_message = processor_name || ' ' || data_date || ' ' || ?
            WHERE \(condition)
            """
        let ending: StatementArguments = [
            instant.description, ErrorCategory.cancelled.rawValue, RunRecord.abandonedCode, RunRecord.abandonedReason,
        ]
        try db.execute(sql: sql, arguments: ending + StatementArguments(arguments))
    }
}

extension SQLiteWarehouse {
    /// Lets go of the process lock of `worker` without telling the store, as a process that is killed does; for tests.
    package func abandon(_ worker: Worker) {
        locks.release(worker.workerID)
    }
}
