internal import PipelineModel

/// Somebody's SELECT, and which tables it names.
struct QuestionText {
    /// The statement without what ends it.
    let sql: String
    /// The names that it reads from, in lower case, as far as they have no dots.
    private(set) var tables: Set<String> = []
    /// Whether the first word is WITH, and what follows it.
    private var rest: Substring?

    /// - Throws: ``WarehouseError`` invalid for nothing.
    init(_ text: String) throws(WarehouseError) {
        var end = text.endIndex
        while end > text.startIndex {
            let last = text[text.index(before: end)]
            guard last.isWhitespace || last == ";" else { break }
            end = text.index(before: end)
        }
        sql = text[..<end].drop { $0.isWhitespace }.description
        guard !sql.isEmpty else { throw WarehouseError(.invalid, "the query is empty: give one SELECT") }
        scan()
    }

    /// The statement with `tables` under their bare names, as far as it uses them.
    func naming(_ tables: [(name: String, place: String)]) -> String {
        let used = tables.filter { self.tables.contains($0.name.lowercased()) }
        guard !used.isEmpty else { return sql }
        let names = used.map { "\(TableSQL.quoted($0.name)) AS (SELECT * FROM \($0.place))" }.joined(separator: ", ")
        if let rest, let first = rest.split(whereSeparator: \.isWhitespace).first, first.lowercased() == "recursive" {
            return "WITH RECURSIVE \(names),\(rest[first.endIndex...])"
        }
        if let rest { return "WITH \(names),\(rest)" }
        return "WITH \(names) \(sql)"
    }

    private mutating func scan() {
        var position = sql.startIndex
        var isFirst = true
        var place = Place()
        while position < sql.endIndex {
            let character = sql[position]
            if character == "'" || character == "\"" {
                position = pastText(from: position)
            } else if sql[position...].hasPrefix("--") || character == "#" {
                position = sql[position...].firstIndex(where: \.isNewline) ?? sql.endIndex
            } else if sql[position...].hasPrefix("/*") {
                position = sql[position...].firstRange(of: "*/")?.upperBound ?? sql.endIndex
            } else if Self.isWord(character) {
                let word = sql[position...].prefix { Self.isWord($0) || $0 == "." }
                position = word.endIndex
                if isFirst, word.lowercased() == "with" { rest = sql[position...] }
                isFirst = false
                place.read(word.lowercased().replacing("`", with: ""), into: &tables)
            } else {
                place.read(character)
                position = sql.index(after: position)
            }
        }
    }

    // Where in a SELECT a word stands: what follows FROM, JOIN, or a comma between tables, is a table.
    private struct Place {
        private var isTable = false
        private var isList = false
        private static let ends: Set<String> = [
            "select", "where", "group", "order", "having", "limit", "on", "using", "window", "qualify", "union",
            "except",
            "intersect",
        ]

        mutating func read(_ word: String, into tables: inout Set<String>) {
            switch word {
            case "from", "join": (isTable, isList) = (true, true)
            case let word where Self.ends.contains(word): (isTable, isList) = (false, false)
            case let word where isTable:
                isTable = false
                if !word.contains(".") { tables.insert(word) }
            default: break
            }
        }

        mutating func read(_ character: Character) {
            if character == "," { isTable = isList }
            if character == "(" || character == ")" { (isTable, isList) = (false, false) }
        }
    }

    private static func isWord(_ character: Character) -> Bool {
        character == "_" || character == "`" || character.isLetter || character.isNumber
    }

    // Behind the text that begins here.
    private func pastText(from start: String.Index) -> String.Index {
        let mark = sql[start]
        var position = sql.index(after: start)
        while position < sql.endIndex, sql[position] != mark {
            if sql[position] == "\\" { position = sql.index(after: position) }
            guard position < sql.endIndex else { break }
            position = sql.index(after: position)
        }
        return position < sql.endIndex ? sql.index(after: position) : sql.endIndex
    }
}
