import ArgumentParser
import PipelineEngine
import PipelineModel

/// Shows how tables are declared.
struct SchemaCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Show the tables and their columns, or compare the store with them.",
        usage: "backcourt schema [<options>] [<table>]",
        discussion: """
            Without a table every table is listed, the engine's own included. --verify compares the store with the \
            declarations and exits 1 when they differ; --ddl prints the statements that create the tables.

            Examples
              backcourt schema player_game_summary
              backcourt schema --verify
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    @Argument(help: "Only this table.")
    var table: String?

    @Flag(help: "Compare the store with the declarations.")
    var verify = false

    @Flag(help: "Print the statements that create the tables.")
    var ddl = false

    func validate() throws {
        if verify, ddl { throw ValidationError("Give --verify or --ddl, not both.") }
    }

    func execute() async throws -> ExitStatus {
        let opened = try Workspace(option: workspace.workspace)
        let catalog = try Session.pipeline()
        let tables = try table.map { [try TableSpelling.declaration($0, catalog)] } ?? Session.tables(catalog)
        if ddl {
            let choice = try opened.choice()
            let statements = try tables.flatMap { try choice.ddl(of: $0, opened.configuration) }
            Invocation.current.console.out(statements.map { $0 + ";\n" }.joined())
            return .success
        }
        guard verify else {
            format.print(SchemaOutput(tables: tables, isOne: table != nil))
            return .success
        }
        let differences = try await opened.store(.readOnly, holding: tables).differences(from: tables)
        format.print(SchemaCheckOutput(differences: differences))
        return differences.isEmpty ? .success : .incomplete
    }
}
