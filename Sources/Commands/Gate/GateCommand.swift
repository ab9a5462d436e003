import ArgumentParser
import GameCalendar
import PipelineEngine

/// Judges a gate.
struct GateCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Judge whether a stage may begin: every condition, with the evidence.",
        usage: "backcourt gate [<options>] <gate>",
        discussion: """
            Gate 0 stands before the backfill: raw data complete, machinery sound. Gate 1 stands after phase 3: five \
            tables complete on every date, nothing unresolved. Gate 2 stands after phase 4: the same for its tables, and \
            values that can be trusted, in one reading of every row. Gate 3 stands before the hand-over: the season being \
            played is complete but for --tolerance dates, and a date lives once more, by events alone, on a scratch store. \
            Exits 0 when passed, 1 when not, 2 when it cannot be \
            judged. The verdict is stored with a digest of the facts it rests on.
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions

    @Option(help: ArgumentHelp("Gate 3: dates of the season being played that may be incomplete.", valueName: "n"))
    var tolerance = 2

    @Option(help: ArgumentHelp("Gate 3: the date to rehearse; the newest complete one.", valueName: "date"))
    var date: GameDate?

    @OptionGroup var jobs: JobOptions

    @Argument(help: "0, 1, 2, 3 or all.")
    var gate: String

    func execute() async throws -> ExitStatus {
        let wanted = Gates.all.filter { gate == "all" || String($0.number) == gate }
        guard !wanted.isEmpty else {
            let known = Gates.all.map { String($0.number) }.joined(separator: ", ")
            throw CommandFailure.usage("there is no gate '\(gate)' in this version; there are \(known) and all")
        }
        let session = try await Session.patient(workspace)
        let ledger = try await session.ledger()
        let live = GateJudgement.LiveOptions(tolerance: tolerance, date: date, jobs: jobs.jobs)
        let reports = try await GateJudgement(session: session, live: live).reports(
            wanted, ledger, dates: try scope.dates(ledger.facts), stretch: try scope.stretch())
        format.print(GateOutput(reports: reports))
        return reports.allSatisfy(\.passed) ? .success : .incomplete
    }
}
