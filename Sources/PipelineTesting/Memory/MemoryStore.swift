internal import ContentDigest
internal import GameCalendar
internal import PipelineModel

/// Everything a store in memory holds; a value, so that a failed transaction is one that was never assigned.
struct MemoryStore: Sendable {
    var tables: [TableName: MemoryTable] = [:]
    var commit = 0
    /// Workers whose process lives.
    var living: Set<String> = []
    /// What the next commits throw.
    var failures: [WarehouseError] = []

    func table(_ declaration: TableDeclaration) throws(WarehouseError) -> MemoryTable {
        guard let table = tables[declaration.name] else {
            throw WarehouseError(.other, "no such table: \(declaration.name)")
        }
        return table
    }

    func rows<Row: WarehouseRow>(_ row: Row.Type, _ filter: RecordFilter = RecordFilter())
        throws(WarehouseError) -> [Row]
    {
        let table = try table(Row.table)
        return Row.rows(from: table.content(of: try table.matching(filter), columns: Row.table.columns))
    }

    mutating func upsert<Row: WarehouseRow>(_ rows: [Row]) throws(WarehouseError) {
        var changes = ChangeSet(at: Timestamp(microseconds: 0))
        try changes.upsert(rows)
        for record in changes.records { try insert(record.content, into: record.table, replaces: true) }
    }

    mutating func insert(
        _ content: PartitionContent, into declaration: TableDeclaration, replaces: Bool
    ) throws(WarehouseError) {
        var table = try table(declaration)
        try table.insert(content, replaces: replaces)
        tables[declaration.name] = table
    }

    mutating func remove(_ declaration: TableDeclaration, _ filter: RecordFilter) throws(WarehouseError) {
        var table = try table(declaration)
        table.delete(try table.matching(filter))
        tables[declaration.name] = table
    }

    static func filter(_ table: TableName, _ date: GameDate) -> RecordFilter {
        .column("table_name", is: .text(table.rawValue)).and("game_date", is: .date(date))
    }
}

extension MemoryStore {
    /// Applies `changes` for an instance whose workers are `workers`.
    mutating func apply(_ changes: ChangeSet, workers: Set<String>) throws(WarehouseError) {
        commit = max(commit + 1, changes.leastNumber)
        for deletion in changes.deletions { try delete(deletion.table, deletion.date, deletion.projections) }
        for write in changes.partitions where write.content != nil {
            var table = try table(write.table)
            table.deleteRows(on: write.partition.date)
            tables[write.table.name] = table
        }
        for write in changes.partitions { try insertRows(write) }
        for write in changes.partitions {
            try writeStates([write.state] + write.projections, at: changes.instant)
            try remove(PartitionInput.table, Self.filter(write.partition.table, write.partition.date))
            try upsert(write.inputs)
        }
        for record in changes.records { try insert(record.content, into: record.table, replaces: true) }
        for removal in changes.removals { try remove(removal.table, removal.filter) }
        for partition in changes.releasedLeases { try release(partition, workers) }
    }

    private mutating func insertRows(_ write: PartitionWrite) throws(WarehouseError) {
        guard let content = write.content else { return }
        guard content.columns == write.table.columns else {
            throw WarehouseError(.invalid, "\(write.partition): the rows have other columns than the table")
        }
        var table = try table(write.table)
        for row in 0..<content.rowCount where table.date(of: content.cells(row: row)) != write.partition.date {
            throw WarehouseError(.invalid, "\(write.partition): row \(row + 1) is not dated \(write.partition.date)")
        }
        try table.insert(content, replaces: false)
        tables[write.table.name] = table
    }

    private mutating func delete(
        _ declaration: TableDeclaration, _ date: GameDate, _ projections: [TableName]
    ) throws(WarehouseError) {
        var table = try table(declaration)
        table.deleteRows(on: date)
        tables[declaration.name] = table
        try remove(PartitionInput.table, Self.filter(declaration.name, date))
        for name in [declaration.name] + projections {
            try remove(PartitionState.table, Self.filter(name, date))
        }
    }

    private mutating func writeStates(_ states: [PartitionState], at instant: Timestamp) throws(WarehouseError) {
        for state in states {
            let stored = try rows(PartitionState.self, Self.filter(state.tableName, state.gameDate)).first
            var state = state
            let isSame = stored?.digest == state.digest
            state.changedAtCommit = isSame ? stored?.changedAtCommit ?? commit : commit
            state.computedAtCommit = commit
            state.updatedAt = instant
            try upsert([state])
        }
    }

    private mutating func release(_ partition: Partition, _ workers: Set<String>) throws(WarehouseError) {
        let filter = Self.filter(partition.table, partition.date)
        guard let lease = try rows(Lease.self, filter).first, workers.contains(lease.workerID) else {
            throw WarehouseError(.leaseLost, "\(partition): the lease is gone; run the command again")
        }
        try remove(Lease.table, filter)
    }
}

extension MemoryStore {
    /// Grants what nobody living holds.
    mutating func grant(_ claims: [StepClaim], to worker: Worker, at instant: Timestamp)
        throws(WarehouseError) -> ClaimReceipt
    {
        var receipt = ClaimReceipt()
        for claim in claims {
            let filter = Self.filter(claim.partition.table, claim.partition.date)
            if let held = try rows(Lease.self, filter).first, held.workerID != worker.workerID {
                guard !living.contains(held.workerID) else {
                    receipt.heldElsewhere[claim.partition] = held
                    continue
                }
                let interrupted = try interrupt([held.runID], at: instant)
                receipt.interruptedRuns += interrupted
            }
            var lease = Lease()
            (lease.tableName, lease.gameDate) = (claim.partition.table, claim.partition.date)
            (lease.workerID, lease.runID, lease.acquiredAt) = (worker.workerID, claim.run.runID, instant)
            try upsert([lease])
            try upsert([claim.run])
            receipt.granted.insert(claim.partition)
        }
        try forgetDeadWithoutLeases()
        return receipt
    }

    /// Removes leases of dead workers, and interrupts every running run that no lease stands for.
    mutating func sweep(at instant: Timestamp) throws(WarehouseError) {
        for lease in try rows(Lease.self) where !living.contains(lease.workerID) {
            try remove(Lease.table, Self.filter(lease.tableName, lease.gameDate))
        }
        try forgetDeadWithoutLeases()
        let leased = Set(try rows(Lease.self).map(\.runID))
        let running = try rows(RunRecord.self, .column("status", is: .text("running")))
        try interrupt(running.filter { !leased.contains($0.runID) && !$0.isTest }.map(\.runID), at: instant)
    }

    /// Ends the registration of `worker`.
    mutating func retire(_ worker: String, at instant: Timestamp) throws(WarehouseError) {
        let held = try rows(Lease.self, .column("worker_id", is: .text(worker)))
        try interrupt(held.map(\.runID), at: instant)
        try remove(Lease.table, .column("worker_id", is: .text(worker)))
        try remove(Worker.table, .column("worker_id", is: .text(worker)))
        living.remove(worker)
    }

    @discardableResult
    private mutating func interrupt(_ runs: [String], at instant: Timestamp) throws(WarehouseError) -> [String] {
        var interrupted: [RunRecord] = []
        for run in runs {
            let found = try rows(RunRecord.self, .column("run_id", is: .text(run))).first
            guard var record = found, record.status == .running else { continue }
            record.abandon(at: instant)
            interrupted.append(record)
        }
        try upsert(interrupted)
        return interrupted.map(\.runID)
    }

    private mutating func forgetDeadWithoutLeases() throws(WarehouseError) {
        let holders = Set(try rows(Lease.self).map(\.workerID))
        for worker in try rows(Worker.self)
        where !living.contains(worker.workerID) && !holders.contains(worker.workerID) {
            try remove(Worker.table, .column("worker_id", is: .text(worker.workerID)))
        }
    }
}
