import ArgumentParser
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Runs unresolved partitions again.
struct RetryCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Run again what failed, is partial, blocked or stale.",
        discussion: """
            Without a choice everything unresolved in the scope is run again. What was blocked by it follows in the \
            same batch as it unblocks, on later dates and in other tables, too.

            Example: after a cause is mended that stopped a processor
              backcourt retry --failed --reset-breaker
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var tables: TableOptions
    @OptionGroup var jobs: JobOptions

    @Flag(help: "Partitions whose newest run failed or was interrupted, and blocked ones that wait for nothing else.")
    var failed = false

    @Flag(help: "Partitions with missing keys.")
    var partial = false

    @Flag(help: "Partitions that lacked an input.")
    var blocked = false

    @Flag(help: "Partitions computed from inputs that have changed since.")
    var stale = false

    @Option(help: ArgumentHelp("The partition of this run.", valueName: "run"))
    var run: String?

    @Flag(help: "Start stopped processors again, and run what they left out.")
    var resetBreaker = false

    @Flag(help: "Print the plan and stop.")
    var dryRun = false

    func validate() throws {
        let hasChoice = failed || partial || blocked || stale || scope.isExplicit || tables.isExplicit
        if run != nil, hasChoice { throw ValidationError("--run names its partition; leave out the other choices.") }
    }

    func execute() async throws -> ExitStatus {
        let session = try await Session.patient(workspace, dryRun ? .readOnly : .readWrite)
        var ledger = try await session.ledger()
        let request = try await request(session, ledger.facts)
        let reopened = resetBreaker && !dryRun ? try await closeBreakers(session, ledger.facts) : []
        let chosen = RetryChoice(request, reopened: reopened).partitions(in: &ledger)
        var options = BatchOptions()
        options.jobs = jobs.jobs
        options.trigger = .retry
        options.command = Invocation.current.commandLine
        return try await PlanRun(
            session: session, format: format, verbosity: workspace.verbosity, name: "retry", options: options,
            isDryRun: dryRun, emptiness: "the scope has no such partition"
        ).run(
            PlanRequest(
                tables: Set(chosen.map(\.table)).sorted(), dates: DateSet(chosen.map(\.date)),
                policy: .retry(chosen)), ledger)
    }

    private func request(_ session: Session, _ facts: Facts) async throws -> RetryChoice.Request {
        if let run { return .partition(try await partition(of: run, session)) }
        let named: [(isNamed: Bool, kind: RetryChoice.Kind)] = [
            (failed, .failed), (partial, .partial), (blocked, .blocked), (stale, .stale),
        ]
        let kinds = named.filter(\.isNamed).map(\.kind)
        return .kinds(
            kinds.isEmpty ? Set(RetryChoice.Kind.allCases) : Set(kinds), dates: try scope.dates(facts),
            tables: Set(try tables.computed(session.catalog)))
    }

    private func partition(of run: String, _ session: Session) async throws -> Partition {
        let records = try await session.store.records(
            RunRecord.self, matching: .column("run_id", is: .text(run)))
        guard let record = records.first else { throw CommandFailure.usage("there is no run '\(run)'") }
        guard session.catalog.step(for: record.processorName) != nil else {
            throw CommandFailure.usage(
                "run '\(run)' imported \(record.processorName) \(record.dataDate), which no job computes; "
                    + "import its files again with 'backcourt import'")
        }
        return Partition(record.processorName, record.dataDate)
    }

    // The processors whose breaker was open.
    private func closeBreakers(_ session: Session, _ facts: Facts) async throws -> Set<TableName> {
        let breakers = facts.store.openBreakers
        var changes = ChangeSet(at: Invocation.current.clock.now())
        try changes.upsert(breakers.map { $0.closed(successes: 0) })
        try await session.commit(changes)
        return Set(breakers.map(\.processorName))
    }
}
