import ArgumentParser
import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel

/// Copies a store into another workspace's.
struct MigrateCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Copy everything into the store of another workspace, and prove that it arrived.",
        usage: "backcourt migrate --to <dir> [<options>]",
        discussion: """
            The other workspace is made by init, with a store of any kind, and takes over history and teams. Partitions, \
            states, lineage, run history, events, verdicts and waivers are copied with their numbers; every row is read \
            again and compared with its digest. What is there already with the same digest is not copied again, so that \
            a migration that was cut short goes on. Exits 3 when this store was written to meanwhile: run it again.

            Example
              backcourt init --workspace ./served --store postgres --url postgresql://backcourt@db/league
              backcourt migrate --to ./served
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    @Option(help: ArgumentHelp("The workspace to fill.", valueName: "dir"))
    var to: String

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace)
        var other = try Workspace(option: to)
        guard other.directory != session.workspace.directory else {
            throw CommandFailure.usage("\(other.directory) is this workspace; name another one")
        }
        let target = try other.store(.readWrite, holding: Session.tables(session.catalog))
        let migration = StoreMigration(
            source: session.store, target: target, catalog: session.catalog, clock: Invocation.current.clock,
            progress: { workspace.tell($0) })
        let outcome = try await migration.run()
        try other.adopt(session.workspace.configuration)
        format.print(MigrationOutput(from: session.store.place, to: target.place, outcome: outcome))
        guard outcome.isUnchanged else {
            throw CommandFailure(
                .heldElsewhere, "the store was written to while it was copied; run the same command again")
        }
        return .success
    }
}

/// What a migration came to.
struct MigrationOutput: CommandOutput {
    let from: String
    let to: String
    let outcome: StoreMigration.Outcome

    var json: JSONValue {
        [
            "from": .string(from), "to": .string(to), "partitions": .int(outcome.partitions),
            "copied": .int(outcome.copied), "rows": .int(outcome.rows), "records": .int(outcome.records),
            "digest": .string(outcome.digest.hex),
        ]
    }

    var list: ResultList {
        ResultList(
            columns: ["partitions", "copied", "rows", "records", "digest"],
            rows: [
                [
                    .int(outcome.partitions), .int(outcome.copied), .int(outcome.rows), .int(outcome.records),
                    .text(outcome.digest.hex),
                ]
            ])
    }

    var text: String {
        """
        \(outcome.partitions) partitions with \(outcome.rows) rows, \(outcome.copied) of them copied now, and \
        \(outcome.records) records.
        Every row was read again from \(to) and has the digest it had.
        Digest of all partitions: \(outcome.digest.hex)

        """
    }
}
