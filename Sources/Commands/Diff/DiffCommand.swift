import ArgumentParser
import ContentDigest
import Foundation
import GameCalendar
import PipelineModel

/// Compares one partition.
struct DiffCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare a partition with another workspace's, or with what a run wrote.",
        usage: "backcourt diff [<options>] <table> <date> --against <run-or-workspace>",
        discussion: """
            Against a workspace the rows are compared, key by key and column by column: 'before' is the other \
            workspace, 'after' this one. The store keeps only current rows, so against a run the digests are \
            compared, and it is said whether the rows of that run are still the ones stored. Exits 0 when nothing \
            differs and 1 when something does.

            Examples
              backcourt diff player_game_summary 2023-11-01 --against ../other-workspace
              backcourt diff player_game_summary 2023-11-01 --against r0c8k2-000001
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    @Argument(help: "The table or job.")
    var table: String

    @Argument(help: "The game date.")
    var date: GameDate

    @Option(help: ArgumentHelp("A workspace directory or the id of a run.", valueName: "run-or-workspace"))
    var against: String

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace)
        let name = try TableSpelling.table(table, session.catalog)
        let declaration = try TableSpelling.declaration(name.rawValue, session.catalog)
        let comparison = PartitionComparison(
            table: declaration, date: declaration.partitionColumn == nil ? .reference : date)
        let output: DiffOutput
        if FileManager.default.fileExists(atPath: "\(against)/config.json") {
            let other = try Workspace(option: against).store(.readOnly, holding: Session.tables(session.catalog))
            output = try await comparison.rows(in: session.store, against: other, named: against)
        } else {
            output = try await comparison.digest(in: session.store, against: against)
        }
        format.print(output)
        return output.isEqual ? .success : .incomplete
    }
}
