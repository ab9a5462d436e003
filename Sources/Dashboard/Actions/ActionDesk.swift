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
        var word: String.UnicodeScalarView?
        var isQuoted = false
        var rest = Array(line.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "'":
                isQuoted.toggle()
                word = word ?? .init()
            case " " where !isQuoted:
                if let word { words.append(String(word)) }
                word = nil
            default:
                word = word ?? .init()
                let isMark = scalar == "\\" && !isQuoted
                if let kept = isMark ? rest.popFirst() : scalar { word?.append(kept) }
            }
        }
        return words + (word.map { [String($0)] } ?? [])
    }

    private static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || "0123456789-_=.,:/".unicodeScalars.contains(scalar))
            }
        // By scalars, as a shell reads: an accent behind a quote makes one character of both.
        var quoted = String.UnicodeScalarView()
        for scalar in word.unicodeScalars {
            if scalar == "'" { quoted.append(contentsOf: #"'\'"#.unicodeScalars) }
            quoted.append(scalar)
        }
        return isPlain ? word : "'\(String(quoted))'"
    }
}
