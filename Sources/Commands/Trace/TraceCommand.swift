import ArgumentParser
import GameCalendar
import PipelineEngine
import PipelineModel

/// Shows what caused what.
struct TraceCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Show what a command caused, or what a partition was computed from.",
        usage: "backcourt trace [<options>] [<correlation-id>]",
        discussion: """
            With a correlation id: the batches, runs and events that share it, as a tree. With --run: the run with \
            what started it and what it published. With --partition: each input as it was recorded when the partition \
            was computed and as it stands now; an input that changed makes the partition stale.

            Examples
              backcourt trace backfill-b0c8k2-000001
              backcourt trace --partition player_game_summary 2023-11-01
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    @Argument(help: "The id that everything one root caused shares.")
    var correlationID: String?

    @Option(help: ArgumentHelp("Only this run, its batch and its events.", valueName: "run"))
    var run: String?

    @Option(parsing: .upToNextOption, help: ArgumentHelp("A table and a date.", valueName: "table date"))
    var partition: [String] = []

    func validate() throws {
        let kinds = [correlationID != nil, run != nil, !partition.isEmpty]
        guard kinds.count(where: \.self) == 1 else {
            throw ValidationError("Give one of a correlation id, --run ID and --partition TABLE DATE.")
        }
        if !partition.isEmpty, partition.count != 2 {
            throw ValidationError("--partition takes a table and a date.")
        }
        if partition.count == 2, GameDate(partition[1]) == nil {
            throw ValidationError("'\(partition[1])' is not a date; write YYYY-MM-DD.")
        }
    }

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace)
        if partition.count == 2, let date = GameDate(partition[1]) {
            let table = try TableSpelling.table(partition[0], session.catalog)
            format.print(try await PartitionTrace(session).output(of: table, on: date))
        } else {
            let trace = CorrelationTrace(session.store)
            if let run {
                format.print(try await trace.output(ofRun: run))
            } else {
                format.print(try await trace.output(of: correlationID ?? ""))
            }
        }
        return .success
    }
}
