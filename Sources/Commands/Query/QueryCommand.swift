import ArgumentParser
import PipelineModel

/// Answers a question in SQL.
struct QueryCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Run one SELECT on the store, which it cannot change.",
        discussion: """
            Dates are texts such as '2023-11-01', truth values 0 and 1. Anything but one reading statement is refused. \
            'backcourt schema' lists tables and columns.

            Example: dates per processor and outcome
              backcourt query "SELECT processor_name, success, count(DISTINCT data_date) AS dates \
            FROM processor_run_history GROUP BY 1, 2"
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    @Argument(help: ArgumentHelp("The statement.", valueName: "select"))
    var sql: String

    func execute() async throws -> ExitStatus {
        let result = try await Session(workspace).store.query(sql)
        format.print(QueryOutput(list: ResultList(columns: result.columns, rows: result.rows)))
        return .success
    }
}

/// The answer to a query: its columns may share a name, so rows are lists and not objects.
struct QueryOutput: CommandOutput {
    let list: ResultList

    var json: JSONValue {
        [
            "columns": .array(list.columns.map { .string($0) }),
            "rows": .array(list.rows.map { .array($0.map { JSONValue($0) }) }),
            "total": .int(list.rows.count),
        ]
    }
}
