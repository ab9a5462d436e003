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

    func run(_ request: PlanRequest, _ ledger: Ledger) async throws -> ExitStatus {
        var planner = Planner(ledger)
        let plan = planner.plan(request)
        if let expectedPlan, !plan.digest.hex.hasPrefix(expectedPlan.lowercased()) || expectedPlan.count < 12 {
            throw CommandFailure(
                .planDiffers, "the plan is \(plan.digest.hex), not \(expectedPlan); look at it with 'backcourt plan'")
        }
        if isDryRun {
            format.print(
                PlanOutput(plan: plan, explained: nil, whatIf: nil, estimate: try await session.estimate(of: plan)))
            return .success
        }
        let report = try await PlanExecution(session: session, options: options, verbosity: verbosity, name: name)
            .run(plan, from: ledger)
        let stale = plan.steps.count { $0.reason == .stale || $0.reason == .upstreamStale }
        format.print(
            BatchOutput(
                report: report, dates: DateSet(plan.steps.map(\.partition.date)).count,
                stale: countsStale ? stale : nil))
        if let error = report.storeError { Invocation.current.console.err("backcourt: \(error.message)\n") }
        return report.status(Invocation.current.signals)
    }
}
