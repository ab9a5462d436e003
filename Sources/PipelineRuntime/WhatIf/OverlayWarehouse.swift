import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import Synchronization

/// A store that reads through to another one and keeps every write to itself: a rehearsal leaves no trace.
final class OverlayWarehouse: Warehouse {
    private struct Written {
        var contents: [Partition: PartitionContent] = [:]
        var states: [Partition: PartitionState] = [:]
        // Of tables and projections.
        var digests: [Partition: Digest] = [:]
        var removed: Set<Partition> = []
        var reads: Set<Partition> = []
    }

    private let base: any WarehouseReader
    private let written = Mutex(Written())

    init(over base: any WarehouseReader) {
        self.base = base
    }

    /// The states written so far.
    var states: [Partition: PartitionState] { written.withLock { $0.states } }

    /// The partitions that were read.
    var reads: Set<Partition> { written.withLock { $0.reads } }

    /// The partitions taken away.
    var removed: Set<Partition> { written.withLock { $0.removed } }

    /// The rows written for `partition`; nil when it was left as it was.
    func content(of partition: Partition) -> PartitionContent? { written.withLock { $0.contents[partition] } }

    func facts(counting tables: [TableDeclaration]) async throws(WarehouseError) -> StoreFacts {
        try await base.facts(counting: tables)
    }

    func partitions(
        of stored: StoredColumns, recordedAs names: [TableName], on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: StoredPartition] {
        let (contents, digests) = written.withLock { written in
            written.reads.formUnion(dates.map { Partition(stored.table.name, $0) })
            return (written.contents, written.digests)
        }
        let own = dates.filter { contents[Partition(stored.table.name, $0)] != nil }
        var partitions = try await base.partitions(
            of: stored, recordedAs: names, on: dates.filter { contents[Partition(stored.table.name, $0)] == nil })
        for date in own {
            guard let content = contents[Partition(stored.table.name, date)] else { continue }
            var own: [TableName: Digest] = [:]
            for name in names { own[name] = digests[Partition(name, date)] }
            partitions[date] = StoredPartition(content.narrowed(to: stored.columns), digests: own)
        }
        return partitions
    }

    func records<Row: WarehouseRow>(_ row: Row.Type, matching filter: RecordFilter) async throws(WarehouseError)
        -> [Row]
    {
        try await base.records(row, matching: filter)
    }

    func differences(from tables: [TableDeclaration]) async throws(WarehouseError) -> [SchemaDifference] { [] }

    func prepare(_ tables: [TableDeclaration]) async throws(WarehouseError) {}

    func register(_ worker: Worker) async throws(WarehouseError) {}

    func retire(_ worker: Worker, at instant: Timestamp) async throws(WarehouseError) {}

    func claim(
        _ claims: [StepClaim], by worker: Worker, since commit: Int, at instant: Timestamp
    ) async throws(WarehouseError) -> ClaimReceipt {
        var receipt = ClaimReceipt()
        receipt.granted = Set(claims.map(\.partition))
        receipt.commit = commit
        return receipt
    }

    @discardableResult
    func commit(_ changes: ChangeSet) async -> Int {
        written.withLock { written in
            written.removed.formUnion(changes.deletions.map { Partition($0.table.name, $0.date) })
            for write in changes.partitions {
                written.states[write.partition] = write.state
                for state in [write.state] + write.projections { written.digests[state.partition] = state.digest }
                if let content = write.content { written.contents[write.partition] = content }
            }
        }
        return 0
    }

    func checkpoint() async throws(WarehouseError) {}
}

extension OverlayWarehouse {
    /// Runs `plan`, which was made from `ledger`, on this store.
    ///
    /// No time passes in a rehearsal, and nothing it writes is kept, so its instants and ids do not matter.
    func rehearse(
        _ plan: Plan, from ledger: Ledger, _ progress: @escaping @Sendable (BatchProgress) -> Void = { _ in }
    ) async -> BatchReport {
        let clock = RuntimeClock(now: { ledger.facts.readAt }, pause: { _ in })
        let runner = BatchRunner(
            warehouse: self, catalog: ledger.catalog, worker: Worker(), clock: clock,
            identifiers: Identifiers(worker: "what-if", now: clock.now))
        return await runner.run(plan, from: ledger, BatchOptions(), stop: StopSwitch(), progress: progress)
    }
}
