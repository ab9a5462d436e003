import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel

/// Writes the history rows of one batch: one per attempt, ended in place.
struct RunLedger {
    let batchID: String
    let correlationID: String
    let options: BatchOptions
    let identifiers: Identifiers
    let now: @Sendable () -> Timestamp
    private var open: [Partition: RunRecord] = [:]

    init(
        batchID: String, correlationID: String, options: BatchOptions, identifiers: Identifiers,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.batchID = batchID
        self.correlationID = correlationID
        self.options = options
        self.identifiers = identifiers
        self.now = now
    }

    /// A new running row.
    mutating func begin(_ step: PlannedStep, version: String, _ config: Digest, attempt: Int = 1) -> RunRecord {
        var run = RunRecord()
        run.runID = identifiers.next("r")
        run.batchID = batchID
        run.correlationID = correlationID
        run.processorName = step.partition.table
        run.phase = step.phase.label
        run.dataDate = step.partition.date
        run.attempt = attempt
        run.createdAt = now()
        run.mode = options.mode.label
        run.skipDownstreamTrigger = options.skipDownstreamTrigger
        run.triggerSource = options.isTarget(step.partition) ? options.trigger : .heal
        run.processorVersion = version
        run.configDigest = config
        open[step.partition] = run
        return run
    }

    /// The running row of `partition`.
    func running(_ partition: Partition) -> RunRecord? { open[partition] }

    /// Partitions whose row is still running, in order.
    var partitionsRunning: [Partition] { open.keys.sorted() }

    /// Takes back a row that was never written.
    mutating func forget(_ partition: Partition) { open[partition] = nil }

    /// Ends the running row of `partition` with `status` and whatever `change` sets.
    mutating func end(
        _ partition: Partition, _ status: RunStatus, _ change: (inout RunRecord) -> Void = { _ in }
    ) -> RunRecord? {
        guard var run = open.removeValue(forKey: partition) else { return nil }
        run.status = status
        run.success = status.isSuccess
        let finished = now()
        run.finishedAt = finished
        run.durationSeconds = finished.seconds(since: run.createdAt)
        change(&run)
        return run
    }
}

extension RunRecord {
    mutating func describe(_ computed: ComputedStep) {
        durationSeconds = computed.seconds
        rowsWritten = computed.state.rowCount
        rowsExpected = computed.rowsExpected
        rowsNotReady = computed.rowsNotReady
        changed = computed.changed
        inputDigest = computed.state.inputDigest
        outputDigest = computed.state.digest
        let missing = computed.missingKeys.prefix(20).map { "missing_key \($0)" }
        let notes = computed.warnings + missing
        warnings = notes.isEmpty ? nil : notes.joined(separator: "\n")
        if computed.isPartial {
            errorCategory = .data
            errorCode = "missing_keys"
            errorMessage =
                "\(processorName) \(dataDate): \(computed.state.rowsMissing) of \(computed.rowsExpected) expected rows "
                + "are missing, the first is \(computed.missingKeys.first ?? "a row with a NULL critical column")"
        }
    }

    mutating func describe(_ failure: StepFailure) {
        errorCategory = failure.category
        errorCode = failure.code
        errorMessage = failure.message
    }

    mutating func describe(blockedOn missing: [Partition]) {
        errorCategory = .upstream
        errorCode = "missing_upstream"
        errorMessage = "\(processorName) \(dataDate) waits for \(Exclusion.missingUpstream(missing).detail)"
        blockedOn = RunRecord.blockedOn(missing)
    }
}
