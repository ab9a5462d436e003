import ArgumentParser

struct StatusCommand: ReportingCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "Show how far the work is.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    func execute() async throws -> ExitStatus {
        try await Self.report(try Session(workspace), format)
    }

    static func report(_ session: Session, _ format: FormatOptions) async throws -> ExitStatus { .success }
}
