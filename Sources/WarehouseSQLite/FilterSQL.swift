internal import GRDB
internal import PipelineModel

/// A filter as SQL over one table.
struct FilterSQL {
    private let table: TableSQL
    private var condition = ""
    private var order = ""
    private var arguments: [Cell] = []

    /// - Throws: ``WarehouseError`` invalid for a column that the table does not have.
    init(_ filter: RecordFilter, of declaration: TableDeclaration) throws(WarehouseError) {
        table = TableSQL.of(declaration)
        var terms: [String] = []
        for test in filter.conditions { terms.append(try term(test)) }
        let direction = filter.isDescending ? " DESC" : ""
        let leading = try filter.order.map { name throws(WarehouseError) in [try column(name)] } ?? []
        let columns = leading + declaration.key.map(TableSQL.quoted)
        if !filter.past.isEmpty {
            arguments += filter.past
            let marks = filter.past.map { _ in "?" }.joined(separator: ", ")
            terms.append("(\(columns.joined(separator: ", "))) \(filter.isDescending ? "<" : ">") (\(marks))")
        }
        if !terms.isEmpty { condition = " WHERE \(terms.joined(separator: " AND "))" }
        order = " ORDER BY \(columns.map { $0 + direction }.joined(separator: ", "))"
        if let limit = filter.limit { order += " LIMIT \(max(0, limit))" }
    }

    /// A statement that reads the matching rows, all columns in declared order.
    func select(from db: Database) throws -> RawStatement {
        let columns = TableSQL.list(table.table.columns.map(\.name))
        return try bound(db, "SELECT \(columns) FROM \(table.name)\(condition)\(order)")
    }

    /// Deletes the matching rows.
    func delete(from db: Database) throws {
        let rows = "SELECT rowid FROM \(table.name)\(condition)\(order)"
        let statement = try bound(db, "DELETE FROM \(table.name) WHERE rowid IN (\(rows))")
        defer { statement.reset() }
        try statement.run()
    }

    private func bound(_ db: Database, _ sql: String) throws -> RawStatement {
        let statement = try RawStatement(db, sql)
        for (index, argument) in arguments.enumerated() { try statement.bind(argument, at: Int32(index + 1)) }
        return statement
    }

    private mutating func term(_ test: RecordFilter.Condition) throws(WarehouseError) -> String {
        switch test {
        case .isIn(let name, let cells):
            let column = try column(name)
            let values = cells.filter { $0 != .null }
            arguments += values
            var tests: [String] = []
            if !values.isEmpty {
                tests.append("\(column) IN (\(values.map { _ in "?" }.joined(separator: ", ")))")
            }
            if values.count < cells.count { tests.append("\(column) IS NULL") }
            return tests.isEmpty ? "0" : "(\(tests.joined(separator: " OR ")))"
        case .atLeast(let name, let cell):
            arguments.append(cell)
            return "\(try column(name)) >= ?"
        case .atMost(let name, let cell):
            arguments.append(cell)
            return "\(try column(name)) <= ?"
        }
    }

    private func column(_ name: String) throws(WarehouseError) -> String {
        guard table.table.position(of: name) != nil else {
            throw WarehouseError(.invalid, "\(table.table.name) has no column \(name)")
        }
        return TableSQL.quoted(name)
    }
}
