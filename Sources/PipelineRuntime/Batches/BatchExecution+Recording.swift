import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel

extension BatchExecution {
    /// Writes the batch row, and a blocked row for every requested partition whose upstream is missing.
    mutating func open() async {
        for exclusion in stage.plan.exclusions {
            if case .missingUpstream(let missing) = exclusion.reason, !isKnown(exclusion.partition, missing) {
                recordBlocked(exclusion.partition, missing)
            } else {
                leave(exclusion.partition, exclusion.reason)
                if exclusion.reason == .alreadyComplete { announceComplete(exclusion.partition) }
            }
        }
        guard !stage.plan.steps.isEmpty || unwritten.steps > 0 else {
            if !unwritten.changes.records.isEmpty { await flush() }
            return
        }
        await endBatchesOfDeadWorkers()
        writeBatch(.running, report)
        await flush()
    }

    // Who shares the work plans again and again: that a partition still waits for the same is no news.
    private func isKnown(_ partition: Partition, _ missing: [Partition]) -> Bool {
        guard options.datesPerBlock != nil, let run = stage.ledger.facts.store.unsettledRuns[partition] else {
            return false
        }
        return run.status == .blocked && run.blockedOn == RunRecord.blockedOn(missing)
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
            surrender(error)
        }
    }

    /// Gives back what was leased and not done, ends the batch row and tells what happened.
    mutating func close() async -> BatchReport {
        for step in stage.claimedButNotStarted { giveBack(step.partition) }
        for partition in runs.partitionsRunning { giveBack(partition) }
        if !stage.plan.steps.isEmpty || report.total.blocked + unwritten.steps > 0 {
            var outcome = report
            outcome.add(unwritten)
            let interrupted = report.wasInterrupted || report.storeError != nil
            writeBatch(interrupted ? .interrupted : (outcome.total.failed > 0 ? .failed : .finished), outcome)
            await flush()
            report.digestNotice = await runner.desk?.closeBatch(report.batchID)
        }
        await recount()
        report.unfinished = report.requested - report.total.ended
        report.duration = runner.clock.now().seconds(since: started)
        return report
    }

    /// Steps of which it is known what became; partitions the plan left out are none.
    var stepsEnded: Int { report.total.ended - stage.plan.exclusions.count }

    private mutating func giveBack(_ partition: Partition) {
        unwritten.changes.releasedLeases.append(partition)
        if let run = runs.end(partition, .interrupted, { $0.describe(.stopped(partition)) }) { write(attempt: run) }
    }

    private mutating func writeBatch(_ status: BatchStatus, _ outcome: BatchReport) {
        batch.status = status
        batch.done = outcome.total.done
        batch.failed = outcome.total.failed
        batch.blocked = outcome.total.blocked
        batch.finishedAt = status == .running ? nil : runner.clock.now()
        write([batch])
    }

    /// Adds engine rows to the next group.
    mutating func write<Row: WarehouseRow>(_ rows: [Row]) {
        add { group throws(WarehouseError) in try group.changes.upsert(rows) }
    }

    /// Adds the row of an attempt that is not its step's last, or that begins.
    mutating func write(attempt run: RunRecord) {
        add { group throws(WarehouseError) in try group.attempt(run) }
    }

    mutating func add(_ change: (inout OpenGroup) throws(WarehouseError) -> Void) {
        do throws(WarehouseError) {
            try change(&unwritten)
        } catch {
            surrender(error)
        }
    }

    /// The group as it stands; a new one is begun.
    mutating func takeGroup() -> OpenGroup {
        var group = unwritten
        group.changes.instant = runner.clock.now()
        unwritten = OpenGroup(at: group.changes.instant)
        return group
    }

    private mutating func flush() async {
        let group = takeGroup()
        let store = runner.warehouse
        let result = await runner.clock.retrying { () async throws(WarehouseError) -> Int in
            try await store.commit(group.changes)
        }
        switch result {
        case .success: report.add(group)
        case .failure(let error): surrender(error)
        }
    }

    /// Ends the batch because the store gave up.
    mutating func surrender(_ error: WarehouseError) {
        report.storeError = report.storeError ?? error
        stage.stop()
    }

    /// Ends the batch because the store refused a group, whose leases go back with the next one. When a lease was
    /// lost, another worker has taken this one for dead, and there is nothing left to give back.
    mutating func refused(_ group: OpenGroup, _ error: WarehouseError) {
        surrender(error)
        guard error.code != .leaseLost else { return }
        let now = runner.clock.now()
        add { open throws(WarehouseError) in
            try open.takeBack(group) { run in
                var run = run
                (run.status, run.success, run.finishedAt) = (.interrupted, false, now)
                run.describe(.stopped(run.partition))
                return run
            }
        }
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
        let processor = runner.catalog.steps[computed.assignment.processor].processor
        state.frozenAt = processor.freezesAtPlay && !stage.ledger.hasBegun(partition.date) ? state.updatedAt : nil
        let rewrites = computed.changed || computed.assignment.step.reason.rewritesEqualRows
        let projections = computed.projections.map { projection in
            var projection = projection
            projection.runID = run.runID
            projection.updatedAt = state.updatedAt
            return projection
        }
        unwritten.changes.partitions.append(
            PartitionWrite(
                table: computed.table, content: rewrites ? computed.content : nil, replacing: computed.replacement,
                state: state, projections: projections, inputs: computed.inputs))
        unwritten.changes.releasedLeases.append(partition)
        end(run, counts(of: computed))
        announce(run)
        if computed.isPartial { note(.warning, .runFailed, run) } else { closeBreaker(of: partition.table) }
        cache.keep(computed.content, of: partition, as: [state] + projections)
        stage.computed(state, projections: projections, consulting: computed.consulted)
        if computed.isPartial, options.failFast { stage.stop() }
        takeResolutions()
    }

    /// Takes an obsolete partition away with the next group.
    mutating func remove(_ assignment: Assignment) {
        let partition = assignment.step.partition
        guard let entry = runner.catalog.position(of: partition.table) else { return }
        guard var run = runs.end(partition, .noData) else { return }
        run.changed = true
        let projections = runner.catalog.projections[entry].map { projection in projection.input }
        let table = runner.catalog.entries[entry].table
        unwritten.changes.deletions.append((table: table, date: partition.date, projections: projections))
        unwritten.changes.releasedLeases.append(partition)
        end(run, BatchReport.Counts(done: 1, rowsChanged: assignment.previous?.rowCount ?? 0))
        stage.removed(partition)
    }

    private func counts(of computed: ComputedStep) -> BatchReport.Counts {
        var counts = BatchReport.Counts()
        if computed.isPartial { counts.failed += 1 } else { counts.done += 1 }
        if !computed.changed { counts.unchanged += 1 }
        if computed.changed || computed.assignment.step.reason.rewritesEqualRows {
            counts.rowsWritten += computed.state.rowCount
        }
        counts.rowsChanged += computed.rowsChanged
        return counts
    }

    private mutating func end(_ run: RunRecord, _ counts: BatchReport.Counts) {
        add { group throws(WarehouseError) in try group.end(run, counts) }
    }

    /// Writes a failed attempt.
    mutating func record(_ failure: StepFailure, of assignment: Assignment, _ decision: FailureDecision) {
        let partition = assignment.step.partition
        guard let run = runs.end(partition, .failed, { $0.describe(failure) }) else { return }
        if case .retry = decision {
            write(attempt: run)
            return
        }
        unwritten.changes.releasedLeases.append(partition)
        end(run, BatchReport.Counts(failed: 1))
        announce(run)
        note(failure.category == .resource ? .critical : .error, .runFailed, run)
        if decision == .stopProcessor { openBreaker(run) }
        if decision == .stopBatch { report.storeError = report.storeError ?? failure.storeError }
        if options.failFast { stage.stop() }
    }

    private mutating func openBreaker(_ run: RunRecord) {
        note(.error, .breakerOpened, run)
        let breaker = BreakerRecord.opened(
            run.processorName, failures: stage.failuresInARow(of: run.processorName), lastError: run.errorMessage,
            at: run.finishedAt ?? run.createdAt)
        openBreakers[run.processorName] = breaker
        add { group throws(WarehouseError) in try group.guarding(breaker) }
    }

    private mutating func closeBreaker(of table: TableName) {
        guard let breaker = openBreakers.removeValue(forKey: table) else { return }
        add { group throws(WarehouseError) in try group.guarding(breaker.closed(successes: 1)) }
    }

    mutating func recordBlocked(_ partition: Partition, _ missing: [Partition]) {
        let step = PlannedStep(
            partition: partition, phase: runner.catalog.entry(partition.table)?.phase ?? .raw, reason: .missing)
        if runs.running(partition) == nil {
            let description = runner.catalog.step(for: partition.table)
            _ = runs.begin(step, version: description?.processor.version ?? "", description?.configDigest ?? .absent)
        } else {
            unwritten.changes.releasedLeases.append(partition)
        }
        guard let run = runs.end(partition, .blocked, { $0.describe(blockedOn: missing) }) else { return }
        end(run, BatchReport.Counts(blocked: 1))
        report.blocked.append(BatchReport.Blocked(partition: partition, missing: missing))
        note(.warning, .blocked, run)
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
        case .missing, .partial, .contentMismatch, .obsolete, .forced, .retry: true
        case .stale, .upstreamStale: false
        }
    }
}
