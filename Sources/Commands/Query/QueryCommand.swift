import ArgumentParser
import DelimitedText
import PipelineModel

/// Answers a question in SQL.
struct QueryCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Run one SELECT on the store, which it cannot change.",
        usage: "backcourt query [<options>] <select>",
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
        let store = try Session(workspace).store
        let console = Invocation.current.console
        switch format.format {
        case .table:
            let result = try await store.query(sql)
            console.out(TextTable(ResultList(columns: result.columns, rows: result.rows)).text)
        case .csv, .json:
            let isCSV = format.format == .csv
            let stream = try await store.query(sql) { columns in
                QueryStream(columns, isCSV ? .csv : .json, to: console)
            } row: { stream, row in
                stream.add(row)
            }
            stream.finish()
        }
        return .success
    }
}

/// The answer to a query, printed while its rows come, so that memory stays bounded.
///
/// Its columns may share a name, so rows are lists and not objects.
struct QueryStream: Sendable {
    /// Forms that need not know every row before they print the first; a table has to know how wide its columns are.
    enum Form: Sendable {
        case csv
        /// `{"columns":[…],"rows":[[…],…],"total":2}`.
        case json
    }

    // Printed once so much has come together.
    private static let printedBytes = 64 << 10
    private let form: Form
    private let console: Console
    private var pending: String
    private var total = 0

    /// An answer without rows.
    init(_ columns: [String], _ form: Form, to console: Console) {
        self.form = form
        self.console = console
        switch form {
        case .csv: pending = csv(ResultList(columns: columns, rows: []))
        case .json: pending = "{\"columns\":\(JSONValue.array(columns.map { .string($0) }).compact),\"rows\":["
        }
    }

    /// Adds a row.
    mutating func add(_ row: [Cell]) {
        switch form {
        case .csv:
            var writer = CSVWriter()
            for cell in row { writer.cell(cell) }
            writer.endRecord()
            pending += String(decoding: writer.bytes, as: UTF8.self)
        case .json:
            pending += (total > 0 ? "," : "") + JSONValue.array(row.map { JSONValue($0) }).compact
        }
        total += 1
        guard pending.utf8.count >= Self.printedBytes else { return }
        console.out(pending)
        pending = ""
    }

    /// Prints the rest.
    consuming func finish() {
        console.out(form == .json ? pending + "],\"total\":\(total)}\n" : pending)
    }
}
