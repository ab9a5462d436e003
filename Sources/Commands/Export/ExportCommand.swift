import ArgumentParser
import GameCalendar
import PipelineModel

/// Writes the rows of a table.
struct ExportCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the rows of a table as CSV or JSON, by date and key.",
        discussion: """
            Rows come date by date, in key order within a date, numbers in the shortest form that reads back as the \
            same number: equal data gives equal bytes. The column that says which file a raw row came from is left \
            out. A file appears whole or not at all. --excel-safe puts an apostrophe before texts that a spreadsheet \
            would take for a formula.

            Example: one season of player games
              backcourt export player_game_summary --season 2023-24 --to players.csv
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var scope: ScopeOptions

    @Argument(help: "The table or job.")
    var table: String

    @Option(help: ArgumentHelp("Write this file instead of standard output.", valueName: "file"))
    var to: String?

    @Option(help: "csv, or json (one object).")
    var format: ExportFormat = .csv

    @Flag(help: "Guard texts against being read as formulas; csv only.")
    var excelSafe = false

    func validate() throws {
        if excelSafe, format != .csv { throw ValidationError("--excel-safe goes with --format csv.") }
    }

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace)
        let declaration = try TableSpelling.declaration(table, session.catalog)
        let dates = try await dates(of: declaration, session)
        let target = try ExportTarget(path: to, outside: session.workspace)
        let export = TableExport(table: declaration, format: format, isExcelSafe: excelSafe)
        let rows = try await rows(of: export, dates, from: session.store, to: target)
        if let to { workspace.tell("\(rows) rows of \(declaration.name) written to \(to)") }
        return .success
    }

    private func rows(
        of export: TableExport, _ dates: [GameDate], from store: any Store, to target: ExportTarget
    ) async throws -> Int {
        func write() async throws -> Int {
            try target.begin()
            let rows = try await export.write(dates, from: store, to: target)
            try target.finish()
            return rows
        }
        do {
            guard let draft = target.draft else { return try await write() }
            return try await Invocation.current.removing([draft], whenEndedDuring: write)
        } catch {
            target.abandon()
            throw error
        }
    }

    private func dates(of declaration: TableDeclaration, _ session: Session) async throws -> [GameDate] {
        guard declaration.partitionColumn != nil else {
            if scope.isExplicit {
                throw CommandFailure.usage("\(declaration.name) has no game dates; leave the scope out")
            }
            return [.reference]
        }
        return try scope.dates(try await session.facts()).dates
    }
}
