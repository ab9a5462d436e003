public import ContentDigest
public import PipelineEngine
public import PipelineModel

/// What a batch did.
public struct BatchReport: Sendable {
    /// The same counts for one table.
    public struct Counts: Hashable, Sendable {
        /// Steps that were computed and written, unchanged ones included.
        public var done = 0
        /// Of these, steps whose digest stayed as it was.
        public var unchanged = 0
        /// Steps that turned out to be up to date when they were reached.
        public var cutOff = 0
        /// Requested partitions that another worker completed meanwhile.
        public var doneElsewhere = 0
        /// Steps that ended failed or partial.
        public var failed = 0
        /// Steps that lacked an input.
        public var blocked = 0
        /// Requested partitions that were no step, or were left to another worker or a stopped processor.
        public var excluded = 0
        /// Rows that differ from the ones stored before.
        public var rowsChanged = 0
        /// Rows written.
        public var rowsWritten = 0

        /// Requested partitions of which it is known what became.
        public var ended: Int { done + cutOff + doneElsewhere + failed + blocked + excluded }
    }

    /// A partition that was not computed for want of others.
    public struct Blocked: Hashable, Sendable {
        /// What was asked for.
        public let partition: Partition
        /// What is missing for it, in order.
        public let missing: [Partition]
    }

    /// The batch.
    public var batchID = ""
    /// The plan executed.
    public var planDigest = Digest.absent
    /// Partitions asked for.
    public var requested = 0
    /// Steps of the plan.
    public var steps = 0
    /// Over all tables.
    public var total = Counts()
    /// By table, in name order.
    public var byTable: [TableName: Counts] = [:]
    /// Every partition counted as blocked, in the order found.
    public var blocked: [Blocked] = []
    /// Steps that did not end because the batch was stopped.
    public var unfinished = 0
    /// Whether the batch was stopped by a signal.
    public var wasInterrupted = false
    /// Partitions left to living workers, and not complete at the end.
    public var runningElsewhere = 0
    /// Partitions left to living workers, whether or not they have completed them since.
    public var leftToOthers = 0
    /// Whether the work was left to another run, which held all that was wanted first.
    public var hasGivenUp = false
    /// Excluded partitions by the code of the reason.
    public var exclusions: [String: Int] = [:]
    /// Of these the ones that are neither complete nor another worker's: before history, or of a stopped processor.
    public var leftUndone: [String: Int] = [:]
    /// The store's last word when it ended the batch.
    public var storeError: WarehouseError?
    /// Seconds from start to end.
    public var duration = 0.0
    /// Text of the digest of notices, nil when there was nothing to tell.
    public var digestNotice: String?

    /// A report of nothing.
    public init() {}

    /// Counts the steps that ended in `group`, which is written.
    mutating func add(_ group: OpenGroup) {
        for ending in group.endings { count(ending.run.processorName) { $0.add(ending.counts) } }
    }

    /// Takes in what a later batch of the same command did; the later one's id stands for both.
    public mutating func add(_ later: BatchReport) {
        batchID = later.batchID
        requested += later.requested
        steps += later.steps
        total.add(later.total)
        for (table, counts) in later.byTable { byTable[table, default: Counts()].add(counts) }
        blocked += later.blocked
        unfinished += later.unfinished
        wasInterrupted = wasInterrupted || later.wasInterrupted
        runningElsewhere += later.runningElsewhere
        leftToOthers += later.leftToOthers
        hasGivenUp = hasGivenUp || later.hasGivenUp
        exclusions.merge(later.exclusions, uniquingKeysWith: +)
        leftUndone.merge(later.leftUndone, uniquingKeysWith: +)
        storeError = storeError ?? later.storeError
        duration += later.duration
        let notices = [digestNotice, later.digestNotice].compactMap(\.self)
        digestNotice = notices.isEmpty ? nil : notices.joined(separator: "\n")
    }

    /// Keeps what was done, and forgets what was left undone or left out: a later plan asks for it again.
    public mutating func forgetWhatWasLeft() {
        requested -= total.excluded + total.failed + total.blocked + unfinished
        for table in byTable.keys { byTable[table]?.forgetWhatWasLeft() }
        total.forgetWhatWasLeft()
        (blocked, exclusions, leftUndone) = ([], [:], [:])
        (unfinished, runningElsewhere, leftToOthers, storeError, hasGivenUp) = (0, 0, 0, nil, false)
    }

    /// Counts a plan, or a part of one, that nobody began: its steps are unfinished, and so is what waits for others.
    public mutating func addUnreached(_ plan: Plan) {
        requested += plan.requested
        steps += plan.steps.count
        unfinished += plan.steps.count
        for exclusion in plan.exclusions {
            if case .missingUpstream = exclusion.reason {
                unfinished += 1
            } else {
                exclude(exclusion.partition, exclusion.reason)
            }
        }
    }

    /// Counts a partition that is not computed here, and why.
    mutating func exclude(_ partition: Partition, _ exclusion: Exclusion) {
        count(partition.table) { $0.excluded += 1 }
        exclusions[exclusion.code, default: 0] += 1
        if case .runningElsewhere = exclusion { return }
        if !exclusion.isAccepted { leftUndone[exclusion.code, default: 0] += 1 }
    }

    mutating func count(_ table: TableName, _ change: (inout Counts) -> Void) {
        change(&total)
        change(&byTable[table, default: Counts()])
    }
}

/// How far a batch is.
public struct BatchProgress: Sendable {
    /// Steps that have ended.
    public var ended: Int
    /// Steps of the plan.
    public var steps: Int
    /// The newest step written.
    public var latest: Partition?
    /// Seconds since the start.
    public var elapsed: Double
    /// One line per step that has ended since the last call: table, date, status, rows, seconds.
    public var finished: [RunRecord]
}

extension BatchReport.Counts {
    fileprivate mutating func forgetWhatWasLeft() { (excluded, failed, blocked) = (0, 0, 0) }

    mutating func add(_ other: Self) {
        done += other.done
        unchanged += other.unchanged
        cutOff += other.cutOff
        doneElsewhere += other.doneElsewhere
        failed += other.failed
        blocked += other.blocked
        excluded += other.excluded
        rowsChanged += other.rowsChanged
        rowsWritten += other.rowsWritten
    }
}
