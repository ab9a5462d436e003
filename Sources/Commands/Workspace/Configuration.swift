import Foundation
import GameCalendar
import NBA

/// What a workspace is told once.
struct Configuration: Hashable, Sendable {
    /// The version of the form this program writes.
    private static let version = 1
    private static let usualWorkerTimeout = 60.0
    private static let workerTimeouts = 1.0...3600
    /// The kind of store.
    var store = "sqlite"
    /// Where the store is; nil for a file of the workspace. Without a password.
    var storeAddress: String?
    /// The kind of store that holds the engine's tables, where ``store`` holds only data.
    var engineStore: String?
    /// Where that one is; nil for a file of the workspace. Without a password.
    var engineAddress: String?
    /// Seconds of silence after which a worker on a server counts as dead.
    var workerTimeout = Self.usualWorkerTimeout
    /// First date of history; nil until the first import sets it.
    var historyStart: GameDate?
    /// Last date of history; nil for the newest date with counting games.
    var historyEnd: GameDate?
    /// The teams of the league; nil for the NBA's thirty.
    var teams: Set<String>?
    /// Whom notices reach; nil for the log and the terminal alone.
    var notifications: NotificationSettings?

    // The file as it stands: texts, which may be anything.
    private struct File: Codable {
        var store: String
        var storeURL: String?
        var engineStore: String?
        var engineURL: String?
        var workerTimeout: Double?
        var version: Int
        var historyStart: String?
        var historyEnd: String?
        var teams: [String]?
        var notifications: SettingValue?

        enum CodingKeys: String, CodingKey {
            case store, version, teams, notifications
            case storeURL = "store_url"
            case engineStore = "engine_store"
            case engineURL = "engine_url"
            case workerTimeout = "worker_timeout_seconds"
            case historyStart = "history_start"
            case historyEnd = "history_end"
        }
    }

    init() {}

    /// Reads the file at `path`.
    ///
    /// - Throws: ``CommandFailure`` usage, which names the file and, where one is to blame, the key.
    static func read(_ path: String) throws(CommandFailure) -> Configuration {
        guard FileManager.default.fileExists(atPath: path) else {
            throw .usage(
                "no configuration at \(path); run 'backcourt init' first, or name a workspace with --workspace")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .usage("\(path) cannot be read; check its permissions")
        }
        guard let file = try? JSONDecoder().decode(File.self, from: data) else {
            throw .usage("\(path) is not a configuration; repair it, or run 'backcourt init --force'")
        }
        guard file.version <= version else {
            throw .usage("\(path) was written by a newer version; use that version")
        }
        var configuration = Configuration()
        (configuration.store, configuration.storeAddress) = (file.store, file.storeURL)
        (configuration.engineStore, configuration.engineAddress) = (file.engineStore, file.engineURL)
        if let seconds = file.workerTimeout {
            guard workerTimeouts.contains(seconds) else {
                throw .usage("\(path): worker_timeout_seconds is \(seconds); give 1 to 3600")
            }
            configuration.workerTimeout = seconds
        }
        configuration.historyStart = try date(file.historyStart, of: .historyStart, in: path)
        configuration.historyEnd = try date(file.historyEnd, of: .historyEnd, in: path)
        if let teams = file.teams { configuration.teams = try league(of: teams, said: "\(path): teams") }
        if let settings = file.notifications {
            configuration.notifications = try NotificationSettings(settings, in: path)
        }
        if let start = configuration.historyStart, let end = configuration.historyEnd, end < start {
            throw .usage("\(path): history_end \(end) is before history_start \(start); correct one of them")
        }
        return configuration
    }

    private static func date(
        _ text: String?, of key: File.CodingKeys, in path: String
    ) throws(CommandFailure) -> GameDate? {
        guard let text else { return nil }
        guard let date = GameDate(text) else {
            throw .usage("\(path): \(key.rawValue) is '\(text)', which is no date; write YYYY-MM-DD")
        }
        return date
    }

    /// The kind of store that holds the engine's tables beside one that holds only data.
    func engineChoice() throws(CommandFailure) -> StoreChoice {
        guard let engineStore else { return .sqlite }
        guard let choice = StoreChoice(rawValue: engineStore), StoreChoice.engines.contains(choice) else {
            throw .usage("config.json: engine_store is '\(engineStore)'; write sqlite or postgres")
        }
        return choice
    }

    /// The league of `teams`.
    ///
    /// - Throws: ``CommandFailure`` usage, which begins with where it was `said`.
    static func league(of teams: [String], said: String) throws(CommandFailure) -> Set<String> {
        let league = Set(teams)
        let unknown = league.subtracting(Tricode.all).sorted()
        guard unknown.isEmpty else {
            throw .usage("\(said): \(unknown.joined(separator: ", ")) is no team; write codes such as BOS or DEN")
        }
        guard league.count > 1 else { throw .usage("\(said): a league has two teams at least") }
        return league
    }

    /// Writes the file at `path`, readable by its owner alone.
    func write(_ path: String) throws(CommandFailure) {
        let file = File(
            store: store, storeURL: storeAddress, engineStore: engineStore, engineURL: engineAddress,
            workerTimeout: workerTimeout == Self.usualWorkerTimeout ? nil : workerTimeout, version: Self.version,
            historyStart: historyStart?.description,
            historyEnd: historyEnd?.description, teams: teams?.sorted(), notifications: notifications?.written)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        do {
            let data = try encoder.encode(file)
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            throw CommandFailure(.store, "\(path) cannot be written; check the folder's permissions and free space")
        }
    }
}
