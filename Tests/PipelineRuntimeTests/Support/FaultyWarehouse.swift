import GameCalendar
import PipelineModel
import PipelineTesting
import Synchronization

/// A store whose calls fail when they are told to; otherwise it is the store behind it.
final class FaultyWarehouse: Warehouse {
    enum Call: Hashable, Sendable { case claim, commit, contents }

    private struct Script {
        var errors: [Call: [Int: WarehouseError]] = [:]
        var hooks: [Call: [Int: @Sendable () -> Void]] = [:]
        var counts: [Call: Int] = [:]
        var claims: [[Partition]] = []
        var outstanding: Set<Partition> = []
        var mostOutstanding = 0
        var reads: [(TableName, GameDate)] = []
    }

    private let base: MemoryWarehouse
    private let script = Mutex(Script())

    init(_ base: MemoryWarehouse) {
        self.base = base
    }

    /// Makes the calls with these numbers (1…) of their kind throw `error`.
    func fail(_ call: Call, numbers: ClosedRange<Int>, with error: WarehouseError) {
        script.withLock { script in
            for number in numbers { script.errors[call, default: [:]][number] = error }
        }
    }

    /// Makes call number `number` of its kind throw `error`.
    func fail(_ call: Call, number: Int, with error: WarehouseError) {
        fail(call, numbers: number...number, with: error)
    }

    /// How often it was called.
    func calls(of call: Call) -> Int { script.withLock { $0.counts[call, default: 0] } }

    /// Runs `hook` when call number `number` (1…) of its kind is made.
    func upon(_ call: Call, number: Int, _ hook: @escaping @Sendable () -> Void) {
        script.withLock { $0.hooks[call, default: [:]][number] = hook }
    }

    /// What each claim asked for.
    var claims: [[Partition]] { script.withLock { $0.claims } }

    /// The most leases that were held at one time.
    var mostOutstanding: Int { script.withLock { $0.mostOutstanding } }

    /// Which partitions were read, in order.
    var reads: [(TableName, GameDate)] { script.withLock { $0.reads } }

    private func called(_ call: Call) throws(WarehouseError) {
        let (hook, error) = script.withLock { script in
            let number = script.counts[call, default: 0] + 1
            script.counts[call] = number
            return (script.hooks[call]?[number], script.errors[call]?[number])
        }
        hook?()
        if let error { throw error }
    }

    func claim(
        _ claims: [StepClaim], by worker: Worker, since commit: Int, at instant: Timestamp
    ) async throws(WarehouseError) -> ClaimReceipt {
        try called(.claim)
        let receipt = try await base.claim(claims, by: worker, since: commit, at: instant)
        script.withLock { script in
            script.claims.append(claims.map(\.partition))
            script.outstanding.formUnion(receipt.granted)
            script.mostOutstanding = max(script.mostOutstanding, script.outstanding.count)
        }
        return receipt
    }

    func commit(_ changes: ChangeSet) async throws(WarehouseError) -> Int {
        try called(.commit)
        let number = try await base.commit(changes)
        script.withLock { $0.outstanding.subtract(changes.releasedLeases) }
        return number
    }

    func partitions(
        of stored: StoredColumns, recordedAs names: [TableName], on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: StoredPartition] {
        try called(.contents)
        script.withLock { script in
            for date in dates { script.reads.append((stored.table.name, date)) }
        }
        return try await base.partitions(of: stored, recordedAs: names, on: dates)
    }

    func prepare(_ tables: [TableDeclaration]) async throws(WarehouseError) { try await base.prepare(tables) }
    func register(_ worker: Worker) async throws(WarehouseError) { try await base.register(worker) }
    func retire(_ worker: Worker, at instant: Timestamp) async throws(WarehouseError) {
        try await base.retire(worker, at: instant)
    }
    func checkpoint() async throws(WarehouseError) { try await base.checkpoint() }

    func facts(counting tables: [TableDeclaration]) async throws(WarehouseError) -> StoreFacts {
        try await base.facts(counting: tables)
    }

    func records<Row: WarehouseRow>(_ row: Row.Type, matching filter: RecordFilter) async throws(WarehouseError)
        -> [Row]
    {
        try await base.records(row, matching: filter)
    }

    func differences(from tables: [TableDeclaration]) async throws(WarehouseError) -> [SchemaDifference] {
        try await base.differences(from: tables)
    }
}
