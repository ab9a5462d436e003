import ArgumentParser
import Foundation
import GameCalendar
import PipelineModel

/// Makes a workspace.
struct InitCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a workspace: its directory, configuration and empty store.",
        usage: "backcourt init [<options>]",
        discussion: """
            Nothing that exists is deleted: --force rewrites the configuration and keeps all data. Without \
            --history-start, history begins with the first game date of the first import; without --history-end it \
            ends with the newest game date.
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    @Option(
        help:
            "The kind of store: sqlite, a file of the workspace; postgres, a database of a server; or bigquery, datasets of a project."
    )
    var store = "sqlite"

    @Option(
        help: ArgumentHelp(
            "Where the store is, such as postgresql://user@host:5432/league, whose password comes from PGPASSWORD or "
                + "~/.pgpass, or bigquery://project?location=EU.", valueName: "address"))
    var url: String?

    @Option(
        help: ArgumentHelp(
            "Beside bigquery, the store of runs, states and leases: sqlite, a file of the workspace, or postgres.",
            valueName: "store"))
    var engineStore: String?

    @Option(help: ArgumentHelp("Where that store is, for postgres.", valueName: "address"))
    var engineURL: String?

    @Option(help: ArgumentHelp("First date of history; earlier data is neither read nor awaited.", valueName: "date"))
    var historyStart: GameDate?

    @Option(help: ArgumentHelp("Last date of history.", valueName: "date"))
    var historyEnd: GameDate?

    @Option(
        help: ArgumentHelp("Codes of the league's teams, comma-separated; all thirty if not given.", valueName: "teams")
    )
    var teams: String?

    @Flag(help: "Rewrite the configuration of an existing workspace.")
    var force = false

    func validate() throws {
        guard let choice = StoreChoice(rawValue: store) else {
            let known = StoreChoice.allCases.map(\.rawValue)
            let list = known.dropLast().joined(separator: ", ") + " and \(known.last ?? "")"
            throw ValidationError("There are the stores \(list), not '\(store)'.")
        }
        if choice.hasAddress, url == nil { throw ValidationError("--store \(store) needs --url.") }
        if !choice.hasAddress, url != nil { throw ValidationError("--store \(store) takes no --url.") }
        try validateEngine(choice)
        if let historyStart, let historyEnd, historyEnd < historyStart {
            throw ValidationError("--history-end \(historyEnd) is before --history-start \(historyStart).")
        }
    }

    private func validateEngine(_ choice: StoreChoice) throws {
        guard choice == .bigquery else {
            guard engineStore == nil, engineURL == nil else {
                throw ValidationError("--store \(store) holds the engine's tables itself and takes no --engine-store.")
            }
            return
        }
        guard let engine = StoreChoice(rawValue: engineStore ?? "sqlite"), StoreChoice.engines.contains(engine) else {
            throw ValidationError("--engine-store is sqlite or postgres, not '\(engineStore ?? "")'.")
        }
        if engine.hasAddress != (engineURL != nil) {
            throw ValidationError(
                "--engine-store \(engine.rawValue) \(engine.hasAddress ? "needs --engine-url" : "takes no --engine-url")."
            )
        }
    }

    func execute() async throws -> ExitStatus {
        let directory = Workspace.directory(option: workspace.workspace)
        if !force { try refuseExisting(directory) }
        var configuration = Configuration()
        (configuration.store, configuration.storeAddress) = (store, url)
        (configuration.engineStore, configuration.engineAddress) = (engineStore, engineURL)
        configuration.historyStart = historyStart
        configuration.historyEnd = historyEnd
        configuration.teams = try teams.map { teams throws(CommandFailure) in
            let codes = teams.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return try Configuration.league(of: codes, said: "--teams")
        }
        let catalog = try Session.pipeline()
        let made = try Workspace(creating: directory, configuration)
        let tables = Session.tables(catalog)
        // The configuration comes last: a store that cannot be used leaves a workspace as it was.
        try await made.store(.creating, holding: tables).prepare(tables)
        try AccessToken(of: made).makeIfMissing()
        try made.save()
        format.print(InitOutput(workspace: directory, store: store, tables: tables.map(\.name)))
        return .success
    }

    // Whatever is called config.json stays, a damaged one with what can be read of it.
    private func refuseExisting(_ directory: String) throws {
        let path = "\(directory)/config.json"
        guard FileManager.default.fileExists(atPath: path) else { return }
        _ = try Configuration.read(path)
        throw CommandFailure.usage(
            "\(directory) is a workspace already; use it as it is, or --force to rewrite its configuration")
    }
}

struct InitOutput: CommandOutput {
    static let schemaVersion = 1
    let workspace: String
    let store: String
    let tables: [TableName]

    var json: JSONValue {
        [
            "workspace": .string(workspace), "store": .string(store), "schema_version": .int(Self.schemaVersion),
            "tables": .array(tables.map { .string($0.rawValue) }),
        ]
    }

    var list: ResultList { ResultList(columns: ["table"], rows: tables.map { [.text($0.rawValue)] }) }
    var text: String { "Workspace \(workspace): \(store) store with \(tables.count) tables.\n" }
}
