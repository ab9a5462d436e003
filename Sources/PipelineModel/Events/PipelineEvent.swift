public import ContentDigest
public import GameCalendar

/// Something that happened to one date, or is asked of it.
public struct PipelineEvent: Hashable, Sendable {
    /// Unique; a second event with the same one is a repeat.
    public var messageID: String
    /// What it is about.
    public var topic: Topic
    /// The date concerned.
    public var gameDate: GameDate
    /// Shared by everything that one root caused.
    public var correlationID: String
    /// Id of the message or run that caused it directly; nil for a root.
    public var causationID: String?
    /// The processor that ended; nil in a trigger.
    public var processorName: TableName?
    /// The run that wrote the partition.
    public var runID: String?
    /// How the processor ended; nil in a trigger.
    public var status: RunStatus?
    /// Digest of what it wrote.
    public var outputDigest: Digest?
    /// Rows it wrote.
    public var rowCount: Int?
    /// Why it failed.
    public var errorCategory: ErrorCategory?
    /// One sentence for people.
    public var errorMessage: String?
    /// When it happened.
    public var createdAt: Timestamp

    /// An event of which the rest is filled in.
    public init(_ messageID: String, _ topic: Topic, on date: GameDate, correlation: String, at instant: Timestamp) {
        self.messageID = messageID
        self.topic = topic
        gameDate = date
        correlationID = correlation
        createdAt = instant
    }
}

extension PipelineEvent {
    /// The event of a finished `run`.
    public init(_ messageID: String, of run: RunRecord) {
        self.init(
            messageID, .completion(of: Phase(label: run.phase) ?? .raw), on: run.dataDate,
            correlation: run.correlationID, at: run.finishedAt ?? run.createdAt)
        causationID = run.runID
        processorName = run.processorName
        runID = run.runID
        status = run.status
        outputDigest = run.outputDigest
        rowCount = run.rowsWritten
        errorCategory = run.errorCategory
        errorMessage = run.errorMessage
    }

    /// The event of a partition that was found complete as `state` says.
    public init(
        _ messageID: String, of state: PartitionState, _ phase: Phase, correlation: String, at instant: Timestamp
    ) {
        self.init(messageID, .completion(of: phase), on: state.gameDate, correlation: correlation, at: instant)
        causationID = state.runID
        processorName = state.tableName
        runID = state.runID
        status = state.rowCount > 0 ? .success : .noData
        outputDigest = state.digest
        rowCount = state.rowCount
    }
}
