import Foundation

/// What Dockerfile, compose.yaml and the manifests say that the program has to agree with.
///
/// They are read line by line, as people read them: each command line, and each list of exit codes, is a list on one line.
struct DeploymentFiles {
    /// A key of some file with what stands after it.
    struct Entry {
        let file: String
        let key: String
        let value: String

        // Nil for a line that says nothing.
        init?(file: String, _ line: Substring) {
            let text = line.trimmingCharacters(in: .whitespaces)
            let content = text.hasPrefix("- ") ? String(text.dropFirst(2)) : text
            let separator: Character = file == "Dockerfile" ? " " : ":"
            guard !text.hasPrefix("#"), let end = content.firstIndex(of: separator) else { return nil }
            self.file = file
            key = String(content[..<end])
            value = content[content.index(after: end)...].trimmingCharacters(in: .whitespaces)
        }

        /// The words of a list `[a, "b"]`; empty for anything else.
        var words: [String] {
            guard value.hasPrefix("["), value.hasSuffix("]") else { return [] }
            return value.dropFirst().dropLast().split(separator: ",").map { word in
                word.trimmingCharacters(in: CharacterSet(charactersIn: " \""))
            }
        }
    }

    /// The repository's own folder.
    static let repository = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../..").standardizedFileURL

    /// Every key that stands in a line, in order.
    let entries: [Entry]

    init() throws {
        let folder = "Deploy/kubernetes"
        let manifests = try FileManager.default.contentsOfDirectory(
            atPath: Self.repository.appending(path: folder).path
        ).filter { $0.hasSuffix(".yaml") }.sorted().map { "\(folder)/\($0)" }
        entries = try (["Dockerfile", "compose.yaml"] + manifests).flatMap { file in
            try String(contentsOf: Self.repository.appending(path: file), encoding: .utf8)
                .split(separator: "\n").compactMap { Entry(file: file, $0) }
        }
    }

    /// What the program is called with: `args` of a manifest, `command` of a service that is not the database.
    var commandLines: [Entry] {
        entries.filter { entry in
            entry.file == "compose.yaml"
                ? entry.key == "command" && entry.words.first != "postgres" : entry.key == "args"
        }
    }

    /// The exit codes for which a job does `action`, for each rule that names some.
    func exitCodes(action: String) -> [[Int32]] {
        var current = ""
        var found: [[Int32]] = []
        for entry in entries {
            if entry.key == "action" { current = entry.value }
            if entry.key == "values", current == action { found.append(entry.words.compactMap(Int32.init)) }
        }
        return found
    }

    /// The paths that are probed, each once.
    var probedPaths: Set<String> {
        let manifests = entries.filter { $0.key == "httpGet" }.compactMap { $0.value.firstMatch(of: /path: ([^,}]+)/) }
        let compose = entries.filter { $0.file == "compose.yaml" && $0.key == "test" }
            .compactMap { $0.value.firstMatch(of: /http:\/\/[0-9.:]+([^"]+)"/) }
        return Set((manifests + compose).map { String($0.output.1) })
    }

    /// The ports that are listened on, exposed, published, probed or let through, as often as they are named.
    var ports: [String] {
        let listened = commandLines.compactMap { line in
            line.words.firstIndex(of: "--port").flatMap { line.words.dropFirst($0 + 1).first }
        }
        let exposed = entries.filter { $0.file == "Dockerfile" && $0.key == "EXPOSE" }.map(\.value)
        let patterns = [
            /containerPort: ([0-9]+)/, /TCP, port: (80[0-9]*)/, /:([0-9]+)"\]$/, /http:\/\/127\.0\.0\.1:([0-9]+)/,
        ]
        let others = patterns.flatMap { pattern in
            entries.compactMap { entry in entry.value.firstMatch(of: pattern).map { String($0.output.1) } }
        }
        return listened + exposed + others
    }
}
