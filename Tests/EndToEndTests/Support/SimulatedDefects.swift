import Foundation
import Testing

/// What `simulate --format json` says it made wrong.
struct SimulatedDefects {
    /// One entry of the list.
    struct Entry: Hashable {
        let kind: String
        let table: String
        let date: String
        let game: String?
        let detail: String

        /// The partition it concerns.
        var partition: String { "\(table) \(date)" }
        /// The number its detail begins with; 0 when it begins with a word.
        var rows: Int { Int(detail.prefix { $0.isNumber }) ?? 0 }
    }

    let entries: [Entry]

    init(_ output: String) throws {
        let object = try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        entries = try #require(object["defects"] as? [[String: Any]]).map { entry in
            Entry(
                kind: entry["kind"] as? String ?? "", table: entry["table"] as? String ?? "",
                date: entry["date"] as? String ?? "", game: entry["game_id"] as? String,
                detail: entry["detail"] as? String ?? "")
        }
    }

    /// Entries of these kinds.
    func of(_ kinds: String...) -> [Entry] { entries.filter { kinds.contains($0.kind) } }

    /// Partitions of tables that must be complete, by these kinds of defects.
    func requiredPartitions(_ kinds: String...) -> Set<String> {
        let required = ["nbac_team_boxscore", "nbac_player_boxscore"]
        return Set(entries.filter { kinds.contains($0.kind) && required.contains($0.table) }.map(\.partition))
    }
}
