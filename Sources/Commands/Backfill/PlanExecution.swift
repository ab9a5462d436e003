import Notifications
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Executes a plan on behalf of a command: registers the process, shows progress, keeps the log, ends cleanly.
struct PlanExecution {
    let session: Session
    let options: BatchOptions
    let verbosity: Verbosity
    /// Name of the log file's first part.
    let name: String

    /// Executes `plan`; to be called where signals ask to stop.
    func run(_ plan: Plan, from ledger: Ledger) async throws -> BatchReport {
        let invocation = Invocation.current
        let (worker, identifiers) = session.worker()
        try await session.patiently { () async throws(WarehouseError) in try await session.store.register(worker) }
        let runner = BatchRunner(
            warehouse: session.store, catalog: session.catalog, worker: worker, clock: invocation.clock,
            identifiers: identifiers, desk: desk(identifiers))
        let log = RunLog(folder: "\(session.workspace.directory)/logs", name: name, at: invocation.clock.now())
        let display = ProgressDisplay(verbosity)
        var report = await runner.run(plan, from: ledger, options, stop: invocation.stop) { progress in
            log.append(progress.finished)
            display.tell(progress.finished.map(\.oneLine))
            display.show(WorkProgress(progress))
        }
        display.end()
        do throws(WarehouseError) {
            try await session.patiently { () async throws(WarehouseError) in
                try await session.store.retire(worker, at: invocation.clock.now())
            }
        } catch {
            // Nothing of the batch is lost: with the process its worker is dead.
            report.storeError = report.storeError ?? error
        }
        if report.total.done > 0 { try? await session.store.checkpoint() }
        return report
    }

    // The digest is printed with the result, so the channels here are the file, and standard error for what cannot wait
    // unless messages are unwanted.
    private func desk(_ identifiers: Identifiers) -> NoticeDesk {
        let invocation = Invocation.current
        let file = "\(session.workspace.directory)/logs/notices.log"
        var channels: [any NoticeChannel] = [.file(file)]
        if verbosity > .quiet { channels.append(.stderr(invocation.console.err)) }
        return NoticeDesk(
            warehouse: session.store, channels: channels, clock: invocation.clock, identifiers: identifiers)
    }
}

extension WorkProgress {
    /// How far a batch is.
    init(_ progress: BatchProgress) {
        self.init(progress.ended, of: progress.steps, "steps", latest: progress.latest?.description)
    }
}

extension RunRecord {
    /// `player_game_summary 2023-11-01 success 212 rows 0.0123 s`.
    fileprivate var oneLine: String {
        let seconds = durationSeconds.map { " \(($0 * 10_000).rounded() / 10_000) s" } ?? ""
        return "\(processorName) \(dataDate) \(status.rawValue) \(rowsWritten) rows\(seconds)"
    }
}

extension BatchReport {
    /// How the command ends.
    func status(_ signals: SignalRecord) -> ExitStatus {
        if wasInterrupted { return signals.status }
        if storeError != nil { return .store }
        let didNothing = total.done == 0 && total.failed == 0 && total.blocked == 0
        if runningElsewhere > 0, didNothing { return .heldElsewhere }
        let isIncomplete = total.failed + total.blocked + unfinished + runningElsewhere > 0
        return isIncomplete || !leftUndone.isEmpty ? .incomplete : .success
    }
}
