public import ContentDigest
public import GameCalendar

/// How a batch stands or ended.
public enum BatchStatus: String, Hashable, Sendable, TextCoded {
    case running, finished, failed, interrupted
}

/// One command that computes.
public struct Batch: WarehouseRow, Hashable {
    public var batchID = ""
    /// The command line as given.
    public var command = ""
    public var mode = RunMode.backfill.label
    public var createdAt = Timestamp(microseconds: 0)
    public var finishedAt: Timestamp?
    public var planDigest: Digest?
    /// Steps the plan holds.
    public var requested = 0
    public var done = 0
    public var failed = 0
    public var blocked = 0
    public var correlationID = ""
    public var status = BatchStatus.running

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("batch_id", &batchID, "Unique id, sortable by creation.")
        c.column("command", &command, "The command line as given.")
        c.column("mode", &mode, "live or backfill.")
        c.column("created_at", &createdAt, "Start of the command.")
        c.column("finished_at", &finishedAt, "End of the command.")
        c.column("plan_digest", &planDigest, "Digest of the plan that was executed.")
        c.column("requested", &requested, unit: .count, "Steps of the plan.")
        c.column("done", &done, unit: .count, "Steps that ended in success.")
        c.column("failed", &failed, unit: .count, "Steps that ended failed or partial.")
        c.column("blocked", &blocked, unit: .count, "Steps that lacked an input.")
        c.column("correlation_id", &correlationID, "Shared by everything the command caused.")
        c.column("status", &status, "running, finished, failed or interrupted.")
    }

    /// nba_orchestration.batch.
    public static let table = TableDeclaration(
        Batch.self, name: "batch", dataset: "nba_orchestration", about: "One row per command that computes.",
        key: ["batch_id"], partitionColumn: nil)
}
