public import ContentDigest
public import GameCalendar

/// How an attempt stands or ended.
public enum RunStatus: String, Hashable, Sendable, CaseIterable, TextCoded {
    case running
    case success
    case noData = "no_data"
    case partial
    case failed
    case blocked
    case interrupted
    case superseded

    /// Whether the partition can be relied on: success and no_data.
    public var isSuccess: Bool { self == .success || self == .noData }
    /// Whether the partition still wants attention, unless it became complete by another run.
    public var isUnresolved: Bool {
        switch self {
        case .failed, .partial, .blocked, .interrupted: true
        case .running, .success, .noData, .superseded: false
        }
    }
}

/// What kind of thing went wrong; decides retry and breaker.
public enum ErrorCategory: String, Hashable, Sendable, CaseIterable, TextCoded {
    case transient, resource, upstream, data, bug, cancelled
}

/// Whether dates are rebuilt or lived.
public enum RunMode: Hashable, Sendable {
    case live
    case backfill

    /// The spelling of run history.
    public var label: String { self == .live ? "live" : "backfill" }
    /// Whether a success publishes its event, unless the command says otherwise.
    public var triggersDownstream: Bool { self == .live }
    /// Whether a failure is told at once or in the batch's digest.
    public var alertsPerFailure: Bool { self == .live }
}

/// What started a run.
public enum TriggerSource: String, Hashable, Sendable, TextCoded {
    case manual, backfill, event, retry, heal
    case importing = "import"
}

/// One attempt of a processor for a date: one row of run history, updated in place.
public struct RunRecord: WarehouseRow, Hashable {
    /// Unique and sortable by creation.
    public var runID = ""
    public var batchID = ""
    public var correlationID = ""
    public var processorName = TableName(rawValue: "")
    public var phase = Phase.raw.label
    public var dataDate = GameDate.reference
    public var status = RunStatus.running
    public var success: Bool?
    /// 1… per processor, date and batch.
    public var attempt = 1
    public var createdAt = Timestamp(microseconds: 0)
    public var finishedAt: Timestamp?
    public var durationSeconds: Double?
    public var rowsWritten = 0
    public var rowsExpected = 0
    public var rowsNotReady = 0
    public var changed: Bool?
    public var mode = RunMode.backfill.label
    public var skipDownstreamTrigger = true
    public var triggerSource = TriggerSource.manual
    public var errorCategory: ErrorCategory?
    public var errorCode: String?
    public var errorMessage: String?
    /// JSON list of missing (table, date).
    public var blockedOn: String?
    public var processorVersion = ""
    public var configDigest: Digest?
    public var inputDigest: Digest?
    public var outputDigest: Digest?
    public var warnings: String?
    public var isTest = false

    /// The partition it was to write.
    public var partition: Partition { Partition(processorName, dataDate) }

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("run_id", &runID, "Unique id, sortable by creation.")
        c.column("batch_id", &batchID, "The command that started the run.")
        c.column("correlation_id", &correlationID, "Shared by everything that one root caused.")
        c.column("processor_name", &processorName, "Table the run writes.")
        c.column("phase", &phase, "phase_2_raw … phase_5_predictions.")
        c.column("data_date", &dataDate, "Game date of the partition.")
        c.column(
            "status", &status, "running, success, no_data, partial, failed, blocked, interrupted, superseded.")
        c.column("success", &success, "status in (success, no_data); NULL while running.")
        c.column("attempt", &attempt, unit: .count, "1… per processor, date and batch.")
        c.column("created_at", &createdAt, "Start of the attempt.")
        c.column("finished_at", &finishedAt, "End of the attempt.")
        c.column(
            "duration_seconds", &durationSeconds, unit: .seconds, "Work of the attempt, without waiting for its turn.")
        c.column("rows_written", &rowsWritten, unit: .count, "Rows in the partition after the run.")
        c.column("rows_expected", &rowsExpected, unit: .count, "Expected keys.")
        c.column("rows_not_ready", &rowsNotReady, unit: .count, "Rows with is_production_ready false.")
        c.column("changed", &changed, "Whether the digest differs from before.")
        c.column("mode", &mode, "live or backfill.")
        c.column("skip_downstream_trigger", &skipDownstreamTrigger, "Whether the completion event was withheld.")
        c.column("trigger_source", &triggerSource, "manual, backfill, event, retry, heal or import.")
        c.column("error_category", &errorCategory, "transient, resource, upstream, data, bug, cancelled.")
        c.column("error_code", &errorCode, "Closed code of the error.")
        c.column("error_message", &errorMessage, "One sentence for people.")
        c.column("blocked_on", &blockedOn, "JSON list of missing (table, date).")
        c.column("processor_version", &processorVersion, "Version of the formulas.")
        c.column("config_digest", &configDigest, "Digest of the parameters the processor declares.")
        c.column("input_digest", &inputDigest, "Digest of version, configuration and every declared input.")
        c.column("output_digest", &outputDigest, "Digest of the rows.")
        c.column("warnings", &warnings, "What the processor wants to be known, one per line.")
        c.column("is_test", &isTest, "Test runs are ignored everywhere.")
    }

    /// nba_reference.processor_run_history.
    public static let table = TableDeclaration(
        RunRecord.self, name: "processor_run_history", dataset: "nba_reference",
        about: "One row per attempt of a processor for a date.", key: ["run_id"], partitionColumn: nil)
}
