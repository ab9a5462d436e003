import ArgumentParser
import Foundation
import PipelineModel

/// Copies the store.
struct BackupCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a consistent copy of the store, also while others write to it.",
        usage: "backcourt backup [<options>] <file>",
        discussion: """
            The copy is a store of its own: put it into a workspace as backcourt.sqlite to restore it. A file that \
            exists is not overwritten.

            Example
              backcourt backup /backups/backcourt-2024-06-17.sqlite
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    @Argument(help: "The file to write.")
    var file: String

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace)
        let path = URL(fileURLWithPath: file).standardizedFileURL.path
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw CommandFailure.usage("\(folder) is no folder that can be written to; name another file")
        }
        try await Invocation.current.removing(session.store.drafts(of: path)) {
            try await session.store.backup(to: path)
        }
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        format.print(BackupOutput(file: path, bytes: size ?? 0))
        return .success
    }
}

/// A copy that was made.
struct BackupOutput: CommandOutput {
    let file: String
    let bytes: Int

    var json: JSONValue { ["file": .string(file), "bytes": .int(bytes)] }
    var list: ResultList { ResultList(columns: ["file", "bytes"], rows: [[.text(file), .int(bytes)]]) }
    var text: String { "The store was copied to \(file), \(bytes) bytes.\n" }
}
