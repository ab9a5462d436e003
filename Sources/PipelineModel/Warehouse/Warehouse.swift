public import ContentDigest
public import GameCalendar

/// Everything planning needs to know about a store, read at one moment.
public struct StoreFacts: Sendable {
    /// The number of the newest commit included.
    public var commit = 0
    /// Facts of one store with the same number differ by commits of this process alone; nil where a store cannot tell.
    public var generation: Int?
    /// Every stored state, projections included.
    public var states: [Partition: PartitionState] = [:]
    /// The tables whose rows were counted.
    public var countedTables: Set<TableName> = []
    /// Counted tables that the store does not have, as when a program before this one made it; they hold no rows.
    public var absentTables: Set<TableName> = []
    /// Rows found per date over the date index, for the tables asked for; dates without rows have no entry.
    public var rowCounts: [Partition: Int] = [:]
    /// Leases with whether their holder is alive.
    public var leases: [Partition: (lease: Lease, isAlive: Bool)] = [:]
    /// All waivers, active or not.
    public var waivers: [Waiver] = []
    /// The newest run of each partition whose newest run is unresolved, failed or running; superseded and test runs
    /// aside.
    public var unsettledRuns: [Partition: RunRecord] = [:]
    /// Which fallback inputs each partition consulted, by recorded name.
    public var consultedFallbacks: [Partition: [String]] = [:]
    /// When the newest import began that read a file of a raw table, whether or not anything in it was new.
    public var lastReadings: [TableName: Timestamp] = [:]
    /// Breakers by processor.
    public var breakers: [TableName: BreakerRecord] = [:]

    /// Nothing stored.
    public init() {}
}

/// A partition as it is read: its rows, and what is recorded of them at the same moment.
public struct StoredPartition: Sendable {
    /// The rows in key order.
    public let content: PartitionContent
    /// The digests in its state and in its projections', as far as they were asked for and there are states.
    public let digests: [TableName: Digest]

    /// Rows with the digests recorded of them.
    public init(_ content: PartitionContent, digests: [TableName: Digest]) {
        self.content = content
        self.digests = digests
    }
}

/// Reads a store. Gates, gap analysis, exporters and pages take this and so cannot write.
public protocol WarehouseReader: Sendable {
    /// Everything planning needs, read in one transaction.
    ///
    /// - Parameter tables: the tables whose rows are counted per date; those that the store lacks are told in the facts.
    func facts(counting tables: [TableDeclaration]) async throws(WarehouseError) -> StoreFacts
    /// Rows of `stored` on each of `dates`, in key order, with the digests of the states called `names`: the table's own,
    /// its projections'. One transaction: what a step records is what it has read.
    ///
    /// A date with neither rows nor such a state has no entry.
    func partitions(of stored: StoredColumns, recordedAs names: [TableName], on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: StoredPartition]
    /// Rows of `stored` on each of `dates` in which these columns, of those that are read, hold these values, in key order; a
    /// date without such rows has no entry. NULL is no value: no row holds it.
    func contents(of stored: StoredColumns, where values: KeyValuePairs<String, Cell>, on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: PartitionContent]
    /// What `columns` of a partitioned table hold on each of `dates`, in the order asked; dates without rows have no
    /// entry.
    func profiles(of table: TableDeclaration, columns: [String], on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: PartitionProfile]
    /// The combinations of values that `columns` of a partitioned table hold on each of `dates`, ordered as they print;
    /// dates without rows have no entry.
    func tallies(of table: TableDeclaration, columns: [String], on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: [Tally]]
    /// Keys that more than one row of a date has. A sound store has none.
    func repeatedKeys(of table: TableDeclaration, on dates: [GameDate])
        async throws(WarehouseError) -> [GameDate: [Tally]]
    /// Rows of an engine table.
    func records<Row: WarehouseRow>(_ row: Row.Type, matching filter: RecordFilter) async throws(WarehouseError)
        -> [Row]
    /// Where the store differs from `tables`; empty when it does not.
    func differences(from tables: [TableDeclaration]) async throws(WarehouseError) -> [SchemaDifference]
}

extension WarehouseReader {
    /// Rows of `stored` on each of `dates`, in key order; a date without rows has no entry. One transaction.
    public func contents(of stored: StoredColumns, on dates: [GameDate]) async throws(WarehouseError)
        -> [GameDate: PartitionContent]
    {
        let partitions = try await partitions(of: stored, recordedAs: [], on: dates)
        return partitions.compactMapValues { $0.content.rowCount > 0 ? $0.content : nil }
    }

    /// Reads all rows and keeps those wanted; a store that can look for them does better.
    public func contents(
        of stored: StoredColumns, where values: KeyValuePairs<String, Cell>, on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: PartitionContent] {
        let wanted = try values.map { name, value throws(WarehouseError) in
            guard let position = stored.columns.firstIndex(where: { $0.name == name }) else {
                throw WarehouseError(.invalid, "\(stored.table.name): the column '\(name)' is not read")
            }
            return (position, value)
        }
        return try await contents(of: stored, on: dates).compactMapValues { content in
            let rows = (0..<content.rowCount).filter { row in
                let cells = content.cells(row: row)
                return wanted.allSatisfy { $0.1 != .null && cells[$0.0] == $0.1 }
            }
            guard !rows.isEmpty else { return nil }
            var (bytes, offsets) = ([UInt8](), [0])
            for row in rows {
                bytes += content.rowBytes(row)
                offsets.append(bytes.count)
            }
            return PartitionContent(columns: content.columns, bytes: bytes, offsets: offsets)
        }
    }
}

/// A step that is about to run.
public struct StepClaim: Sendable {
    /// The partition to be leased.
    public let partition: Partition
    /// Its history row with status running.
    public let run: RunRecord

    /// A claim on `partition` for `run`.
    public init(partition: Partition, run: RunRecord) {
        self.partition = partition
        self.run = run
    }
}

/// What a claim got.
public struct ClaimReceipt: Sendable {
    /// Partitions now leased; their history rows are written.
    public var granted: Set<Partition> = []
    /// Partitions leased by a living worker; nothing was written for them.
    public var heldElsewhere: [Partition: Lease] = [:]
    /// Runs of dead workers whose leases were taken over; they are now interrupted.
    public var interruptedRuns: [String] = []
    /// States that changed after the commit the caller had seen.
    public var changes: [PartitionState] = []
    /// The newest commit included in ``changes``.
    public var commit = 0

    /// Nothing granted.
    public init() {}
}

/// Reads and writes a store.
///
/// To add one: conform, run `WarehouseConformance` and `RunHistoryConformance` against it, add a case to the
/// composition root's choice. Readers must see each commit entirely or not at all; a commit interrupted at any point
/// must leave the store as before.
public protocol Warehouse: WarehouseReader {
    /// Creates what is missing of `tables` and checks the rest.
    ///
    /// - Throws: ``WarehouseError`` schemaTooNew, schemaDiffers, readOnly, corrupt.
    func prepare(_ tables: [TableDeclaration]) async throws(WarehouseError)
    /// Registers this process, so that it may hold leases, until ``retire(_:at:)``.
    func register(_ worker: Worker) async throws(WarehouseError)
    /// Ends the registration and gives back every lease still held; runs still running are set
    /// interrupted, finished at `instant`.
    func retire(_ worker: Worker, at instant: Timestamp) async throws(WarehouseError)
    /// Leases partitions and writes their running rows, all in one transaction; leases of dead workers are taken over.
    ///
    /// - Parameter commit: the newest commit the caller has seen; later state changes are returned.
    func claim(_ claims: [StepClaim], by worker: Worker, since commit: Int, at instant: Timestamp)
        async throws(WarehouseError) -> ClaimReceipt
    /// Applies `changes` in one transaction: all or nothing.
    ///
    /// - Returns: the number of the commit, given to every partition whose digest changed.
    @discardableResult
    func commit(_ changes: ChangeSet) async throws(WarehouseError) -> Int
    /// Gives back space and moves the log into the main file, where the store has such things.
    func checkpoint() async throws(WarehouseError)
}

/// The engine's own tables, in the order they are created.
public enum EngineTables {
    /// The type of every engine table's rows.
    public static let rows: [any WarehouseRow.Type] = [
        RunRecord.self, PartitionState.self, PartitionInput.self, Batch.self, Worker.self, Lease.self,
        OutboxEntry.self, InboxEntry.self, PhaseCompletion.self, PhaseTrigger.self, Notice.self,
        BreakerRecord.self, Waiver.self, GateVerdict.self, ImportRecord.self, ImportIssue.self,
        ImportFilePartition.self, QuarantinedRow.self, SourceReading.self, ActionRecord.self,
    ]
    /// Every engine table's declaration.
    public static let all: [TableDeclaration] = rows.map { $0.table }
}
