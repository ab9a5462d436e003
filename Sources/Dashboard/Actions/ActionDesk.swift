package import PipelineModel

/// What can be done from pages. Every action is a command of the program, and is recorded.
package struct ActionDesk: Sendable {
    /// Records and starts a command with these words after the program's name.
    ///
    /// - Returns: its record, with the problem when it was not started.
    package var start: @Sendable (_ words: [String], _ requestedBy: String) async throws -> ActionRecord
    /// The command line that ends work on a batch, and why it would not be run; nil when it would.
    package var stopping: @Sendable (_ batch: Batch) async throws -> (line: String, problem: String?)
    /// Asks the process that works on a batch to finish what is running and end.
    package var stop: @Sendable (_ batch: Batch, _ requestedBy: String) async throws -> ActionRecord
    /// The last lines that the command of an action has written.
    package var output: @Sendable (_ actionID: String) -> String

    /// A desk.
    package init(
        start: @escaping @Sendable (_ words: [String], _ requestedBy: String) async throws -> ActionRecord,
        stopping: @escaping @Sendable (_ batch: Batch) async throws -> (line: String, problem: String?),
        stop: @escaping @Sendable (_ batch: Batch, _ requestedBy: String) async throws -> ActionRecord,
        output: @escaping @Sendable (_ actionID: String) -> String
    ) {
        (self.start, self.stopping, self.stop, self.output) = (start, stopping, stop, output)
    }
}

/// A command line as a shell takes it.
package enum ShellLine {
    /// `backcourt waive '*' --reason 'never published'`.
    package static func written(_ words: [String]) -> String {
        (["backcourt"] + words).map(quoted).joined(separator: " ")
    }

    /// The words of a line that ``written(_:)`` wrote.
    static func words(of line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        var rest = Array(line)[...]
        while let character = rest.popFirst() {
            switch character {
            case "'":
                isQuoted.toggle()
                word = word ?? ""
            case "\\" where !isQuoted: word = (word ?? "") + (rest.popFirst().map(String.init) ?? "")
            case " " where !isQuoted:
                if let word { words.append(word) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }

    private static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || "0123456789-_=.,:/".unicodeScalars.contains(scalar))
            }
        return isPlain ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
}
