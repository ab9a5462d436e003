import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel

extension BatchExecution {
    /// Writes the batch row, and a blocked row for every requested partition whose upstream is missing.
    mutating func open() async {
        for exclusion in stage.plan.exclusions {
            if case .missingUpstream(let missing) = exclusion.reason {
                recordBlocked(exclusion.partition, missing)
            } else {
                report.count(exclusion.partition.table) { $0.excluded += 1 }
                if case .runningElsewhere = exclusion.reason { report.runningElsewhere += 1 }
            }
        }
        guard !stage.plan.steps.isEmpty || report.total.blocked > 0 else { return }
        await tellNotices()
        await endBatchesOfDeadWorkers()
        writeBatch(.running)
        await flush()
    }

    // A killed process cannot end its batch row; whoever works next does it.
    private mutating func endBatchesOfDeadWorkers() async {
        do throws(WarehouseError) {
            let living = try await runner.warehouse.records(Worker.self, matching: RecordFilter())
            let open = try await runner.warehouse.records(
                Batch.self, matching: .column("status", is: .text(BatchStatus.running.rawValue)))
            let dead = open.filter { batch in !living.contains { Identifiers.isOf($0, batch.batchID) } }
            write(
                dead.map { batch in
                    var ended = batch
                    ended.status = .interrupted
                    ended.finishedAt = started
                    return ended
                })
        } catch {
            report.storeError = report.storeError ?? error
        }
    }

    /// Gives back what was leased and not done, ends the batch row and tells what happened.
    mutating func close() async -> BatchReport {
        for step in stage.claimedButNotStarted { giveBack(step.partition) }
        for partition in runs.partitionsRunning { giveBack(partition) }
        report.unfinished =
            report.steps - report.total.done - report.total.failed - stepsBlocked - report.total.cutOff - stepsExcluded
        let interrupted = report.wasInterrupted || report.storeError != nil
        if !stage.plan.steps.isEmpty || report.total.blocked > 0 {
            writeBatch(interrupted ? .interrupted : (report.total.failed > 0 ? .failed : .finished))
            await flush()
        }
        await tellNotices()
        report.duration = runner.clock.now().seconds(since: started)
        return report
    }

    // What is critical is told as it stands; the rest in the one digest of the batch, also after an interrupt.
    private mutating func tellNotices() async {
        guard let desk = runner.desk else { return }
        do throws(WarehouseError) {
            try await desk.deliverDue()
            report.digestNotice = try await desk.deliverDigest()
        } catch {
            report.storeError = report.storeError ?? error
        }
    }

    /// Steps, and not partitions the plan left out, that lacked an input.
    var stepsBlocked: Int {
        report.total.blocked
            - stage.plan.exclusions.count { if case .missingUpstream = $0.reason { true } else { false } }
    }

    private var stepsExcluded: Int {
        report.total.excluded
            - stage.plan.exclusions.count { if case .missingUpstream = $0.reason { false } else { true } }
    }

    private mutating func giveBack(_ partition: Partition) {
        unwritten.releasedLeases.append(partition)
        if let run = runs.end(partition, .interrupted, { $0.describe(.stopped(partition)) }) { write([run]) }
    }

    private mutating func writeBatch(_ status: BatchStatus) {
        batch.status = status
        batch.done = report.total.done
        batch.failed = report.total.failed
        batch.blocked = report.total.blocked
        batch.finishedAt = status == .running ? nil : runner.clock.now()
        write([batch])
    }

    /// Adds engine rows to the next group.
    mutating func write<Row: WarehouseRow>(_ rows: [Row]) {
        do throws(WarehouseError) {
            try unwritten.upsert(rows)
        } catch {
            report.storeError = report.storeError ?? error
        }
    }

    private mutating func flush() async {
        let changes = unwritten
        unwritten = ChangeSet(at: runner.clock.now())
        let store = runner.warehouse
        let result = await runner.clock.retrying { () async throws(WarehouseError) -> Int in
            try await store.commit(changes)
        }
        if case .failure(let error) = result { report.storeError = report.storeError ?? error }
        unwrittenSteps = 0
    }

    /// Takes a computed step into the next group and tells the stage.
    mutating func finished(_ computed: ComputedStep) {
        let partition = computed.assignment.step.partition
        let status: RunStatus =
            computed.isPartial ? .partial : (computed.state.rowCount == 0 ? .noData : .success)
        guard let run = runs.end(partition, status, { $0.describe(computed) }) else { return }
        var state = computed.state
        state.runID = run.runID
        state.updatedAt = run.finishedAt ?? run.createdAt
        let rewrites = computed.changed || computed.assignment.step.reason.rewritesEqualRows
        unwritten.partitions.append(
            PartitionWrite(
                table: computed.table, content: rewrites ? computed.content : nil, state: state,
                projections: computed.projections.map { projection in
                    var projection = projection
                    projection.runID = run.runID
                    projection.updatedAt = state.updatedAt
                    return projection
                }, inputs: computed.inputs))
        unwritten.releasedLeases.append(partition)
        write([run])
        if !options.skipDownstreamTrigger { write([completionEvent(of: run)]) }
        if computed.isPartial { note(.warning, .runFailed, run) }
        cache.keep(computed.content, digest: state.digest, of: partition)
        stage.computed(state, projections: computed.projections, consulting: computed.consulted)
        count(computed)
        ended(run)
        if computed.isPartial, options.failFast { stage.stop() }
        takeResolutions()
    }

    private mutating func count(_ computed: ComputedStep) {
        report.count(computed.table.name) { counts in
            if computed.isPartial { counts.failed += 1 } else { counts.done += 1 }
            if !computed.changed { counts.unchanged += 1 }
            if computed.changed || computed.assignment.step.reason.rewritesEqualRows {
                counts.rowsWritten += computed.state.rowCount
            }
            counts.rowsChanged += computed.rowsChanged
        }
    }

    private mutating func ended(_ run: RunRecord) {
        finishedRuns.append(run)
        unwrittenSteps += 1
    }

    /// Writes a failed attempt.
    mutating func record(_ failure: StepFailure, of assignment: Assignment, _ decision: FailureDecision) {
        let partition = assignment.step.partition
        guard let run = runs.end(partition, .failed, { $0.describe(failure) }) else { return }
        write([run])
        if case .retry = decision { return }
        unwritten.releasedLeases.append(partition)
        report.count(partition.table) { $0.failed += 1 }
        note(failure.category == .resource ? .critical : .error, .runFailed, run)
        if decision == .stopProcessor { note(.error, .breakerOpened, run) }
        ended(run)
        if options.failFast { stage.stop() }
    }

    /// Writes what became of steps that ended without being computed.
    mutating func takeResolutions() {
        for resolution in stage.takeResolutions() {
            let partition = resolution.step.partition
            switch resolution.exclusion {
            case .missingUpstream(let missing):
                recordBlocked(partition, missing)
            case .alreadyComplete:
                report.count(partition.table) { $0.cutOff += 1 }
                close(partition, resolution)
            case .runningElsewhere:
                report.runningElsewhere += 1
                report.count(partition.table) { $0.excluded += 1 }
            case .breakerOpen, .notExpected, .waived, .beforeHistory:
                report.count(partition.table) { $0.excluded += 1 }
                close(partition, resolution)
            }
        }
    }

    // A step that was leased ahead and then not needed leaves no trace but its released lease.
    private mutating func close(_ partition: Partition, _ resolution: StepResolution) {
        guard resolution.wasClaimed else { return }
        unwritten.releasedLeases.append(partition)
        if let run = runs.end(partition, .interrupted) {
            unwritten.remove(RunRecord.self, matching: .column("run_id", is: .text(run.runID)))
        }
        unwrittenSteps += 1
    }

    private mutating func recordBlocked(_ partition: Partition, _ missing: [Partition]) {
        let step = PlannedStep(
            partition: partition, phase: runner.catalog.entry(partition.table)?.phase ?? .raw, reason: .missing)
        if runs.running(partition) == nil {
            let description = runner.catalog.step(for: partition.table)
            _ = runs.begin(step, version: description?.processor.version ?? "", description?.configDigest ?? .absent)
        } else {
            unwritten.releasedLeases.append(partition)
        }
        guard let run = runs.end(partition, .blocked, { $0.describe(blockedOn: missing) }) else { return }
        write([run])
        report.count(partition.table) { $0.blocked += 1 }
        note(.warning, .blocked, run)
        ended(run)
    }

    /// Stores a notice in the group it belongs to; in backfill it waits for the batch's digest unless critical.
    mutating func note(_ level: NoticeLevel, _ category: NoticeCategory, _ run: RunRecord) {
        var notice = Notice()
        notice.noticeID = runner.identifiers.next("n")
        notice.level = level
        notice.category = category
        notice.processorName = run.processorName.rawValue
        notice.dataDate = run.dataDate
        notice.text = run.errorMessage ?? "\(run.processorName) \(run.dataDate) is \(run.status.rawValue)"
        notice.batchID = report.batchID
        notice.createdAt = runner.clock.now()
        notice.suppressed = NoticePolicy.isSuppressed(level, in: options.mode)
        write([notice])
    }
}

extension StepFailure {
    static func stopped(_ partition: Partition) -> StepFailure {
        StepFailure(
            .cancelled, "stopped", "\(partition) was not finished when the batch stopped; run the same command again")
    }
}

extension StepReason {
    /// Whether the rows are written even when their digest is the one stored: the stored rows are in doubt.
    var rewritesEqualRows: Bool {
        switch self {
        case .missing, .partial, .contentMismatch, .forced, .retry: true
        case .stale, .upstreamStale: false
        }
    }
}
