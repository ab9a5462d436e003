import ArgumentParser
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// What a backfill is about.
enum BackfillTarget: String, ExpressibleByArgument, CaseIterable {
    case phase3, phase4, phase5, all

    /// The phases meant, in order.
    var phases: [Phase] {
        switch self {
        case .phase3: [.analytics]
        case .phase4: [.precompute]
        case .phase5: [.predictions]
        case .all: [.analytics, .precompute, .predictions]
        }
    }
}

/// Computes what is missing, partial or stale.
struct BackfillCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill", abstract: "Compute every partition that is missing, partial or stale.",
        discussion: """
            Dates go in order, tables in dependency order. Stop it at any moment and run the same command again: what \
            is left is worked out from the data. The first SIGINT finishes running steps, a second cancels them.

            Without a phase or a table it goes in stages: gate 0, phase 3, gate 1, phase 4, gate 2, phase 5, and stops at a \
            gate that does not pass with exit 1. A gate that has passed over the same facts is not judged again.
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var tables: TableOptions
    @OptionGroup var jobs: JobOptions
    @OptionGroup var trigger: TriggerOptions

    @Argument(help: "phase3, phase4, phase5 or all.")
    var target: BackfillTarget = .all

    @Option(help: ArgumentHelp("Lowest phase of all that is computed.", valueName: "phase"))
    var fromPhase: Int?

    @Option(help: ArgumentHelp("The same as --table.", valueName: "tables"))
    var only: String?

    @Flag(help: "Only what is stale, and what that makes stale.")
    var stale = false

    @Flag(help: "Compute everything in the scope again.")
    var force = false

    @Option(help: ArgumentHelp("At most so many dates, earliest first.", valueName: "n"))
    var limit: Int?

    @Flag(help: "Stop after the first failed step.")
    var failFast = false

    @Flag(help: "Start a stage without a current pass of the gate before it; recorded.")
    var noGate = false

    @Flag(help: "Read the stored rows first and redo partitions that differ from their digest.")
    var checkData = false

    @Option(help: ArgumentHelp("Do nothing unless the plan has this digest.", valueName: "digest"))
    var expectPlan: String?

    @Flag(help: "Print the plan and stop.")
    var dryRun = false

    @Flag(help: "Print how far the work is and stop.")
    var status = false

    func validate() throws {
        if let fromPhase, !(3...5).contains(fromPhase) {
            throw ValidationError("--from-phase is 3, 4 or 5, not \(fromPhase).")
        }
        if let limit, limit < 1 { throw ValidationError("--limit is at least 1, not \(limit).") }
        if only != nil, tables.table != nil { throw ValidationError("Give --table or --only, not both.") }
        if stale, force { throw ValidationError("Give --stale or --force, not both.") }
    }

    func execute() async throws -> ExitStatus {
        let session = try await Session.patient(workspace, dryRun || status ? .readOnly : .readWrite)
        if status { return try await StatusCommand.report(session, format) }
        let tables = try chosenTables(session.catalog)
        var ledger = try await session.ledger()
        let doubt =
            checkData
            ? try await ContentCheck(session, workspace.verbosity).doubt(withdrawingFrom: &ledger, tables)
            : ContentDoubt()
        let request = PlanRequest(
            tables: tables, dates: try scope.dates(ledger.facts), stretch: try scope.stretch(),
            policy: force ? .forced : (stale ? .staleOnly : .incomplete),
            mismatched: doubt.damaged, dateLimit: limit)
        let run = PlanRun(
            session: session, format: format, verbosity: workspace.verbosity, name: "backfill", options: batchOptions,
            expectedPlan: expectPlan, isDryRun: dryRun, countsStale: stale, doubt: doubt)
        let isStaged = target == .all && only == nil && self.tables.table == nil
        return isStaged
            ? try await StagedBackfill(run: run, skipsGates: noGate).run(request, ledger)
            : try await run.run(request, ledger)
    }

    private var batchOptions: BatchOptions {
        var options = BatchOptions()
        options.jobs = jobs.jobs
        options.failFast = failFast
        options.skipDownstreamTrigger = trigger.skipDownstreamTrigger ?? true
        options.command = Invocation.current.commandLine
        return options
    }

    // The computed tables of the target's phases; asking for a phase that has none yet is a usage error.
    private func chosenTables(_ catalog: Catalog) throws(CommandFailure) -> [TableName] {
        let lowest = fromPhase.flatMap(Phase.init(rawValue:)) ?? .raw
        let phases = target.phases.filter { $0 >= lowest }
        guard !phases.isEmpty else {
            throw .usage("\(target.rawValue) comes before --from-phase \(lowest.rawValue): nothing is left to compute")
        }
        var filter = tables
        if let only { filter.table = only }
        let named = try filter.computed(catalog)
        let members = catalog.steps.map { catalog.entries[$0.entry] }.filter { phases.contains($0.phase) }
        guard !members.isEmpty else { throw .usage("\(target.rawValue) has no processors in this version") }
        let chosen = members.map(\.name).filter(named.contains)
        guard !chosen.isEmpty else {
            throw .usage("\(named.map(\.rawValue).joined(separator: ", ")) is not of \(target.rawValue)")
        }
        return chosen
    }
}
