import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Executes a plan on behalf of a command.
struct PlanExecution {
    let session: Session
    let options: BatchOptions
    let verbosity: Verbosity
    /// Name of the log file's first part.
    let name: String

    /// Executes `plan`; to be called where signals ask to stop.
    func run(_ plan: Plan, from ledger: Ledger) async throws -> BatchReport {
        let stop = Invocation.current.stop
        let worker = WorkerSession(session: session, verbosity: verbosity, name: name)
        var (report, ending) = try await worker.work { tools in
            await tools.runner.run(plan, from: ledger, options, stop: stop, progress: tools.progress)
        }
        report.storeError = report.storeError ?? ending
        if report.total.done > 0 { try? await session.store.checkpoint() }
        return report
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
