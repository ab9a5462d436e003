import GameCalendar
import PipelineModel

/// A scratch store over another one, which is only read: what is hidden there is missing here, what is written here is
/// read here. A date can be lived again without anybody noticing.
final class RehearsalWarehouse: Warehouse {
    private let base: any WarehouseReader
    private let scratch: any Warehouse
    private let isHidden: @Sendable (Partition) -> Bool

    /// A store of its own over `base`, of which partitions and projections that are hidden are not seen.
    init(
        over base: any WarehouseReader, _ scratch: any Warehouse,
        hiding isHidden: @escaping @Sendable (Partition) -> Bool
    ) {
        (self.base, self.scratch, self.isHidden) = (base, scratch, isHidden)
    }

    func facts(counting tables: [TableDeclaration]) async throws(WarehouseError) -> StoreFacts {
        let below = try await base.facts(counting: tables)
        var facts = try await scratch.facts(counting: tables)
        let own = Set(facts.states.keys)
        for (partition, state) in below.states where !own.contains(partition) && !isHidden(partition) {
            facts.states[partition] = state
        }
        for (partition, count) in below.rowCounts where !own.contains(partition) && !isHidden(partition) {
            facts.rowCounts[partition] = count
        }
        for (partition, names) in below.consultedFallbacks where !own.contains(partition) && !isHidden(partition) {
            facts.consultedFallbacks[partition] = names
        }
        facts.waivers = below.waivers
        return facts
    }

    func partitions(
        of stored: StoredColumns, recordedAs names: [TableName], on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: StoredPartition] {
        var partitions = try await scratch.partitions(of: stored, recordedAs: names, on: dates)
        let rest = dates.filter { partitions[$0] == nil && !isHidden(Partition(stored.table.name, $0)) }
        let below = try await base.partitions(of: stored, recordedAs: names, on: rest)
        partitions.merge(below) { own, _ in own }
        return partitions
    }

    func profiles(
        of table: TableDeclaration, columns: [String], on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: PartitionProfile] {
        try await scratch.profiles(of: table, columns: columns, on: dates)
    }

    func tallies(
        of table: TableDeclaration, columns: [String], on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: [Tally]] {
        try await scratch.tallies(of: table, columns: columns, on: dates)
    }

    func repeatedKeys(
        of table: TableDeclaration, on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: [Tally]] {
        try await scratch.repeatedKeys(of: table, on: dates)
    }

    func records<Row: WarehouseRow>(_ row: Row.Type, matching filter: RecordFilter) async throws(WarehouseError)
        -> [Row]
    {
        try await scratch.records(row, matching: filter)
    }

    func differences(from tables: [TableDeclaration]) async throws(WarehouseError) -> [SchemaDifference] {
        try await scratch.differences(from: tables)
    }

    func prepare(_ tables: [TableDeclaration]) async throws(WarehouseError) { try await scratch.prepare(tables) }

    func register(_ worker: Worker) async throws(WarehouseError) { try await scratch.register(worker) }

    func retire(_ worker: Worker, at instant: Timestamp) async throws(WarehouseError) {
        try await scratch.retire(worker, at: instant)
    }

    func claim(
        _ claims: [StepClaim], by worker: Worker, since commit: Int, at instant: Timestamp
    ) async throws(WarehouseError) -> ClaimReceipt {
        try await scratch.claim(claims, by: worker, since: commit, at: instant)
    }

    func commit(_ changes: ChangeSet) async throws(WarehouseError) -> Int { try await scratch.commit(changes) }

    func checkpoint() async throws(WarehouseError) { try await scratch.checkpoint() }
}
