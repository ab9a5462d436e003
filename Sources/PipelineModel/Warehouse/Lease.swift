public import GameCalendar

/// A process that may hold leases.
public struct Worker: WarehouseRow, Hashable {
    public var workerID = ""
    public var host = ""
    public var pid = 0
    public var startedAt = Timestamp(microseconds: 0)
    public var heartbeatAt = Timestamp(microseconds: 0)

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("worker_id", &workerID, "Unique id of the process.")
        c.column("host", &host, "Machine it runs on.")
        c.column("pid", &pid, "Process id on that machine.")
        c.column("started_at", &startedAt, "When it registered.")
        c.column("heartbeat_at", &heartbeatAt, "When it last said it is alive.")
    }

    /// nba_orchestration.worker.
    public static let table = TableDeclaration(
        Worker.self, name: "worker", dataset: "nba_orchestration", about: "Processes that may hold leases.",
        key: ["worker_id"], partitionColumn: nil)
}

/// The right to write one partition.
public struct Lease: WarehouseRow, Hashable {
    public var tableName = TableName(rawValue: "")
    public var gameDate = GameDate.reference
    public var workerID = ""
    public var runID = ""
    public var acquiredAt = Timestamp(microseconds: 0)

    /// A blank row.
    public init() {}

    /// The partition leased.
    public var partition: Partition { Partition(tableName, gameDate) }

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("table_name", &tableName, "Table leased.")
        c.column("game_date", &gameDate, "Game date leased.")
        c.column("worker_id", &workerID, "Who holds it.")
        c.column("run_id", &runID, "The run it is held for.")
        c.column("acquired_at", &acquiredAt, "Since when.")
    }

    /// nba_orchestration.lease.
    public static let table = TableDeclaration(
        Lease.self, name: "lease", dataset: "nba_orchestration", about: "One writer per partition.",
        key: ["table_name", "game_date"], partitionColumn: nil)
}

/// A recorded, reasoned acceptance that partitions stay incomplete.
public struct Waiver: WarehouseRow, Hashable {
    public var waiverID = ""
    /// A table, or `*` for all.
    public var tableName = "*"
    public var startDate = GameDate.reference
    public var endDate = GameDate.reference
    /// At least ten characters.
    public var reason = ""
    public var createdBy = ""
    public var createdAt = Timestamp(microseconds: 0)
    public var expiresAt: Timestamp?
    public var revokedAt: Timestamp?

    /// A blank row.
    public init() {}

    /// Whether the waiver holds at `now`.
    public func isActive(at now: Timestamp) -> Bool { revokedAt == nil && (expiresAt.map { now < $0 } ?? true) }

    /// Whether the waiver covers `partition` at `now`.
    public func covers(_ partition: Partition, at now: Timestamp) -> Bool {
        (tableName == "*" || tableName == partition.table.rawValue) && startDate <= partition.date
            && partition.date <= endDate && isActive(at: now)
    }

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("waiver_id", &waiverID, "Unique id.")
        c.column("table_name", &tableName, "Table covered; * for all.")
        c.column("start_date", &startDate, "First date covered.")
        c.column("end_date", &endDate, "Last date covered.")
        c.column("reason", &reason, "Why; at least ten characters.")
        c.column("created_by", &createdBy, "Who accepted it.")
        c.column("created_at", &createdAt, "When.")
        c.column("expires_at", &expiresAt, "From when it no longer holds.")
        c.column("revoked_at", &revokedAt, "When it was taken back.")
    }

    /// nba_orchestration.waiver.
    public static let table = TableDeclaration(
        Waiver.self, name: "waiver", dataset: "nba_orchestration",
        about: "Accepted incompleteness; satisfies gates, changes no data.", key: ["waiver_id"], partitionColumn: nil)
}

/// Whether a processor was stopped for failing again and again; the next batch starts it, its first success closes it.
public struct BreakerRecord: WarehouseRow, Hashable {
    public var processorName = TableName(rawValue: "")
    /// `closed` or `open`.
    public var state = "closed"
    public var failures = 0
    public var successes = 0
    public var openedAt: Timestamp?
    public var lastError: String?

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("processor_name", &processorName, "Processor guarded.")
        c.column("state", &state, "closed, or open while the processor is stopped.")
        c.column("failures", &failures, unit: .count, "Consecutive counted failures when it opened.")
        c.column("successes", &successes, unit: .count, "Successes that closed it again; 0 when it was reset.")
        c.column("opened_at", &openedAt, "When it opened last.")
        c.column("last_error", &lastError, "The failure that opened it last.")
    }

    /// nba_orchestration.breaker.
    public static let table = TableDeclaration(
        BreakerRecord.self, name: "breaker", dataset: "nba_orchestration",
        about: "Stops a processor that keeps failing.", key: ["processor_name"], partitionColumn: nil)
}

extension BreakerRecord {
    /// Whether the processor was stopped, and has neither succeeded nor been reset since.
    public var isOpen: Bool { state == "open" }

    /// The breaker of `processor`, opened by the last of `failures` in a row.
    public static func opened(
        _ processor: TableName, failures: Int, lastError: String?, at instant: Timestamp
    ) -> BreakerRecord {
        var record = BreakerRecord()
        (record.processorName, record.state, record.failures) = (processor, "open", failures)
        (record.openedAt, record.lastError) = (instant, lastError)
        return record
    }

    /// The same breaker, closed by so many successes, or by hand.
    public func closed(successes: Int) -> BreakerRecord {
        var record = self
        (record.state, record.failures, record.successes) = ("closed", 0, successes)
        return record
    }
}

extension StoreFacts {
    /// Breakers that are open, by processor.
    public var openBreakers: [BreakerRecord] {
        breakers.values.filter(\.isOpen).sorted { $0.processorName < $1.processorName }
    }
}
