package import GameCalendar
package import PipelineModel

extension PostgresWarehouse {
    /// Registers this process until ``retire(_:at:)``, or until it is silent for too long, and tidies up after workers that
    /// are.
    ///
    /// Their leases are removed and their running runs set interrupted, finished at `worker.startedAt`.
    package func register(_ worker: Worker) async throws(WarehouseError) {
        let silence = timing.silence
        try await write { connection in
            try Heartbeat.renew(worker, connection)
            try LeaseTable(connection: connection, silence: silence).sweep(at: worker.startedAt)
        }
        heartbeat.begin(worker)
        writer.name(SessionSettings.name(of: worker.workerID))
    }

    /// Ends the registration and gives back every lease still held; runs still running are set interrupted, finished at
    /// `instant`.
    package func retire(_ worker: Worker, at instant: Timestamp) async throws(WarehouseError) {
        let silence = timing.silence
        heartbeat.end(worker.workerID)
        try await write { connection in
            let table = LeaseTable(connection: connection, silence: silence)
            try table.interruptRuns(of: worker.workerID, at: instant)
            try table.remove([worker.workerID])
        }
    }

    /// Leases partitions and writes their running rows, all in one transaction; leases of silent workers are taken over.
    ///
    /// A lease that `worker` holds already is granted again, for the new run.
    ///
    /// - Throws: ``WarehouseError`` invalid when `worker` is not registered here; busy, unavailable, exhausted, denied.
    package func claim(_ claims: [StepClaim], by worker: Worker, since commit: Int, at instant: Timestamp)
        async throws(WarehouseError) -> ClaimReceipt
    {
        guard heartbeat.holds(worker.workerID) else {
            throw WarehouseError(.invalid, "worker \(worker.workerID) is not registered with \(place)")
        }
        let silence = timing.silence
        let receipt = try await write { connection in
            try Heartbeat.renew(worker, connection)
            var receipt = try LeaseTable(connection: connection, silence: silence).grant(
                claims, to: worker, at: instant)
            let granted = claims.filter { receipt.granted.contains($0.partition) }
            try CommitTransaction(connection: connection, instant: instant).upsert(granted.map(\.run))
            // The number first: what is committed after it is told again the next time.
            receipt.commit = try FactsQuery.commit(connection)
            // A server that has crashed may have lost commits that were seen: then everything is told again.
            receipt.changes = try FactsQuery.states(connection, after: receipt.commit < commit ? nil : commit)
            return receipt
        }
        faults?(.afterLease)
        return receipt
    }

    /// Whether something was heard of `worker` not too long ago.
    package func isAlive(_ worker: Worker) async throws(WarehouseError) -> Bool {
        let silence = timing.silence
        return try await readOnce { connection in
            try connection.run(
                "SELECT NOT \(EngineQueries.isSilent("$2")) FROM \(EngineQueries.worker) w WHERE worker_id = $1",
                [.text(worker.workerID), .double(silence)]
            ).firstBool
        }
    }

    /// Lets `worker` be silent since long ago, as a process that was killed is later; for tests.
    package func abandon(_ worker: Worker) async throws(WarehouseError) {
        heartbeat.end(worker.workerID)
        try await write { connection in
            _ = try connection.run(
                "UPDATE \(EngineQueries.worker) SET heartbeat_at = 'epoch' WHERE worker_id = $1",
                [.text(worker.workerID)])
        }
    }
}

extension QueryResult {
    fileprivate var firstBool: Bool { rowCount > 0 && bool(0, 0) }
}

/// Leases and workers inside a transaction.
struct LeaseTable {
    let connection: Connection
    /// Seconds after which a silent worker counts as dead.
    let silence: Double

    /// Grants what nobody living holds.
    ///
    /// Claims of several workers at once do not wait for commits: what another transaction is at is left to it.
    func grant(_ claims: [StepClaim], to worker: Worker, at instant: Timestamp) throws -> ClaimReceipt {
        var receipt = ClaimReceipt()
        guard !claims.isEmpty else { return receipt }
        // All claimants in one order, so that none waits for one that waits for it.
        let ordered = claims.sorted {
            ($0.partition.table, $0.partition.date) < ($1.partition.table, $1.partition.date)
        }
        let keys: [Parameter] = [
            .texts(ordered.map(\.partition.table.rawValue)), .dates(ordered.map(\.partition.date)),
        ]
        let abandoned = try freeAbandoned(keys, for: worker)
        for run in abandoned.runs where try interrupt(run, at: instant) { receipt.interruptedRuns.append(run) }
        receipt.granted = try insert(ordered, keys, worker, instant)
        for lease in try leases(keys) where !receipt.granted.contains(lease.partition) {
            receipt.heldElsewhere[lease.partition] = lease
        }
        try removeIdle(abandoned.workers)
        return receipt
    }

    // Removes leases of `worker` itself and of silent workers; the runs and workers they stood for.
    private func freeAbandoned(_ keys: [Parameter], for worker: Worker) throws -> (runs: [String], workers: [String]) {
        let silent = try lockSilent(
            "w.worker_id <> $4 AND w.worker_id IN (SELECT l.worker_id FROM \(EngineQueries.lease) l "
                + "JOIN \(TableSQL.unnest([.text, .date], from: 2)) AS k(table_name, game_date) "
                + "ON l.table_name = k.table_name AND l.game_date = k.game_date)", keys + [.text(worker.workerID)])
        let result = try connection.run(
            """
            WITH gone AS (
              SELECT l.ctid FROM \(EngineQueries.lease) l
              JOIN \(TableSQL.unnest([.text, .date])) AS k(table_name, game_date)
                ON l.table_name = k.table_name AND l.game_date = k.game_date
              WHERE l.worker_id = ANY($3)
                OR NOT EXISTS (SELECT 1 FROM \(EngineQueries.worker) w WHERE w.worker_id = l.worker_id)
              ORDER BY l.table_name, l.game_date FOR UPDATE OF l SKIP LOCKED)
            DELETE FROM \(EngineQueries.lease) WHERE ctid IN (SELECT ctid FROM gone) RETURNING worker_id, run_id
            """, keys + [.texts(silent + [worker.workerID])])
        let rows = (0..<result.rowCount).map { (worker: result.text($0, 0), run: result.text($0, 1)) }
        return (rows.filter { $0.worker != worker.workerID }.map(\.run).sorted(), silent)
    }

    // Silent workers for whose rows `condition` holds, by id; none of them can be heard until the transaction ends. What they
    // have begun to write and hold, because they were paused in the middle, is ended.
    private func lockSilent(_ condition: String, _ parameters: [Parameter]) throws -> [String] {
        let result = try connection.run(
            "SELECT w.worker_id FROM \(EngineQueries.worker) w WHERE \(EngineQueries.isSilent("$1")) AND \(condition) "
                + "ORDER BY w.worker_id FOR UPDATE SKIP LOCKED", [.double(silence)] + parameters)
        let silent = (0..<result.rowCount).map { result.text($0, 0) }
        guard !silent.isEmpty else { return [] }
        try connection.run(
            """
            SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid
            WHERE a.datname = current_database() AND r.rolname = current_user AND a.pid <> pg_backend_pid()
              AND a.application_name = ANY($1)
            """, [.texts(silent.map(SessionSettings.name(of:)))])
        return silent
    }

    private func insert(
        _ claims: [StepClaim], _ keys: [Parameter], _ worker: Worker, _ instant: Timestamp
    ) throws -> Set<Partition> {
        let result = try connection.run(
            """
            INSERT INTO \(EngineQueries.lease) (table_name, game_date, worker_id, run_id, acquired_at)
            SELECT k.table_name, k.game_date, $4, k.run_id, $5
            FROM \(TableSQL.unnest([.text, .date, .text])) AS k(table_name, game_date, run_id)
            WHERE NOT EXISTS (SELECT 1 FROM \(EngineQueries.lease) l
              WHERE l.table_name = k.table_name AND l.game_date = k.game_date)
            ON CONFLICT DO NOTHING RETURNING table_name, game_date
            """,
            keys + [.texts(claims.map(\.run.runID)), .text(worker.workerID), .timestamp(instant)])
        var granted: Set<Partition> = []
        for row in 0..<result.rowCount {
            guard let date = result.date(row, 1) else { continue }
            granted.insert(Partition(TableName(rawValue: result.text(row, 0)), date))
        }
        return granted
    }

    private func leases(_ keys: [Parameter]) throws -> [Lease] {
        let columns = Lease.table.columns.map { "l.\(TableSQL.quoted($0.name))" }.joined(separator: ", ")
        return try FactsQuery.rows(
            connection.run(
                """
                SELECT \(columns) FROM \(EngineQueries.lease) l
                JOIN \(TableSQL.unnest([.text, .date])) AS k(table_name, game_date)
                  ON l.table_name = k.table_name AND l.game_date = k.game_date
                """, keys))
    }

    /// Removes leases of silent workers, and interrupts every running run that no lease stands for.
    func sweep(at instant: Timestamp) throws {
        let silent = try lockSilent("true", [])
        try connection.run(
            """
            DELETE FROM \(EngineQueries.lease) WHERE ctid = ANY(ARRAY(
              SELECT l.ctid FROM \(EngineQueries.lease) l WHERE l.worker_id = ANY($1)
                OR NOT EXISTS (SELECT 1 FROM \(EngineQueries.worker) w WHERE w.worker_id = l.worker_id)
              ORDER BY l.table_name, l.game_date FOR UPDATE SKIP LOCKED))
            """, [.texts(silent)])
        try removeIdle(silent)
        try connection.run(
            EngineQueries.interrupt(
                where:
                    "status = 'running' AND NOT is_test AND run_id NOT IN (SELECT run_id FROM \(EngineQueries.lease))"
            ), Self.ending(instant))
    }

    /// Sets the runs that `worker` holds leases for interrupted.
    func interruptRuns(of worker: String, at instant: Timestamp) throws {
        let held = "status = 'running' AND run_id IN (SELECT run_id FROM \(EngineQueries.lease) WHERE worker_id = $5)"
        try connection.run(EngineQueries.interrupt(where: held), Self.ending(instant) + [.text(worker)])
    }

    /// Removes workers and their leases.
    func remove(_ workers: [String]) throws {
        guard !workers.isEmpty else { return }
        try connection.run("DELETE FROM \(EngineQueries.lease) WHERE worker_id = ANY($1)", [.texts(workers)])
        try connection.run("DELETE FROM \(EngineQueries.worker) WHERE worker_id = ANY($1)", [.texts(workers)])
    }

    // Removes workers whose rows this transaction has locked, unless leases are left that somebody else is at.
    private func removeIdle(_ workers: [String]) throws {
        guard !workers.isEmpty else { return }
        try connection.run(
            """
            DELETE FROM \(EngineQueries.worker) w WHERE worker_id = ANY($1)
              AND NOT EXISTS (SELECT 1 FROM \(EngineQueries.lease) l WHERE l.worker_id = w.worker_id)
            """, [.texts(workers)])
    }

    // Whether the run was still running.
    private func interrupt(_ run: String, at instant: Timestamp) throws -> Bool {
        let sql = EngineQueries.interrupt(where: "status = 'running' AND run_id = $5")
        return try connection.run(sql, Self.ending(instant) + [.text(run)]).changed > 0
    }

    private static func ending(_ instant: Timestamp) -> [Parameter] {
        [
            .timestamp(instant), .text(ErrorCategory.cancelled.rawValue), .text(RunRecord.abandonedCode),
            .text(RunRecord.abandonedReason),
        ]
    }
}
