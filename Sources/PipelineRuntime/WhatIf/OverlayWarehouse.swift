import GameCalendar
import PipelineModel
import Synchronization

/// A store that reads through to another one and keeps every write to itself: a rehearsal leaves no trace.
final class OverlayWarehouse: Warehouse {
    private struct Written {
        var contents: [Partition: PartitionContent] = [:]
        var states: [Partition: PartitionState] = [:]
        var removed: Set<Partition> = []
    }

    private let base: any WarehouseReader
    private let written = Mutex(Written())

    init(over base: any WarehouseReader) {
        self.base = base
    }

    /// The states written so far.
    var states: [Partition: PartitionState] { written.withLock { $0.states } }

    /// The partitions taken away.
    var removed: Set<Partition> { written.withLock { $0.removed } }

    /// The rows written for `partition`; nil when it was left as it was.
    func content(of partition: Partition) -> PartitionContent? { written.withLock { $0.contents[partition] } }

    func facts(counting tables: [TableDeclaration]) async throws(WarehouseError) -> StoreFacts {
        try await base.facts(counting: tables)
    }

    func contents(
        of stored: StoredColumns, on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: PartitionContent] {
        let own = written.withLock { written in
            Dictionary(
                uniqueKeysWithValues: dates.compactMap { date in
                    written.contents[Partition(stored.table.name, date)].map { (date, $0) }
                })
        }
        var contents = try await base.contents(of: stored, on: dates.filter { own[$0] == nil })
        for (date, content) in own { contents[date] = content.narrowed(to: stored.columns) }
        return contents
    }

    func records<Row: WarehouseRow>(_ row: Row.Type, matching filter: RecordFilter) async throws(WarehouseError)
        -> [Row]
    {
        try await base.records(row, matching: filter)
    }

    func differences(from tables: [TableDeclaration]) async throws(WarehouseError) -> [SchemaDifference] { [] }

    func prepare(_ tables: [TableDeclaration]) async throws(WarehouseError) {}

    func register(_ worker: Worker) async throws(WarehouseError) {}

    func retire(_ worker: Worker) async throws(WarehouseError) {}

    func claim(
        _ claims: [StepClaim], by worker: Worker, since commit: Int, at instant: Timestamp
    ) async throws(WarehouseError) -> ClaimReceipt {
        var receipt = ClaimReceipt()
        receipt.granted = Set(claims.map(\.partition))
        receipt.commit = commit
        return receipt
    }

    func commit(_ changes: ChangeSet) async throws(WarehouseError) -> Int {
        written.withLock { written in
            written.removed.formUnion(changes.deletions.map { Partition($0.table.name, $0.date) })
            for write in changes.partitions {
                written.states[write.partition] = write.state
                if let content = write.content { written.contents[write.partition] = content }
            }
        }
        return 0
    }

    func checkpoint() async throws(WarehouseError) {}
}
