public import ContentDigest
public import GameCalendar

/// What a processor last reported about a date.
public struct PhaseCompletion: WarehouseRow, Hashable {
    public var phase = Phase.raw.label
    public var gameDate = GameDate.reference
    public var processorName = TableName(rawValue: "")
    public var runID = ""
    /// Digest of the partition; nil until the processor reports a success.
    public var digest: Digest?
    public var completedAt: Timestamp?
    public var correlationID = ""
    /// Status and message of the newest report that was no success; nil once there was one.
    public var lastFailure: String?

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("phase", &phase, "phase_2_raw … phase_5_predictions.")
        c.column("game_date", &gameDate, "Game date reported on.")
        c.column("processor_name", &processorName, "Table reported on.")
        c.column("run_id", &runID, "The run that was reported.")
        c.column("digest", &digest, "Digest of the partition; NULL until a success is reported.")
        c.column("completed_at", &completedAt, "When the success was heard of.")
        c.column("correlation_id", &correlationID, "Of the event.")
        c.column("last_failure", &lastFailure, "Status and message of a report that was no success.")
    }

    /// nba_orchestration.phase_completion.
    public static let table = TableDeclaration(
        PhaseCompletion.self, name: "phase_completion", dataset: "nba_orchestration",
        about: "Which processors have reported which dates.", key: ["phase", "game_date", "processor_name"],
        partitionColumn: nil)
}

/// Over which content the layer after a completed one was last triggered.
public struct PhaseTrigger: WarehouseRow, Hashable {
    public var phase = Phase.raw.label
    public var gameDate = GameDate.reference
    public var triggeredDigest = Digest.absent
    public var triggeredAt = Timestamp(microseconds: 0)
    public var outboxID = ""

    /// The ``phase`` of a date whose games are still to be played.
    public static let slate = "slate"
    /// The ``phase`` of a date that was computed before what it reads of earlier dates.
    public static let outrun = "outrun"

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("phase", &phase, "The layer that was complete, slate for games still to be played, or outrun.")
        c.column("game_date", &gameDate, "Game date triggered.")
        c.column("triggered_digest", &triggeredDigest, "Digest of the content it was triggered over.")
        c.column("triggered_at", &triggeredAt, "When it was triggered.")
        c.column("outbox_id", &outboxID, "The trigger's event.")
    }

    /// nba_orchestration.phase_trigger.
    public static let table = TableDeclaration(
        PhaseTrigger.self, name: "phase_trigger", dataset: "nba_orchestration",
        about: "The content each next layer was triggered over; the same content triggers once.",
        key: ["phase", "game_date"], partitionColumn: nil)
}

/// An event that was acted on; a repeat finds it here.
public struct InboxEntry: WarehouseRow, Hashable {
    public var topic = ""
    public var messageID = ""
    public var receivedAt = Timestamp(microseconds: 0)

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("topic", &topic, "phase2-complete … predictions-complete.")
        c.column("message_id", &messageID, "The event.")
        c.column("received_at", &receivedAt, "When it was acted on.")
    }

    /// nba_orchestration.inbox.
    public static let table = TableDeclaration(
        InboxEntry.self, name: "inbox", dataset: "nba_orchestration", about: "Events that were acted on.",
        key: ["topic", "message_id"], partitionColumn: nil)
}
