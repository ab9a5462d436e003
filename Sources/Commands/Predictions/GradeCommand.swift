import ArgumentParser
import GameCalendar
import NBA
import PipelineEngine
import PipelineModel
import PipelineRuntime

extension Population: ExpressibleByArgument {}

/// Grades predictions and says how far they were off.
struct GradeCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "grade", abstract: "Grade predictions of finished games and show how good they were.",
        discussion: """
            Grades what is not graded yet, then sums up. Nothing is ever chosen by what happened: P5 is everybody who \
            appeared with 5 appearances of the season before, P15 those of them with 15 minutes a game over the last 5.

            hit_rate is wins of wins and losses; at odds of -110 bets break even at 0.524. in_80 is the share of outcomes \
            within their 80 % interval. vs_line is the mean absolute error less that of the bookmakers' line, on the \
            player-games that have a line and that every system asked for predicted.
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var predictions: PredictionOptions
    @OptionGroup var jobs: JobOptions

    @Option(help: "Whose games count.")
    var population = Population.p5

    func execute() async throws -> ExitStatus {
        let session = try await Session.patient(workspace)
        let ledger = try await session.ledger()
        let dates = try scope.dates(ledger.facts)
        let status = try await grade(dates, session, ledger)
        var report = AccuracyReport(population, try predictions.systems(), try predictions.markets())
        try await report.read(dates.intersection(ledger.facts.schedule.countingDates), session)
        format.print(AccuracyOutput(report: report))
        return status
    }

    // What is graded already costs a plan and nothing else.
    private func grade(_ dates: DateSet, _ session: Session, _ ledger: Ledger) async throws -> ExitStatus {
        var options = BatchOptions()
        options.jobs = jobs.jobs
        options.trigger = .manual
        options.command = Invocation.current.commandLine
        let run = PlanRun(
            session: session, format: format, verbosity: workspace.verbosity, name: "grade", options: options)
        let request = PlanRequest(
            tables: [PredictionGrade.table.name], dates: dates, stretch: try scope.stretch(), policy: .incomplete)
        let plan = try run.planned(request, ledger)
        guard !plan.steps.isEmpty else { return .success }
        let report = try await Invocation.current.stoppable { try await run.execute(plan, ledger) }
        return run.status(report, after: plan)
    }
}
