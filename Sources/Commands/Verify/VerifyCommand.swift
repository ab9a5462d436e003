import ArgumentParser
import GameCalendar
import PipelineEngine
import PipelineModel

/// Checks that what should be stored is stored.
struct VerifyCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check completeness, schema and file of the store; with options, every row and where it comes from.",
        discussion: """
            Counts for each table how its partitions stand and lists what is wrong; optional raw tables are counted \
            only. --digests reads every row again, compares it with the recorded digests, projections included, and \
            prints one digest over all of it: two stores with equal data print the same line. --contamination looks \
            for values that look real and derive from rows that are not there, and names the oldest cause and the \
            phase to compute again from. --leak replaces the results of up to five complete dates of the scope by \
            noise, computes the dates again in memory and demands that nothing known before the games changes. Exits 0 \
            when there is no problem, 1 when there is one, 2 when the check cannot be made.

            Examples
              backcourt verify --season 2023-24 --show-missing
              backcourt verify --digests
              backcourt verify --contamination --leak
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
        if contamination { report.contamination = try await session.contamination(on: dates, ledger) }
        if leak {
            let leaks = try await leaks(on: dates, session, ledger)
            report.leaks = leaks
            if leaks.dates.isEmpty {
                let reason = "no date of the scope is complete in phases 3 and 4; run 'backcourt backfill' first"
                // What else was asked for is told all the same.
                guard contamination || digests else { throw CommandFailure.usage(reason) }
                report.problems.append(
                    VerificationProblem(table: nil, date: nil, code: "leak_unproved", detail: reason))
            }
        }
        report.takeFindings()
        format.print(VerificationOutput(report: report, showsMissing: showMissing))
        return report.problems.isEmpty ? .success : .incomplete
    }

    private func leaks(
        on dates: DateSet, _ session: Session, _ ledger: Ledger
    ) async throws -> VerificationReport.LeakReport {
        let facts = ReportFacts(ledger: ledger, dates: dates, tables: session.catalog.tables.map(\.name))
        var report = VerificationReport.LeakReport(dates: session.provable(facts))
        // Predictions are judged where there are some.
        let predicted = facts.wholePhases.completeDates(of: .predictions) ?? []
        for date in report.dates {
            let last: Phase = predicted.contains(date) ? .predictions : .precompute
            report.findings += try await session.leaks(on: date, upTo: last, ledger)
        }
        return report
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
