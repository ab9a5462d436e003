import ArgumentParser
import GameCalendar
import NBA
import PipelineModel

/// Shows what a workspace is set to.
struct ConfigCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show the effective configuration, without secrets.",
        usage: "backcourt config [<options>]",
        discussion: """
            Every setting with where it comes from: an option, the environment, config.json, the data, or a default.
            Notices go to the channels that config.json lists under "notifications", besides logs/notices.log; \
            Docs/notifications.md has an example of each. Passwords are taken from the environment.

            Example
              backcourt config --workspace ./backcourt-data
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace)
        let schedule = try await session.schedule()
        let opened = session.workspace
        let first = Cell(opened.configuration.historyStart ?? schedule.countingDates.first)
        let last = Cell(opened.configuration.historyEnd ?? schedule.countingDates.last)
        format.print(
            ConfigOutput(
                settings: [
                    Setting("workspace", .text(opened.directory), workspaceSource),
                    Setting("store", .text(opened.configuration.store), "config.json"),
                    Setting(
                        "store_path", .text(session.store.place),
                        opened.configuration.storeAddress == nil ? "workspace" : "config.json"),
                ] + (try engine(opened.configuration)) + [
                    Setting("schema_version", .int(InitOutput.schemaVersion), "program"),
                    Setting("history_start", first, opened.configuration.historyStart == nil ? "data" : "config.json"),
                    Setting("history_end", last, opened.configuration.historyEnd == nil ? "data" : "config.json"),
                    Setting(
                        "teams", .int((opened.configuration.teams ?? Tricode.all).count),
                        opened.configuration.teams == nil ? "program" : "config.json"),
                ]
                    + (opened.configuration.notifications?.shown ?? []).map { name, value in
                        Setting(name, .text(value), "config.json")
                    } + [
                        Setting("stored_bytes", .int(try await session.store.storedBytes()), "data"),
                        Setting("free_bytes", session.store.freeBytes.map(Cell.int) ?? .null, "data"),
                    ]))
        return .success
    }

    // What holds the engine's tables, where the store does not.
    private func engine(_ configuration: Configuration) throws -> [Setting] {
        guard configuration.store == StoreChoice.bigquery.rawValue else { return [] }
        let name = try configuration.engineChoice().rawValue
        return [Setting("engine_store", .text(name), configuration.engineStore == nil ? "default" : "config.json")]
    }

    private var workspaceSource: String {
        if workspace.workspace != nil { return "option" }
        let environment = Invocation.current.environment["BACKCOURT_WORKSPACE"] ?? ""
        return environment.isEmpty ? "default" : "environment"
    }
}

/// One setting and where it comes from.
struct Setting: Hashable {
    let name: String
    let value: Cell
    let source: String

    init(_ name: String, _ value: Cell, _ source: String) {
        self.name = name
        self.value = value
        self.source = source
    }
}

/// The effective configuration.
struct ConfigOutput: CommandOutput {
    let settings: [Setting]

    var json: JSONValue { .object(settings.map { .init(name: $0.name, value: JSONValue($0.value)) }) }

    var list: ResultList {
        ResultList(
            columns: ["name", "value", "source"], rows: settings.map { [.text($0.name), $0.value, .text($0.source)] })
    }
}
