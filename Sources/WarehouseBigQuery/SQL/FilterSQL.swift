internal import PipelineModel

/// A filter as SQL over one table.
struct FilterSQL {
    private let table: TableDeclaration
    private(set) var statement = Statement()

    /// The statement that reads the matching rows, all columns in declared order.
    ///
    /// - Throws: ``WarehouseError`` invalid for a column that the table does not have.
    init(_ filter: RecordFilter, of sql: TableSQL) throws(WarehouseError) {
        table = sql.table
        var terms: [String] = []
        for test in filter.conditions { terms.append(try term(test)) }
        let columns = [filter.order].compactMap(\.self) + table.key
        let names = try columns.map { name throws(WarehouseError) in try column(name) }
        if !filter.past.isEmpty { terms.append(past(filter, names)) }
        // NULL is the least of all values in the server's order as well.
        let order = names.map { filter.isDescending ? "\($0) DESC" : $0 }.joined(separator: ", ")
        let condition = terms.isEmpty ? "" : " WHERE \(terms.joined(separator: " AND "))"
        let limit = filter.limit.map { " LIMIT \(max(0, $0))" } ?? ""
        statement.sql =
            "SELECT \(TableSQL.list(table.columns.map(\.name))) FROM \(sql.name)\(condition) ORDER BY \(order)\(limit)"
    }

    // Rows after a place in the order: later in a column, and equal in those before it.
    private mutating func past(_ filter: RecordFilter, _ names: [String]) -> String {
        let marks = filter.past.map { statement.mark($0) }
        let later = filter.isDescending ? "<" : ">"
        let cases = marks.indices.map { index in
            let equal = (0..<index).map { "\(names[$0]) = \(marks[$0])" }
            return "(\((equal + ["\(names[index]) \(later) \(marks[index])"]).joined(separator: " AND ")))"
        }
        return "(\(cases.joined(separator: " OR ")))"
    }

    private mutating func term(_ test: RecordFilter.Condition) throws(WarehouseError) -> String {
        switch test {
        case .isIn(let name, let cells):
            let column = try column(name)
            let values = cells.filter { $0 != .null }
            var tests: [String] = []
            if !values.isEmpty {
                tests.append("\(column) IN (\(values.map { statement.mark($0) }.joined(separator: ", ")))")
            }
            if values.count < cells.count { tests.append("\(column) IS NULL") }
            return tests.isEmpty ? "FALSE" : "(\(tests.joined(separator: " OR ")))"
        case .atLeast(let name, let cell): return "\(try column(name)) >= \(statement.mark(cell))"
        case .atMost(let name, let cell): return "\(try column(name)) <= \(statement.mark(cell))"
        }
    }

    private func column(_ name: String) throws(WarehouseError) -> String {
        guard table.position(of: name) != nil else {
            throw WarehouseError(.invalid, "\(table.name) has no column \(name)")
        }
        return TableSQL.quoted(name)
    }
}
