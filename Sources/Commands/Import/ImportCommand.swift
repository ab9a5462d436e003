import ArgumentParser

struct ImportCommand: ReportingCommand {
    static let configuration = CommandConfiguration(commandName: "import", abstract: "Load raw CSV files.")
    func execute() async throws -> ExitStatus { .success }
}
