public import GameCalendar

/// Something that was done from a page: one row for each, whether or not it came to anything.
public struct ActionRecord: WarehouseRow, Hashable {
    /// Unique and sortable by creation.
    public var actionID = ""
    /// The command line that says the same.
    public var command = ""
    /// Where the request came from: `session` or `token`.
    public var requestedBy = ""
    public var createdAt = Timestamp(microseconds: 0)
    public var finishedAt: Timestamp?
    /// Of the command; nil while it runs, and when it could not be started or was killed.
    public var exitCode: Int?
    /// Why it came to nothing; nil when it did not.
    public var problem: String?
    /// Where it runs.
    public var host = ""
    /// Of the command's process; nil for what starts none.
    public var pid: Int?
    /// Of the dashboard that waits for its end.
    public var dashboardPid = 0

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("action_id", &actionID, "Unique id, sortable by creation.")
        c.column("command", &command, "The command line that says the same.")
        c.column("requested_by", &requestedBy, "session or token.")
        c.column("created_at", &createdAt, "When it was asked for.")
        c.column("finished_at", &finishedAt, "When the command ended.")
        c.column("exit_code", &exitCode, "Exit code of the command.")
        c.column("problem", &problem, "Why it came to nothing.")
        c.column("host", &host, "Machine it runs on.")
        c.column("pid", &pid, "Process id of the command.")
        c.column("dashboard_pid", &dashboardPid, "Process id of the dashboard that waits for its end.")
    }

    /// nba_orchestration.dashboard_action.
    public static let table = TableDeclaration(
        ActionRecord.self, name: "dashboard_action", dataset: "nba_orchestration",
        about: "One row per action somebody took on a page.", key: ["action_id"], partitionColumn: nil)
}
