import ArgumentParser
import GameCalendar
import PipelineEngine
import PipelineModel

/// Lists attempts.
struct HistoryCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List runs, newest first: one row per attempt of a processor for a date.",
        discussion: """
            Without a scope all runs are listed, imports included; a scope keeps the runs for its dates. JSON and CSV \
            have every column of processor_run_history, the table those that people ask for. Test runs are left out.

            Example: what failed this month, and why
              backcourt history --month 2023-11 --status failed,partial --format json
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var tables: TableOptions

    @Option(help: ArgumentHelp("Comma-separated statuses, such as failed,partial.", valueName: "statuses"))
    var status: String?

    @Option(help: ArgumentHelp("At most so many runs.", valueName: "n"))
    var limit = 50

    @Option(help: ArgumentHelp("Only the run with this id.", valueName: "run"))
    var run: String?

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit is at least 1, not \(limit).") }
        _ = try statuses()
    }

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace)
        let runs = try await session.store.records(RunRecord.self, matching: try await filter(session))
        if let run, runs.isEmpty { throw CommandFailure.usage("there is no run '\(run)' that fits") }
        format.print(HistoryOutput(list: try ResultList(runs)))
        return .success
    }

    private func filter(_ session: Session) async throws -> RecordFilter {
        var filter = RecordFilter.column("is_test", is: .bool(false)).newest(by: "created_at", limit: limit)
        if let run { filter = filter.and("run_id", is: .text(run)) }
        if let statuses = try statuses() {
            filter = filter.and(.isIn("status", statuses.map { .text($0.rawValue) }))
        }
        if tables.isExplicit {
            let names = try tables.names(session.catalog)
            filter = filter.and(.isIn("processor_name", names.map { .text($0.rawValue) }))
        }
        if scope.isExplicit {
            let dates = try scope.dates(try await session.facts())
            filter = filter.and(.isIn("data_date", dates.map { .date($0) }))
        }
        return filter
    }

    private func statuses() throws -> [RunStatus]? {
        try status?.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let status = RunStatus(rawValue: String(part)) else {
                let known = RunStatus.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("'\(part)' is not a status; write one of \(known).")
            }
            return status
        }
    }
}

/// Runs as people and machines read them.
struct HistoryOutput: CommandOutput {
    /// Every column of run history.
    let list: ResultList

    var json: JSONValue { ["runs": list.objects] }

    var text: String {
        TextTable(
            list.only([
                "run_id", "processor_name", "data_date", "status", "rows_written", "changed", "duration_seconds",
                "created_at", "error_code", "error_message",
            ]).withoutEmptyColumns
        ).text
    }
}
