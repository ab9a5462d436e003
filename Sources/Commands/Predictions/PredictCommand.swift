import ArgumentParser
import GameCalendar
import NBA
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Predicts games.
struct PredictCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Predict what players will do, by every system in every market.",
        discussion: """
            Predictions that stand are shown and not made again. --train makes the models of the scope's months again, \
            --force the predictions, too. --top shows the most confident calls that stray from a bookmaker's line.
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var predictions: PredictionOptions
    @OptionGroup var jobs: JobOptions

    @Flag(help: "Train the models of the scope's months again.")
    var train = false

    @Flag(help: "Predict again what is predicted.")
    var force = false

    @Option(help: ArgumentHelp("Show only so many calls on lines, the most confident first.", valueName: "n"))
    var top: Int?

    func execute() async throws -> ExitStatus {
        let session = try await Session.patient(workspace)
        let ledger = try await session.ledger()
        let dates = try scope.dates(ledger.facts)
        var status = ExitStatus.success
        if train { status = try await compute([ModelArtifact.table.name], dates, session, ledger, isForced: true) }
        if status == .success {
            let tables = [ModelArtifact.table.name, PropPrediction.table.name]
            status = try await compute(
                force ? [PropPrediction.table.name] : tables, dates, session, try await session.ledger(),
                isForced: force)
        }
        var report = PredictionReport(try predictions.systems(), try predictions.markets())
        try await report.read(dates.intersection(ledger.facts.schedule.expectedDates), session)
        if let top {
            format.print(try await ConfidentCalls(report.calls, limit: top, session))
        } else {
            format.print(PredictionOutput(report: report))
        }
        return status
    }

    private func compute(
        _ tables: [TableName], _ dates: DateSet, _ session: Session, _ ledger: Ledger, isForced: Bool
    ) async throws -> ExitStatus {
        var options = BatchOptions()
        options.jobs = jobs.jobs
        options.trigger = .manual
        options.command = Invocation.current.commandLine
        let run = PlanRun(
            session: session, format: format, verbosity: workspace.verbosity, name: "predict", options: options)
        var request = PlanRequest(
            tables: tables, dates: dates, stretch: try scope.stretch(), policy: isForced ? .forced : .incomplete)
        request.unfreezes = isForced
        let plan = try run.planned(request, ledger)
        guard !plan.steps.isEmpty else { return .success }
        let report = try await Invocation.current.stoppable { try await run.execute(plan, ledger) }
        return run.status(report, after: plan)
    }
}
