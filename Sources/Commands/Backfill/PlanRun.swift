import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Plans a request and executes it: what backfill, run and retry have in common.
struct PlanRun {
    let session: Session
    let format: FormatOptions
    let verbosity: Verbosity
    let name: String
    let options: BatchOptions
    var expectedPlan: String?
    var isDryRun = false
    var countsStale = false
    /// What the stored rows showed, for the store to know before the first step.
    var doubt = ContentDoubt()
    /// What a process that is registered already works with; nil for one that registers with each execution.
    var tools: WorkerSession.Tools?
    /// What it means when the request comes to no partition.
    var emptiness = "there are no game dates in the scope"

    func run(_ request: PlanRequest, _ ledger: Ledger) async throws -> ExitStatus {
        let plan = try planned(request, ledger)
        if isDryRun { return try await show(plan) }
        try await doubt.record(in: session)
        let (report, downstream) = try await Invocation.current.stoppable {
            let report = try await execute(plan, ledger)
            return (report, try await cascade(after: report))
        }
        var batch = output(report, of: plan)
        batch.downstream = downstream
        format.print(batch)
        let status = status(report, after: plan)
        return status == .success ? downstream?.status ?? status : status
    }

    /// Acts on the events that `report`'s batch has published; nil when it was to publish none.
    func cascade(after report: BatchReport) async throws -> Cascade.Outcome? {
        guard !options.skipDownstreamTrigger, report.storeError == nil, !report.wasInterrupted else { return nil }
        return try await Cascade(session: session, verbosity: verbosity, name: name, jobs: options.jobs).run()
    }

    /// The plan for `request`.
    ///
    /// - Throws: ``CommandFailure`` when it is not the one expected.
    func planned(_ request: PlanRequest, _ ledger: Ledger) throws -> Plan {
        var planner = Planner(ledger)
        let plan = planner.plan(request)
        if let expectedPlan, !plan.digest.hex.hasPrefix(expectedPlan.lowercased()) || expectedPlan.count < 12 {
            throw CommandFailure(
                .planDiffers, "the plan is \(plan.digest.hex), not \(expectedPlan); look at it with 'backcourt plan'")
        }
        return plan
    }

    /// Prints the plan and does nothing.
    func show(_ plan: Plan) async throws -> ExitStatus {
        format.print(
            PlanOutput(plan: plan, explained: nil, whatIf: nil, estimate: try await session.estimate(of: plan)))
        return .success
    }

    /// Executes `plan`, which was made from `ledger`, or from an earlier one of the same command; to be called where
    /// signals ask to stop.
    ///
    /// - Parameter waits: whether to wait for another run that holds all that is wanted first.
    func execute(_ plan: Plan, _ ledger: Ledger, waits: Bool = false) async throws -> BatchReport {
        var options = options
        options.waitsForOthers = waits
        if let tools {
            return await tools.runner.run(
                plan, from: ledger, options, stop: Invocation.current.stop, progress: tools.progress)
        }
        return try await PlanExecution(session: session, options: options, verbosity: verbosity, name: name)
            .run(plan, from: ledger)
    }

    /// What executing `plan` did.
    func output(_ report: BatchReport, of plan: Plan) -> BatchOutput {
        let stale = plan.steps.count { $0.reason == .stale || $0.reason == .upstreamStale }
        return BatchOutput(
            report: report, dates: DateSet(plan.steps.map(\.partition.date)).count, stale: countsStale ? stale : nil,
            emptiness: emptiness)
    }

    /// How the command ends; says what the store's last word was, and what `plan` left damaged.
    func status(_ report: BatchReport, after plan: Plan) -> ExitStatus {
        if let error = report.storeError { Invocation.current.console.err("backcourt: \(error.message)\n") }
        let left = doubt.remainder(after: plan)
        if let advice = left.advice { Invocation.current.console.err("backcourt: \(advice).\n") }
        let status = report.status(Invocation.current.signals)
        return status == .success && !left.damaged.isEmpty ? .incomplete : status
    }
}
