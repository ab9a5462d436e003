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
            Predictions that stand are shown and not made again; what they need of phase 5 is computed first. --train \
            makes the models of the scope's months again, --force the predictions, too. --top shows the most confident calls that stray from a bookmaker's line.
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
        let status = try await predict(dates, session, ledger)
        var report = PredictionReport(try predictions.systems(), try predictions.markets())
        try await report.read(dates.intersection(ledger.facts.schedule.expectedDates), session)
        if let top {
            format.print(try await ConfidentCalls(report.calls, limit: top, session))
        } else {
            format.print(PredictionOutput(report: report))
        }
        return status
    }

    // What the predictions need, then the models anew, then the predictions; ends where something is wanting.
    private func predict(_ dates: DateSet, _ session: Session, _ ledger: Ledger) async throws -> ExitStatus {
        let (predicted, models) = (PropPrediction.table.name, ModelArtifact.table.name)
        let openings = ledger.facts.schedule.monthOpenings(from: ledger.facts.history.lowerBound)
        let months = Set(dates.map(\.firstOfMonth))
        var requests = [needs(dates, ledger, without: train ? [models] : [])]
        if train {
            let again = DateSet(openings.filter { months.contains($0.firstOfMonth) })
            requests.append(PlanRequest(tables: [models], dates: again, policy: .forced))
            requests.append(needs(dates, ledger, without: []))
        }
        var last = PlanRequest(
            tables: [predicted], dates: dates, stretch: try scope.stretch(), policy: force ? .forced : .incomplete)
        last.unfreezes = force
        for request in requests + [last] {
            let status = try await compute(request, session)
            guard status == .success else { return status }
        }
        return .success
    }

    // Whatever of phase 5 the predictions of `dates` read, and what that reads.
    private func needs(_ dates: DateSet, _ ledger: Ledger, without tables: [TableName]) -> PlanRequest {
        let predicted = Set(dates.map { Partition(PropPrediction.table.name, $0) })
        let upstream = ledger.upstream(of: predicted).filter { partition in
            ledger.catalog.entry(partition.table)?.phase == .predictions && !tables.contains(partition.table)
        }
        return PlanRequest(upstream)
    }

    private func compute(_ request: PlanRequest, _ session: Session) async throws -> ExitStatus {
        var options = BatchOptions()
        options.jobs = jobs.jobs
        options.trigger = .manual
        options.command = Invocation.current.commandLine
        let run = PlanRun(
            session: session, format: format, verbosity: workspace.verbosity, name: "predict", options: options)
        let ledger = try await session.ledger()
        let plan = try run.planned(request, ledger)
        if let obstacle = plan.exclusions.first(where: { !$0.reason.isAccepted }) {
            workspace.tell("\(obstacle.partition) is left out: \(obstacle.reason.code) \(obstacle.reason.detail)")
        } else if plan.steps.isEmpty {
            return .success
        }
        let report = try await Invocation.current.stoppable { try await run.execute(plan, ledger) }
        return run.status(report, after: plan)
    }
}
