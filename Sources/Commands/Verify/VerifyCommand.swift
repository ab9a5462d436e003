import ArgumentParser
import GameCalendar
import PipelineEngine
import PipelineModel

/// Checks that what should be stored is stored.
struct VerifyCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check completeness, schema and file of the store, with --digests every row.",
        discussion: """
            Counts for each table how its partitions stand and lists what is wrong; optional raw tables are counted \
            only. --digests reads every row again, compares it with the recorded digests, projections included, and \
            prints one digest over all of it: two stores with equal data print the same line. Exits 0 when there is \
            no problem, 1 when there is one, 2 when the check cannot be made.

            Examples
              backcourt verify --season 2023-24 --show-missing
              backcourt verify --digests
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var tables: TableOptions

    @Flag(help: "Read all rows again and compare them with their digests.")
    var digests = false

    @Flag(help: "List every missing date, not only the first ones.")
    var showMissing = false

    @Flag(help: "Look for values that derive from missing inputs.")
    var contamination = false

    @Flag(help: "Look for values that know the future.")
    var leak = false

    func execute() async throws -> ExitStatus {
        if contamination || leak {
            let name = contamination ? "--contamination" : "--leak"
            throw CommandFailure.usage("\(name) needs phase 4, which this version does not compute")
        }
        let session = try Session(workspace)
        let names = try tables.names(session.catalog)
        let store = try await storeProblems(session)
        var ledger = try await session.ledger()
        let dates = try scope.dates(ledger.facts)
        var report = VerificationReport(of: names, on: dates, try scope.stretch(), in: &ledger)
        report.problems += store
        if digests {
            let rows = try await ContentCheck(session, workspace.verbosity)
                .verdict(in: ledger, names, dates: scope.isExplicit ? dates : nil)
            report.problems += rows.problems
            report.digest = rows.digest
        }
        format.print(VerificationOutput(report: report, showsMissing: showMissing))
        return report.problems.isEmpty ? .success : .incomplete
    }

    private func storeProblems(_ session: Session) async throws -> [VerificationProblem] {
        let integrity = try await session.store.integrityProblems().map { problem in
            VerificationProblem(table: nil, date: nil, code: "integrity", detail: problem)
        }
        let differences = try await session.store.differences(from: Session.tables(session.catalog))
        return integrity
            + differences.map { difference in
                VerificationProblem(
                    table: difference.table, date: nil, code: "schema_differs",
                    detail: "\(difference.column) is \(difference.actual), should be \(difference.expected)")
            }
    }
}
