public import GameCalendar

/// How urgent a notice is.
public enum NoticeLevel: String, Hashable, Sendable, Comparable, CaseIterable, TextCoded {
    case info, warning, error, critical

    /// Less urgent first.
    public static func < (left: NoticeLevel, right: NoticeLevel) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .error: 2
        case .critical: 3
        }
    }
}

/// What a notice is about.
public enum NoticeCategory: String, Hashable, Sendable, CaseIterable, TextCoded {
    case runFailed = "run_failed"
    case blocked
    case gateFailed = "gate_failed"
    case breakerOpened = "breaker_opened"
    case staleUpstream = "stale_upstream"
    case quality
    case importIssues = "import_issues"
    case batchFinished = "batch_finished"
}

/// Something somebody should know.
public struct Notice: WarehouseRow, Hashable {
    public var noticeID = ""
    public var level = NoticeLevel.info
    public var category = NoticeCategory.batchFinished
    public var processorName: String?
    public var dataDate: GameDate?
    public var text = ""
    public var batchID: String?
    public var createdAt = Timestamp(microseconds: 0)
    public var deliveredAt: Timestamp?
    /// Held back for the batch's digest instead of being told at once.
    public var suppressed = false
    /// The digest it appeared in.
    public var digestID: String?

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("notice_id", &noticeID, "Unique id, sortable by creation.")
        c.column("level", &level, "info, warning, error or critical.")
        c.column("category", &category, "What it is about.")
        c.column("processor_name", &processorName, "Processor concerned.")
        c.column("data_date", &dataDate, "Game date concerned.")
        c.column("text", &text, "What to know and what to do.")
        c.column("batch_id", &batchID, "Batch it arose in.")
        c.column("created_at", &createdAt, "When it arose.")
        c.column("delivered_at", &deliveredAt, "When a channel took it.")
        c.column("suppressed", &suppressed, "Held back for the batch's digest.")
        c.column("digest_id", &digestID, "The digest it appeared in.")
    }

    /// nba_orchestration.notice.
    public static let table = TableDeclaration(
        Notice.self, name: "notice", dataset: "nba_orchestration", about: "Everything somebody was or will be told.",
        key: ["notice_id"], partitionColumn: nil)
}
