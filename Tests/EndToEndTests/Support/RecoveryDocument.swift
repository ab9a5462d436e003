import Foundation

/// The commands of Docs/recovery.md, by scenario.
struct RecoveryDocument {
    /// One command line and the status the document promises; nil where it leaves that open.
    struct Command {
        let line: String
        let status: Int32?
    }

    private(set) var scenarios: [String: [Command]] = [:]

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Docs/recovery.md")
        var scenario: String?
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("```") {
                scenario = line.hasPrefix("```sh ") ? String(line.dropFirst(6)) : nil
                if let scenario { scenarios[scenario] = [] }
            } else if let scenario, line.hasPrefix("backcourt ") {
                scenarios[scenario]?.append(Self.command(line.dropFirst("backcourt ".count)))
            }
        }
    }

    private static func command(_ text: Substring) -> Command {
        let parts = text.split(separator: "#", maxSplits: 1)
        let comment = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        return Command(
            line: parts[0].trimmingCharacters(in: .whitespaces),
            status: comment.hasPrefix("exit ") ? Int32(comment.dropFirst(5).prefix { $0.isNumber }) : nil)
    }
}
