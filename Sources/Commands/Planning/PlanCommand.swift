import ArgumentParser
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Shows what would run.
struct PlanCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show what a backfill would do, step by step, and why; writes nothing.",
        discussion: """
            Every partition asked for is a step or an exclusion, each with its reason. The plan printed here is the \
            value that backfill executes; backfill --expect-plan refuses to run any other.
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var tables: TableOptions

    @Flag(help: "Only what is stale, and what may become stale by recomputing it.")
    var stale = false

    @Flag(name: .customLong("what-if"), help: "Compute the plan in memory and list exactly what would change.")
    var whatIf = false

    @Flag(help: "Plan every partition of the scope, complete or not.")
    var force = false

    @Flag(help: "List the inputs of every step.")
    var explain = false

    func validate() throws {
        if stale, force { throw ValidationError("Give --stale or --force, not both.") }
    }

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace)
        var ledger = try await session.ledger()
        let request = PlanRequest(
            tables: try tables.computed(session.catalog), dates: try scope.dates(ledger.facts),
            stretch: try scope.stretch(),
            policy: force ? .forced : (stale ? .staleOnly : .incomplete))
        var planner = Planner(ledger)
        let plan = planner.plan(request)
        let explained = explain ? lineage(of: plan, &ledger, session.catalog) : nil
        let outcome = whatIf ? try await rehearsed(plan, ledger, session) : nil
        format.print(
            PlanOutput(
                plan: plan, explained: explained, whatIf: outcome.map(WhatIfOutput.init),
                estimate: try await session.estimate(of: plan), bytes: try await session.bytes(of: plan, &ledger)))
        return .success
    }

    private func rehearsed(_ plan: Plan, _ ledger: Ledger, _ session: Session) async throws -> WhatIfOutcome {
        let display = ProgressDisplay(workspace.verbosity)
        defer { display.end() }
        return try await WhatIf(store: session.store, catalog: session.catalog).run(plan, ledger) { progress in
            display.show(WorkProgress(progress))
        }
    }

    private func lineage(of plan: Plan, _ ledger: inout Ledger, _ catalog: Catalog) -> [[InputLineage]] {
        plan.steps.map { step in
            guard let description = catalog.step(for: step.partition.table) else { return [] }
            let inputs = description.inputs.filter { $0.input.requirement != .fallback }
            return ledger.lineage(inputs, on: step.partition.date)
        }
    }
}
