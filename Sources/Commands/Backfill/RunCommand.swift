import ArgumentParser
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Runs one job.
struct RunCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run one job, such as analytics/player_game_summary, for some dates.",
        discussion: """
            A job computes its own table only: a date whose required inputs are missing is blocked, and the missing \
            ones are listed. Without --skip-downstream-trigger a success publishes its completion event, and what follows \
            from it is done.

            'run live --date D' lives one date: it reports the date's raw rows, and the orchestrators do the rest, up to \
            predictions and grades, by events alone. Stale partitions that the date reads are healed first.
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var jobs: JobOptions
    @OptionGroup var trigger: TriggerOptions

    @Argument(help: "The job: phase/table, or live.")
    var job: String?

    @Option(help: ArgumentHelp("The date to live, with live.", valueName: "date"))
    var date: GameDate?

    @Option(help: ArgumentHelp("One day; stands for --start-date and --end-date.", valueName: "date"))
    var analysisDate: GameDate?

    @Flag(inversion: .prefixedNo, help: "Past dates: no live checks, alerts in a digest.")
    var backfillMode = true

    @Flag(help: "Compute dates that are complete, too.")
    var force = false

    @Flag(help: "Print the plan and stop.")
    var dryRun = false

    @Flag(help: "Print how far the work is and stop.")
    var status = false

    @Flag(help: "Print the job names, one a line.")
    var list = false

    func validate() throws {
        if analysisDate != nil, scope.isExplicit {
            throw ValidationError("Give --analysis-date or another scope, not both.")
        }
        if isLive, date == nil { throw ValidationError("Name the date to live: run live --date D.") }
        if !isLive, date != nil { throw ValidationError("--date goes with live; give --start-date or --dates.") }
        if isLive, dryRun || force || scope.isExplicit || analysisDate != nil {
            throw ValidationError("live takes --date and --jobs only.")
        }
        if job == nil, !list { throw ValidationError("Name a job; 'backcourt run --list' lists them.") }
    }

    func execute() async throws -> ExitStatus {
        if list {
            let jobs = try Session.pipeline().steps.map(\.processor.job)
            Invocation.current.console.out(jobs.joined(separator: "\n") + "\n")
            return .success
        }
        let session = try await Session.patient(
            workspace, dryRun || status ? .readOnly : backfillMode ? .readWrite : .live)
        if status { return try await StatusCommand.report(session, format) }
        if isLive, let date {
            return try await LiveDate(session: session, jobs: jobs.jobs, verbosity: workspace.verbosity)
                .run(date, format)
        }
        let table = try table(session.catalog)
        let ledger = try await session.ledger()
        let dates = try analysisDate.map { DateSet([$0]) } ?? scope.dates(ledger.facts)
        var options = BatchOptions()
        options.jobs = jobs.jobs
        options.mode = backfillMode ? .backfill : .live
        options.skipDownstreamTrigger = trigger.skipDownstreamTrigger ?? false
        options.trigger = .manual
        options.command = Invocation.current.commandLine
        return try await PlanRun(
            session: session, format: format, verbosity: workspace.verbosity, name: "run", options: options,
            isDryRun: dryRun
        ).run(request(table, dates), ledger)
    }

    private var isLive: Bool { job == "live" }

    private func request(_ table: TableName, _ dates: DateSet) throws -> PlanRequest {
        PlanRequest(
            tables: [table], dates: dates, stretch: try analysisDate.map { $0...$0 } ?? scope.stretch(),
            policy: force ? .forced : .incomplete)
    }

    private func table(_ catalog: Catalog) throws(CommandFailure) -> TableName {
        let name = try TableSpelling.table(job ?? "", catalog)
        guard catalog.step(for: name) != nil else {
            throw .usage("\(name) is imported, not computed; 'backcourt run --list' lists the jobs")
        }
        return name
    }
}
