package import GameCalendar
package import PipelineModel
internal import Synchronization

// Who works and on what is the engine's store's.
extension BigQueryWarehouse {
    /// Registers this process with the engine's store.
    package func register(_ worker: Worker) async throws(WarehouseError) {
        try await engine.register(worker)
        known.withLock { _ = $0.workers.insert(worker.workerID) }
    }

    /// Ends the registration.
    package func retire(_ worker: Worker, at instant: Timestamp) async throws(WarehouseError) {
        known.withLock { _ = $0.workers.remove(worker.workerID) }
        try await engine.retire(worker, at: instant)
    }

    /// Leases partitions and writes their running rows, in the engine's store.
    package func claim(_ claims: [StepClaim], by worker: Worker, since commit: Int, at instant: Timestamp)
        async throws(WarehouseError) -> ClaimReceipt
    {
        try await engine.claim(claims, by: worker, since: commit, at: instant)
    }

    /// Refuses leases that no worker of ours holds, before rows are written for them; the engine's commit decides.
    func check(_ leases: [Partition]) async throws(WarehouseError) {
        guard !leases.isEmpty else { return }
        let tables = Set(leases.map { Cell.text($0.table.rawValue) })
        let dates = Set(leases.map { Cell.date($0.date) })
        let held = try await engine.records(
            Lease.self,
            matching: RecordFilter().and(.isIn("table_name", Array(tables))).and(.isIn("game_date", Array(dates))))
        let holders = Dictionary(held.map { ($0.partition, $0.workerID) }) { $1 }
        let workers = known.withLock { $0.workers }
        for partition in leases {
            let holder = holders[partition]
            guard let holder, workers.contains(holder) else {
                throw WarehouseError.leaseLost(partition, heldBy: holder)
            }
        }
    }
}
