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
            --force the predictions, too.
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
        format.print(PredictionOutput(report: report))
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
        let plan = try run.planned(
            PlanRequest(
                tables: tables, dates: dates, stretch: try scope.stretch(), policy: isForced ? .forced : .incomplete),
            ledger)
        guard !plan.steps.isEmpty else { return .success }
        let report = try await Invocation.current.stoppable { try await run.execute(plan, ledger) }
        return run.status(report, after: plan)
    }
}

/// What is predicted for some dates.
struct PredictionReport {
    private static let datesPerRead = 30
    let systems: [PredictionSystem]
    let markets: [Market]
    private(set) var dates: [GameDate] = []
    private(set) var predictions = 0
    /// Predictions, gaps and recommendations to bet of each system.
    private(set) var bySystem: [PredictionSystem: (predictions: Int, gaps: Int, bets: Int)] = [:]
    /// Rows without a number, by system and reason.
    private(set) var gaps: [PredictionSystem: [PredictionGap: Int]] = [:]
    /// Everything predicted, when it is of one date.
    private(set) var rows: [PropPrediction] = []

    init(_ systems: [PredictionSystem], _ markets: [Market]) {
        (self.systems, self.markets) = (systems, markets)
    }

    /// Takes in the predictions of `dates`.
    mutating func read(_ dates: DateSet, _ session: Session) async throws {
        self.dates = dates.dates
        for start in stride(from: 0, to: dates.count, by: Self.datesPerRead) {
            let chunk = Array(dates.dates[start..<min(start + Self.datesPerRead, dates.count)])
            let contents = try await session.store.contents(of: PropPrediction.stored, on: chunk)
            for date in chunk {
                for row in contents[date].map(PropPrediction.rows(from:)) ?? [] { add(row) }
            }
        }
    }

    private mutating func add(_ row: PropPrediction) {
        guard systems.contains(row.system), markets.contains(row.market) else { return }
        if dates.count == 1 { rows.append(row) }
        if let gap = row.gapReason {
            gaps[row.system, default: [:]][gap, default: 0] += 1
            bySystem[row.system, default: (0, 0, 0)].gaps += 1
            return
        }
        predictions += 1
        bySystem[row.system, default: (0, 0, 0)].predictions += 1
        let isBet = row.recommendation == .over || row.recommendation == .under
        bySystem[row.system, default: (0, 0, 0)].bets += isBet ? 1 : 0
    }
}

/// Predictions as people and machines read them.
struct PredictionOutput: CommandOutput {
    let report: PredictionReport

    var json: JSONValue {
        [
            "date": report.dates.count == 1 ? .text(report.dates[0]) : .null,
            "dates": .array(report.dates.map { .text($0) }), "predictions": .int(report.predictions),
            "by_system": list.objects, "no_prediction": noPrediction.objects,
        ]
    }

    var list: ResultList {
        ResultList(
            columns: ["system", "predictions", "gaps", "bets"],
            rows: report.systems.map { system in
                let counts = report.bySystem[system] ?? (0, 0, 0)
                return [.text(system.rawValue), .int(counts.predictions), .int(counts.gaps), .int(counts.bets)]
            })
    }

    var text: String {
        let scope = report.dates.count == 1 ? "on \(report.dates[0])" : "on \(report.dates.count) dates"
        return TextTable(list).text + "\(report.predictions) predictions \(scope).\n"
    }

    private var noPrediction: ResultList {
        ResultList(
            columns: ["system", "reason", "count"],
            rows: report.systems.flatMap { system in
                PredictionGap.allCases.compactMap { gap in
                    report.gaps[system]?[gap].map { [.text(system.rawValue), .text(gap.rawValue), .int($0)] }
                }
            })
    }
}
