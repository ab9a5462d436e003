import ArgumentParser
import GameCalendar
import PipelineEngine
import PipelineModel

/// Says what is missing.
struct GapsCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "gaps", abstract: "Say what is missing, partial or stale; exits 1 when anything is.",
        discussion: """
            Reports, by number or name:
            \(GapReports.all.map { "  \($0.number)  \($0.name)" }.joined(separator: "\n"))
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var tables: TableOptions

    @Option(help: ArgumentHelp("Number or name of the report.", valueName: "report"))
    var report = "coverage-by-year"

    func execute() async throws -> ExitStatus {
        guard let wanted = GapReports.named(report) else {
            throw CommandFailure.usage("there is no report '\(report)'; 'backcourt gaps --help' lists them")
        }
        let session = try Session(workspace)
        let ledger = try await session.ledger()
        let dates = try scope.dates(ledger.facts)
        if wanted.isAboutDates, !scope.isExplicit {
            throw CommandFailure.usage("\(wanted.name) is about single dates; say which, such as --dates 2023-11-01")
        }
        let facts = try await session.reportFacts(
            ledger, dates: dates, tables: try tables.names(session.catalog), needs: wanted.needs)
        let schedule = ledger.facts.schedule
        format.print(
            GapsOutput(
                report: wanted.report(facts),
                dates: dates.intersection(schedule.expectedDates.union(schedule.countingDates))))
        let obsolete = ledger.obsolete(around: dates, in: try scope.stretch())
        return obsolete.isEmpty && !facts.coverage.isIncomplete ? .success : .incomplete
    }
}

/// A report as people and machines read it.
struct GapsOutput: CommandOutput {
    let report: Report
    /// The game dates of the scope.
    let dates: DateSet

    var json: JSONValue {
        [
            "report": .string(report.name),
            "scope": ["start": .text(dates.first), "end": .text(dates.last), "total_dates": .int(dates.count)],
            "columns": .array(report.columns.map { .string($0) }),
            "rows": .array(report.rows.map { .array($0.map { JSONValue($0) }) }),
            "total": .object(report.total.map { .init(name: $0.name, value: JSONValue($0.value)) }),
        ]
    }

    var list: ResultList { ResultList(columns: report.columns, rows: report.rows) }

    /// The table with its sums in a last line; those that are not of a column follow, unless they are 0. A column without
    /// a value is left out.
    var text: String {
        guard !dates.isEmpty else { return "There are no game dates in the scope.\n" }
        let total = report.total.filter { $0.value != .null }
        var shown = list.withoutEmptyColumns
        guard let label = shown.columns.first, total.contains(where: { shown.columns.contains($0.name) }),
            !total.contains(where: { $0.name == label })
        else { return TextTable.leavingOutZeros(shown) + sentence(total) }
        let sums = shown.columns.dropFirst().map { name in total.first { $0.name == name }?.value ?? .text("") }
        shown.rows.append([.text("total")] + sums)
        let beside = total.filter { !shown.columns.contains($0.name) && $0.value != .int(0) }
        return TextTable.leavingOutZeros(shown) + sentence(beside)
    }

    private func sentence(_ total: [(name: String, value: Cell)]) -> String {
        let sums = total.map { "\($0.name) \($0.value)" }
        return sums.isEmpty ? "" : Wrapping.filled("Total: \(sums.joined(separator: ", ")).", indent: "  ")
    }
}
