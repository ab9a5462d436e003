internal import PipelineModel

/// The SQL that a table's one declaration stands for.
struct TableSQL {
    let table: TableDeclaration
    /// The table's name, quoted.
    let name: String
    /// The columns of the one UNIQUE index: the partition column, if there is one, and the key.
    let uniqueColumns: [String]

    init(_ table: TableDeclaration) {
        self.table = table
        name = Self.quoted(table.name.rawValue)
        if let partitionColumn = table.partitionColumn {
            uniqueColumns = [partitionColumn] + table.key.filter { $0 != partitionColumn }
        } else {
            uniqueColumns = table.key
        }
    }

    /// `name` as an SQL identifier.
    static func quoted(_ name: String) -> String {
        "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }

    static func list(_ names: [String]) -> String {
        names.map(quoted).joined(separator: ", ")
    }

    /// How a column is declared: `INTEGER NOT NULL`.
    static func declaration(of column: Column) -> String {
        column.type.storage + (column.isNullable ? "" : " NOT NULL")
    }

    /// Creates table and indexes unless they exist.
    var create: [String] {
        let columns = table.columns.map { "\(Self.quoted($0.name)) \(Self.declaration(of: $0))" }
        let index = Self.quoted("\(table.name)_key")
        return [
            "CREATE TABLE IF NOT EXISTS \(name) (\(columns.joined(separator: ", ")))",
            "CREATE UNIQUE INDEX IF NOT EXISTS \(index) ON \(name) (\(Self.list(uniqueColumns)))",
        ] + (SchemaVersion.extraIndexes[table.name] ?? [])
    }

    /// Inserts one row, its columns in declared order.
    var insert: String {
        let marks = [String](repeating: "?", count: table.columns.count).joined(separator: ", ")
        return "INSERT INTO \(name) (\(Self.list(table.columns.map(\.name)))) VALUES (\(marks))"
    }

    /// Inserts one row, or overwrites the one with its key.
    var upsert: String {
        let unique = Set(uniqueColumns)
        let rest = table.columns.map(\.name).filter { !unique.contains($0) }.map(Self.quoted)
        let update = rest.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        let action = rest.isEmpty ? "NOTHING" : "UPDATE SET \(update)"
        return "\(insert) ON CONFLICT (\(Self.list(uniqueColumns))) DO \(action)"
    }

    /// Deletes one partition; the date is the parameter, if the table has dates.
    var deletePartition: String {
        "DELETE FROM \(name)\(partitionCondition)"
    }

    /// Reads `columns` of one partition in key order; the date is the parameter, if the table has dates.
    func selectPartition(_ columns: [Column]) -> String {
        "SELECT \(Self.list(columns.map(\.name))) FROM \(name)\(partitionCondition)"
            + " ORDER BY \(Self.list(table.key))"
    }

    /// Counts rows per date over the date index.
    var countPerDate: String {
        guard let column = table.partitionColumn.map(Self.quoted) else { return "SELECT NULL, count(*) FROM \(name)" }
        return "SELECT \(column), count(*) FROM \(name) GROUP BY \(column)"
    }

    private var partitionCondition: String {
        table.partitionColumn.map { " WHERE \(Self.quoted($0)) = ?" } ?? ""
    }
}

extension ColumnType {
    /// The storage class that keeps values of this type.
    var storage: String {
        switch self {
        case .int, .bool: "INTEGER"
        case .double: "REAL"
        case .text, .date, .timestamp: "TEXT"
        }
    }
}
