internal import GameCalendar
internal import PipelineModel

/// The SQL that a table's one declaration stands for, in the datasets of one address.
struct TableSQL: Sendable {
    let table: TableDeclaration
    let address: BigQueryAddress

    /// The most columns that rows can be clustered by.
    private static let clusteredColumns = 4

    init(_ table: TableDeclaration, _ address: BigQueryAddress) { (self.table, self.address) = (table, address) }

    /// The dataset in the project.
    var dataset: String { address.dataset(table.dataset) }
    /// Project, dataset and name, quoted.
    var name: String { Self.qualified(address, table.dataset, table.name.rawValue) }

    /// `name` in the dataset declared as `dataset`.
    static func qualified(_ address: BigQueryAddress, _ dataset: String, _ name: String) -> String {
        quoted("\(address.project).\(address.dataset(dataset)).\(name)")
    }

    /// `name` as an SQL identifier. No name that is declared holds a quotation mark.
    static func quoted(_ name: String) -> String { "`\(name.replacing("`", with: ""))`" }

    static func list(_ names: [String]) -> String { names.map(quoted).joined(separator: ", ") }

    /// A day as SQL.
    static func literal(_ date: GameDate) -> String { "DATE '\(date)'" }

    /// Days as SQL, each once.
    static func list(_ dates: [GameDate]) -> String { Set(dates).sorted().map(literal).joined(separator: ", ") }

    /// The column that cuts the table into partitions, quoted.
    var date: String? { table.partitionColumn.map(Self.quoted) }

    /// The columns that rows of a partition are kept together by: the first of the key, which is not the date. Numbers with
    /// fractions cannot be.
    var clustering: [String] {
        let kept = table.key.filter { name in
            name != table.partitionColumn
                && table.position(of: name).map { table.columns[$0].type != .double } ?? false
        }
        return Array(kept.prefix(Self.clusteredColumns))
    }

    /// How a column is declared: `INT64 NOT NULL`.
    static func declaration(of column: Column) -> String {
        column.type.serverType + (column.isNullable ? "" : " NOT NULL")
    }

    /// The columns as the REST interface takes them.
    func fields(isDescribed: Bool = true) -> JSONText {
        .list(
            table.columns.map { column in
                var field: [(name: String, value: JSONText)] = [
                    ("name", .text(column.name)), ("type", .text(column.type.serverType)),
                    ("mode", column.isNullable || !isDescribed ? "NULLABLE" : "REQUIRED"),
                ]
                if isDescribed { field.append(("description", .text(column.about))) }
                return .object(field)
            })
    }

    /// The table as the REST interface takes it.
    var resource: JSONText {
        var members: [(name: String, value: JSONText)] = [
            ("tableReference", reference(table.name.rawValue)), ("description", .text(table.about)),
            ("schema", ["fields": fields()]),
        ]
        if let column = table.partitionColumn {
            members.append(("timePartitioning", ["type": "DAY", "field": .text(column)]))
        }
        if !clustering.isEmpty { members.append(("clustering", ["fields": .list(clustering.map { .text($0) })])) }
        return .object(members)
    }

    /// The views as the REST interface takes them, by name.
    var views: [(name: String, resource: JSONText)] {
        table.views.map { view in
            let query: JSONText = ["query": .text(Self.query(of: view, over: name)), "useLegacySql": false]
            return (view.name, ["tableReference": reference(view.name), "view": query])
        }
    }

    private static func query(of view: TableView, over name: String) -> String {
        "SELECT * FROM \(name) WHERE \(quoted(view.filled)) IS NOT NULL"
    }

    private func reference(_ name: String) -> JSONText {
        ["projectId": .text(address.project), "datasetId": .text(dataset), "tableId": .text(name)]
    }

    /// The statements that create table and views.
    var ddl: [String] {
        let columns = table.columns.map { column in
            "\(Self.quoted(column.name)) \(Self.declaration(of: column)) OPTIONS (description = \(Self.literal(column.about)))"
        }
        var create = "CREATE TABLE \(name) (\(columns.joined(separator: ", ")))"
        if let date { create += " PARTITION BY \(date)" }
        if !clustering.isEmpty { create += " CLUSTER BY \(Self.list(clustering))" }
        create += " OPTIONS (description = \(Self.literal(table.about)))"
        let views = table.views.map { view in
            "CREATE VIEW \(Self.qualified(address, table.dataset, view.name)) AS \(Self.query(of: view, over: name))"
        }
        return [create] + views
    }

    /// A text of our own as SQL.
    static func literal(_ text: String) -> String {
        "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\n", with: "\\n"))'"
    }

    /// Which rows belong to `dates`; all where there are no dates.
    func on(_ dates: [GameDate], _ alias: String = "") -> String {
        date.map { "\(alias)\($0) IN (\(Self.list(dates)))" } ?? "TRUE"
    }

    /// The order of rows: date, then key.
    func order(_ alias: String = "") -> String {
        ([date].compactMap(\.self) + table.key.filter { $0 != table.partitionColumn }.map(Self.quoted))
            .map { alias + $0 }.joined(separator: ", ")
    }
}
