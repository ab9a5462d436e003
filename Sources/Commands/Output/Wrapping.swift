/// Text within the width of a terminal.
enum Wrapping {
    /// Columns of the narrowest terminal that people use.
    static let width = 80

    /// `pieces` beside each other, as many to a line as fit, each line ended by a newline.
    ///
    /// A piece is never broken; one that is too long stands alone.
    static func filled(_ pieces: [String], after start: String = "", indent: String = "") -> String {
        var lines: [String] = []
        for piece in pieces {
            if let last = lines.last, last.count + 1 + piece.count <= width {
                lines[lines.count - 1] = last + " " + piece
            } else {
                lines.append((lines.isEmpty ? start : indent) + piece)
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// A sentence broken between words, its first line after `start`, every other one after `indent`.
    static func filled(_ sentence: String, after start: String = "", indent: String = "") -> String {
        filled(sentence.split(separator: " ").map(String.init), after: start, indent: indent)
    }
}
