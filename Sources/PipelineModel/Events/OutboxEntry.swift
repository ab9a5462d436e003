public import GameCalendar

/// An event written in the transaction of what it announces, published later.
public struct OutboxEntry: WarehouseRow, Hashable {
    public var outboxID = ""
    public var topic = ""
    /// JSON of the event.
    public var payload = ""
    public var correlationID = ""
    public var createdAt = Timestamp(microseconds: 0)
    public var publishedAt: Timestamp?
    public var attempts = 0
    public var lastError: String?

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("outbox_id", &outboxID, "Unique id, sortable by creation; the event's message id.")
        c.column("topic", &topic, "phase2-complete … predictions-complete.")
        c.column("payload", &payload, "The event as JSON.")
        c.column("correlation_id", &correlationID, "Shared by everything that one root caused.")
        c.column("created_at", &createdAt, "When it was written.")
        c.column("published_at", &publishedAt, "When it was published; NULL until then.")
        c.column("attempts", &attempts, unit: .count, "Attempts to publish.")
        c.column("last_error", &lastError, "Why the last attempt failed.")
    }

    /// nba_orchestration.outbox.
    public static let table = TableDeclaration(
        OutboxEntry.self, name: "outbox", dataset: "nba_orchestration",
        about: "Events, written with what they announce.", key: ["outbox_id"], partitionColumn: nil)
}
