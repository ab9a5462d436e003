internal import PipelineModel
internal import Synchronization

/// The SQL that a table's one declaration stands for, written once per declaration.
struct TableSQL: Sendable {
    let table: TableDeclaration
    /// The table's name, quoted.
    let name: String
    /// The columns of the one UNIQUE index: the partition column, if there is one, and the key.
    let uniqueColumns: [String]
    /// Inserts one row, its columns in declared order.
    let insert: String
    /// Inserts one row, or overwrites the one with its key.
    let upsert: String
    /// Deletes one partition; the date is the parameter, if the table has dates.
    let deletePartition: String
    /// Deletes the row with one key; ``uniqueColumns`` are the parameters.
    let deleteRow: String
    /// Over the date index: the dates of two rows from a date on, after a number of rows; both are parameters.
    let datesFrom: String
    /// Counts the rows of one partition; the date is the parameter, if the table has dates.
    let countPartition: String

    /// The SQL of `table`; every commit and every read asks for it, so it is kept.
    static func of(_ table: TableDeclaration) -> TableSQL {
        written.withLock { written in
            if let sql = written[table.name], sql.table == table { return sql }
            let sql = TableSQL(table)
            written[table.name] = sql
            return sql
        }
    }

    private static let written = Mutex<[TableName: TableSQL]>([:])

    private init(_ table: TableDeclaration) {
        self.table = table
        name = Self.quoted(table.name.rawValue)
        if let partitionColumn = table.partitionColumn {
            uniqueColumns = [partitionColumn] + table.key.filter { $0 != partitionColumn }
        } else {
            uniqueColumns = table.key
        }
        let names = table.columns.map(\.name)
        let marks = [String](repeating: "?", count: names.count).joined(separator: ", ")
        insert = "INSERT INTO \(name) (\(Self.list(names))) VALUES (\(marks))"
        let rest = names.filter { [uniqueColumns] in !uniqueColumns.contains($0) }.map(Self.quoted)
        let update = rest.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        let action = rest.isEmpty ? "NOTHING" : "UPDATE SET \(update)"
        upsert = "\(insert) ON CONFLICT (\(Self.list(uniqueColumns))) DO \(action)"
        let date = table.partitionColumn.map(Self.quoted)
        deletePartition = "DELETE FROM \(name)" + (date.map { " WHERE \($0) = ?" } ?? "")
        let isRow = uniqueColumns.map { "\(Self.quoted($0)) = ?" }.joined(separator: " AND ")
        deleteRow = "DELETE FROM \(name) WHERE \(isRow)"
        countPartition = "SELECT count(*) FROM \(name)" + (date.map { " WHERE \($0) = ?" } ?? "")
        datesFrom =
            date.map { [name] in "SELECT \($0) FROM \(name) WHERE \($0) >= ? ORDER BY \($0) LIMIT 2 OFFSET ?" } ?? ""
    }

    /// Counts rows per date over the date index, from a date on and before another; both are parameters where asked for.
    func countPerDate(from: Bool, until: Bool) -> String {
        guard let column = table.partitionColumn else { return countPartition }
        let date = Self.quoted(column)
        let bounds = (from ? ["\(date) >= ?"] : []) + (until ? ["\(date) < ?"] : [])
        let condition = bounds.isEmpty ? "" : " WHERE " + bounds.joined(separator: " AND ")
        return "SELECT \(date), count(*) FROM \(name)\(condition) GROUP BY \(date)"
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
            + table.views.map { view in
                let filled = "\(Self.quoted(view.filled)) IS NOT NULL"
                return "CREATE VIEW IF NOT EXISTS \(Self.quoted(view.name)) AS SELECT * FROM \(name) WHERE \(filled)"
            }
    }

    /// Reads `columns` of one partition in key order, of rows with one value in each of `filled`; parameters are the date, if
    /// the table has dates, and the values.
    func selectPartition(_ columns: [Column], where filled: [String] = []) -> String {
        let conditions = ([table.partitionColumn].compactMap(\.self) + filled).map { "\(Self.quoted($0)) = ?" }
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        return "SELECT \(Self.list(columns.map(\.name))) FROM \(name)\(filter) ORDER BY \(Self.list(table.key))"
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
