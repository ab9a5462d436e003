import Rehearsal

/// A league's files as tables a test can edit. Nothing in them is quoted.
struct RawTables {
    /// One file: its columns and its rows, as texts.
    struct Table {
        let columns: [String]
        var rows: [[String]]

        /// The position of a column every file of this kind has.
        func position(of column: String) -> Int {
            guard let position = columns.firstIndex(of: column) else { preconditionFailure("no column \(column)") }
            return position
        }

        subscript(row: Int, column: String) -> String {
            get { rows[row][position(of: column)] }
            set { rows[row][position(of: column)] = newValue }
        }

        /// Adds to a whole number.
        mutating func add(_ amount: Int, to column: String, of row: Int) {
            self[row, column] = String((Int(self[row, column]) ?? 0) + amount)
        }

        /// The rows that carry these texts.
        func rows(where texts: [String: String]) -> [Int] {
            rows.indices.filter { row in texts.allSatisfy { self[row, $0.key] == $0.value } }
        }
    }

    /// By file name without its ending.
    private(set) var tables: [String: Table]

    init(_ files: [String: String]) {
        tables = Dictionary(
            uniqueKeysWithValues: files.map { name, text in
                let lines = text.split(separator: "\n").map { line in
                    line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                }
                return (String(name.dropLast(4)), Table(columns: lines[0], rows: Array(lines.dropFirst())))
            })
    }

    /// The names of the files, in order.
    var names: [String] { tables.keys.sorted() }

    /// The file of one season with this name.
    subscript(_ kind: Kind) -> Table {
        get { self[kind.file] }
        set { self[kind.file] = newValue }
    }

    subscript(_ name: String) -> Table {
        get { tables[name] ?? Table(columns: [], rows: []) }
        set { tables[name] = newValue }
    }

    /// Adds a file.
    mutating func add(_ name: String, columns: [String], rows: [[String]]) {
        tables[name] = Table(columns: columns, rows: rows)
    }

    /// The files as texts.
    var files: [String: String] {
        Dictionary(
            uniqueKeysWithValues: tables.map { name, table in
                let lines = ([table.columns] + table.rows).map { $0.joined(separator: ",") }
                return ("\(name).csv", lines.joined(separator: "\n") + "\n")
            })
    }

    /// The files of a season.
    enum Kind: String, CaseIterable {
        case schedule
        case teams = "team_boxscores"
        case players = "player_boxscores"
        case shots
        case lines = "betting_lines"

        var file: String { "\(rawValue)_\(TinyLeague.season)" }
    }
}
