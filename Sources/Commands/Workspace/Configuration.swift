import Foundation
import GameCalendar

/// What a workspace is told once.
struct Configuration: Codable, Hashable, Sendable {
    /// The kind of store.
    var store = "sqlite"
    /// First date of history as `YYYY-MM-DD`; nil until the first import sets it.
    var historyStart: String?
    /// Last date of history; nil for the newest date with counting games.
    var historyEnd: String?
    /// Version of this file's form.
    var version = 1

    enum CodingKeys: String, CodingKey {
        case store, version
        case historyStart = "history_start"
        case historyEnd = "history_end"
    }

    init() {}

    static func read(_ path: String) throws(CommandFailure) -> Configuration {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .usage(
                "no configuration at \(path); run 'backcourt init' first, or name a workspace with --workspace")
        }
        do {
            let configuration = try JSONDecoder().decode(Configuration.self, from: data)
            guard configuration.version <= Configuration().version else {
                throw CommandFailure.usage("\(path) was written by a newer version; use that version")
            }
            return configuration
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw .usage("\(path) is not a configuration; repair it, or run 'backcourt init --force'")
        }
    }

    func write(_ path: String) throws(CommandFailure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        do {
            let data = try encoder.encode(self)
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            throw CommandFailure(.store, "\(path) cannot be written; check the folder's permissions and free space")
        }
    }
}
