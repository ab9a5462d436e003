/// A table that differs from its declaration.
public struct SchemaDifference: Hashable, Sendable {
    /// The table.
    public let table: TableName
    /// The column, empty for the table itself.
    public let column: String
    /// As declared.
    public let expected: String
    /// As found.
    public let actual: String

    /// A difference.
    public init(table: TableName, column: String, expected: String, actual: String) {
        self.table = table
        self.column = column
        self.expected = expected
        self.actual = actual
    }
}

extension SchemaDifference {
    /// That there is no such table.
    package static func missing(_ table: TableDeclaration) -> SchemaDifference {
        SchemaDifference(table: table.name, column: "", expected: "a table", actual: "missing")
    }

    /// Where a stored table differs from its declaration.
    ///
    /// - Parameters:
    ///   - declared: how the store declares a column.
    ///   - unique: the columns of the one unique index.
    ///   - found: the columns that are there, and how they are declared.
    ///   - indexes: the unique indexes that are there.
    package static func between(
        _ table: TableDeclaration, _ declared: (Column) -> String, unique: [String],
        found: [(name: String, declaration: String)], indexes: [[String]]
    ) -> [SchemaDifference] {
        var differences: [SchemaDifference] = []
        func add(_ column: String, _ expected: String, _ actual: String) {
            differences.append(.init(table: table.name, column: column, expected: expected, actual: actual))
        }
        for column in table.columns {
            let (expected, actual) = (
                declared(column), found.first { $0.name == column.name }?.declaration ?? "missing"
            )
            if expected != actual { add(column.name, expected, actual) }
        }
        for column in found where table.position(of: column.name) == nil {
            add(column.name, "no column", column.declaration)
        }
        if indexes != [unique] {
            let actual = indexes.isEmpty ? "missing" : indexes.map(described).joined(separator: "; ")
            add("", described(unique), actual)
        }
        return differences
    }

    private static func described(_ unique: [String]) -> String { "UNIQUE (\(unique.joined(separator: ", ")))" }
}

extension [SchemaDifference] {
    /// Throws the first difference as an error, if there is one; `remedy` says what to do beside looking.
    package func refuse(in place: String, remedy: String) throws(WarehouseError) {
        guard let first else { return }
        let column = first.column.isEmpty ? "\(first.table)" : "\(first.table).\(first.column)"
        let more = count > 1 ? ", and \(count - 1) more differences" : ""
        throw WarehouseError(
            .schemaDiffers,
            "\(place): \(column) should be \(first.expected) and is \(first.actual)\(more);"
                + " run 'backcourt schema --verify' for the list and \(remedy)")
    }
}
