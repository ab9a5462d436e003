/// The column names of a CSV text, trimmed of spaces and tabs, in file order.
package struct CSVHeader: Hashable, Sendable {
    /// The names; a column without one has the empty name.
    package let names: [String]
    private let positions: [String: Int]

    /// - Throws: ``CSVHeaderError`` naming the first name that stands twice. Several columns may lack a name.
    package init(names: [String]) throws(CSVHeaderError) {
        var positions: [String: Int] = [:]
        for (index, name) in names.enumerated() where !name.isEmpty {
            guard positions.updateValue(index, forKey: name) == nil else { throw .duplicateName(name) }
        }
        self.names = names
        self.positions = positions
    }

    /// Number of columns, which every record must have.
    package var count: Int { names.count }

    /// Position of the column called exactly `name`; nil when there is none. Columns without a name are never found.
    package func index(of name: String) -> Int? { positions[name] }
}

/// Why a text has no usable header, so that none of its records can be read.
package enum CSVHeaderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text holds no bytes, or nothing but blank lines.
    case empty
    /// The first record is defective.
    case malformed(CSVDefect)
    /// Two columns have this name.
    case duplicateName(String)

    /// The sentence for people: what is wrong and what to do next.
    package var description: String {
        switch self {
        case .empty: "there is no header line; fetch the file again or leave it out"
        case .malformed(let defect): "the header cannot be read, \(defect); correct the first line"
        case .duplicateName(let name): "two columns are named '\(name)'; rename or remove one"
        }
    }
}
