/// Brings the accepted spellings of truth values into the one the parser knows.
///
/// `--name`, `--name=true` and `--name=false` are accepted for every flag; `--analysis-date D` stands for a one-day
/// scope.
enum ArgumentSpelling {
    /// Flags that have a negative form `--no-name`.
    static let invertible: Set<String> = ["skip-downstream-trigger", "backfill-mode"]
    /// Flags that are simply absent when false.
    static let plain: Set<String> = [
        "quiet", "verbose", "no-color", "force", "strict", "dry-run", "stale", "what-if", "explain", "fail-fast",
        "no-gate", "check-data", "status", "list", "failed", "partial", "blocked", "reset-breaker", "graph", "verify",
        "import", "lines", "ddl", "digests", "show-missing", "contamination", "leak", "all", "excel-safe",
        "include-raw", "yes",
    ]

    static func normalized(_ arguments: [String]) -> [String] {
        var words: [String] = []
        for (position, argument) in arguments.enumerated() {
            guard let word = normalized(argument) else { continue }
            words.append(word)
            // --watch takes a number or none.
            if word == "--watch", arguments.dropFirst(position + 1).first.flatMap(Double.init) == nil {
                words.append(defaultWatch)
            }
        }
        return words
    }

    private static let defaultWatch = "2"

    private static func normalized(_ argument: String) -> String? {
        guard argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") else { return argument }
        let name = String(argument[argument.index(argument.startIndex, offsetBy: 2)..<equals])
        guard invertible.contains(name) || plain.contains(name) else { return argument }
        switch argument[argument.index(after: equals)...].lowercased() {
        case "true": return "--\(name)"
        case "false": return invertible.contains(name) ? "--no-\(name)" : nil
        default: return argument
        }
    }
}
