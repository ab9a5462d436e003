import Foundation
import GameCalendar
import PipelineModel

/// A directory with everything one pipeline needs: configuration, store, locks, logs, exports.
struct Workspace: Sendable {
    /// The directory.
    let directory: String
    /// What it was told.
    private(set) var configuration: Configuration

    /// Directories inside a workspace.
    static let folders = ["locks", "logs", "inbox", "exports"]

    var configurationPath: String { "\(directory)/config.json" }
    var storePath: String { "\(directory)/backcourt.sqlite" }

    /// Whether `path`, with links resolved, is a file this program keeps; inbox and exports are the user's.
    func owns(_ path: String) -> Bool {
        let root = URL(fileURLWithPath: directory).resolvingSymlinksInPath().path
        guard path.hasPrefix("\(root)/") else { return false }
        return !["inbox", "exports"].contains { path.hasPrefix("\(root)/\($0)/") }
    }

    /// The directory a command means: the option, else the environment, else ./backcourt-data.
    static func directory(option: String?) -> String {
        let environment = Invocation.current.environment["BACKCOURT_WORKSPACE"]
        let named = option ?? (environment?.isEmpty == false ? environment : nil) ?? "backcourt-data"
        return URL(fileURLWithPath: named).standardizedFileURL.path
    }

    /// Opens an existing workspace.
    init(option: String?) throws(CommandFailure) {
        directory = Self.directory(option: option)
        configuration = try Configuration.read("\(directory)/config.json")
    }

    /// Makes the directory; nothing that exists is deleted. It is no workspace before its configuration is saved.
    init(creating directory: String, _ configuration: Configuration) throws(CommandFailure) {
        self.directory = directory
        self.configuration = configuration
        do {
            for folder in [""] + Self.folders {
                try FileManager.default.createDirectory(
                    atPath: "\(directory)/\(folder)", withIntermediateDirectories: true)
            }
        } catch {
            throw CommandFailure(.store, "\(directory) cannot be created; check the permissions of its parent folder")
        }
    }

    /// Writes the configuration.
    func save() throws(CommandFailure) { try configuration.write(configurationPath) }

    /// The kind of store.
    func choice() throws(CommandFailure) -> StoreChoice {
        guard let choice = StoreChoice(rawValue: configuration.store) else {
            throw .usage("\(configurationPath) names the store '\(configuration.store)', which is unknown")
        }
        return choice
    }

    /// Opens the store.
    func store(_ access: StoreAccess, holding tables: [TableDeclaration]) throws -> any Store {
        try choice().open(self, access, holding: tables)
    }

    /// Refuses a workspace without a file. An empty one is what a copy without room leaves, not what this program makes.
    func requireStore() throws(CommandFailure) {
        func size(_ path: String) -> Int {
            ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int) ?? 0
        }
        guard FileManager.default.fileExists(atPath: storePath) else {
            throw CommandFailure(.store, "\(storePath) is missing; run 'backcourt init --force' to make an empty store")
        }
        guard size(storePath) + size("\(storePath)-wal") > 0 else {
            throw CommandFailure(
                .store,
                "\(storePath) is empty; restore it from a backup, or run 'backcourt init --force' and import again")
        }
    }

    /// Takes over which games a league's history holds.
    mutating func adopt(_ other: Configuration) throws(CommandFailure) {
        (configuration.historyStart, configuration.historyEnd) = (other.historyStart, other.historyEnd)
        configuration.teams = other.teams
        try save()
    }

    /// Records the history that the first import found.
    mutating func setHistoryStart(_ date: GameDate) throws(CommandFailure) {
        configuration.historyStart = date
        try save()
    }
}
