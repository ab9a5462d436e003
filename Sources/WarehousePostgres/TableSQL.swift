internal import PipelineModel
internal import Synchronization

/// The SQL that a table's one declaration stands for, written once per declaration.
struct TableSQL: Sendable {
    let table: TableDeclaration
    /// Schema and name, quoted.
    let name: String
    /// The columns of the one UNIQUE index: the partition column, if there is one, and the key.
    let uniqueColumns: [String]
    /// Takes rows in binary, their columns in declared order.
    let copy: String
    /// Inserts rows, or overwrites those with their keys; one array per column is the parameters.
    let upsert: String
    /// Deletes partitions; their dates are the parameter, if the table has dates.
    let deletePartitions: String
    /// Counts the rows per date; of all, if the table has no dates.
    let count: String

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
        name = Self.qualified(table.dataset, table.name.rawValue)
        let unique = [table.partitionColumn].compactMap(\.self) + table.key.filter { $0 != table.partitionColumn }
        uniqueColumns = unique
        let names = table.columns.map(\.name)
        copy = "COPY \(name) (\(Self.list(names))) FROM STDIN (FORMAT binary)"
        let rest = names.filter { !unique.contains($0) }.map(Self.quoted)
        let action =
            rest.isEmpty ? "NOTHING" : "UPDATE SET \(rest.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))"
        upsert =
            "INSERT INTO \(name) (\(Self.list(names))) SELECT * FROM \(Self.unnest(table.columns.map(\.type)))"
            + " ON CONFLICT (\(Self.list(unique))) DO \(action)"
        let date = table.partitionColumn.map(Self.quoted)
        deletePartitions = "DELETE FROM \(name)" + (date.map { " WHERE \($0) = ANY($1)" } ?? "")
        count =
            date.map { [name] in "SELECT \($0), count(*) FROM \(name) GROUP BY \($0) ORDER BY \($0)" }
            ?? "SELECT count(*) FROM \(name)"
    }

    /// Rows out of one array per column, the parameters from `first` on.
    static func unnest(_ types: [ColumnType], from first: Int = 1) -> String {
        let arrays = types.enumerated().map { "$\(first + $0)::\($1.serverType)[]" }
        return "unnest(\(arrays.joined(separator: ", ")))"
    }

    /// `name` as an SQL identifier.
    static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

    /// `name` in `schema` as an SQL identifier.
    static func qualified(_ schema: String, _ name: String) -> String { "\(quoted(schema)).\(quoted(name))" }

    static func list(_ names: [String]) -> String { names.map(quoted).joined(separator: ", ") }

    /// A column to order by: NULL is the least of all values.
    func ordered(_ name: String, isDescending: Bool = false) -> String {
        let isNullable = table.position(of: name).map { table.columns[$0].isNullable } ?? false
        // Said only where there is one, so that an index can be followed.
        return switch (isDescending, isNullable) {
        case (false, false): Self.quoted(name)
        case (false, true): "\(Self.quoted(name)) NULLS FIRST"
        case (true, false): "\(Self.quoted(name)) DESC"
        case (true, true): "\(Self.quoted(name)) DESC NULLS LAST"
        }
    }

    /// How a column is declared: `bigint NOT NULL`. Texts are ordered by their bytes, whatever the database's language.
    static func declaration(of column: Column) -> String {
        column.type.serverType + (column.type == .text ? " COLLATE \"C\"" : "")
            + (column.isNullable ? "" : " NOT NULL")
    }

    /// Creates the table.
    var createTable: String {
        let columns = table.columns.map { "\(Self.quoted($0.name)) \(Self.declaration(of: $0))" }
        return "CREATE TABLE \(name) (\(columns.joined(separator: ", ")))"
    }

    /// The indexes, by name: the unique one, and those that the engine's own queries need.
    var indexes: [(name: String, statement: String)] {
        let key = "\(table.name)_key"
        let unique = "CREATE UNIQUE INDEX \(Self.quoted(key)) ON \(name) (\(Self.list(uniqueColumns)))"
        return [(key, unique)] + EngineQueries.indexes(of: table.name, on: name)
    }

    /// The views, by name.
    var views: [(name: String, statement: String)] {
        table.views.map { view in
            let place = Self.qualified(table.dataset, view.name)
            let filled = "\(Self.quoted(view.filled)) IS NOT NULL"
            return (view.name, "CREATE VIEW \(place) AS SELECT * FROM \(name) WHERE \(filled)")
        }
    }

    /// Reads date and `columns` of partitions, by date and key, of rows with one value in each of `filled`; parameters are the
    /// dates, if the table has dates, and the values.
    func selectPartitions(_ columns: [Column], where filled: [String] = []) -> String {
        let date = table.partitionColumn.map(Self.quoted)
        let dated = date.map { ["\($0) = ANY($1)"] } ?? []
        let tests = dated + filled.enumerated().map { "\(Self.quoted($1)) = $\(dated.count + $0 + 1)" }
        let filter = tests.isEmpty ? "" : " WHERE " + tests.joined(separator: " AND ")
        let selected = [date].compactMap(\.self) + columns.map { Self.quoted($0.name) }
        let order = [date].compactMap(\.self) + table.key.map { ordered($0) }
        return "SELECT \(selected.joined(separator: ", ")) FROM \(name)\(filter) ORDER BY "
            + order.joined(separator: ", ")
    }
}
