internal import PipelineModel

/// A filter as SQL over one table.
struct FilterSQL {
    private let table: TableSQL
    private var condition = ""
    private var order = ""
    private(set) var parameters: [Parameter] = []

    /// - Throws: ``WarehouseError`` invalid for a column that the table does not have.
    init(_ filter: RecordFilter, of declaration: TableDeclaration) throws(WarehouseError) {
        table = TableSQL.of(declaration)
        var terms: [String] = []
        for test in filter.conditions { terms.append(try term(test)) }
        if let name = filter.order { _ = try column(name) }
        let columns = [filter.order].compactMap(\.self) + declaration.key
        if !filter.past.isEmpty {
            let values = filter.past.map { mark($0) }.joined(separator: ", ")
            terms.append("(\(TableSQL.list(columns))) \(filter.isDescending ? "<" : ">") (\(values))")
        }
        if !terms.isEmpty { condition = " WHERE \(terms.joined(separator: " AND "))" }
        let ordered = columns.map { table.ordered($0, isDescending: filter.isDescending) }
        order = " ORDER BY \(ordered.joined(separator: ", "))"
        if let limit = filter.limit { order += " LIMIT \(max(0, limit))" }
    }

    /// Reads the matching rows, all columns in declared order.
    var select: String {
        "SELECT \(TableSQL.list(table.table.columns.map(\.name))) FROM \(table.name)\(condition)\(order)"
    }

    /// Deletes the matching rows.
    var delete: String {
        "DELETE FROM \(table.name) WHERE ctid = ANY(ARRAY(SELECT ctid FROM \(table.name)\(condition)\(order)))"
    }

    private mutating func mark(_ cell: Cell) -> String {
        parameters.append(.cell(cell))
        return "$\(parameters.count)"
    }

    private mutating func term(_ test: RecordFilter.Condition) throws(WarehouseError) -> String {
        switch test {
        case .isIn(let name, let cells):
            let column = try column(name)
            let values = cells.filter { $0 != .null }
            var tests: [String] = []
            if !values.isEmpty { tests.append("\(column) IN (\(values.map { mark($0) }.joined(separator: ", ")))") }
            if values.count < cells.count { tests.append("\(column) IS NULL") }
            return tests.isEmpty ? "false" : "(\(tests.joined(separator: " OR ")))"
        case .atLeast(let name, let cell): return "\(try column(name)) >= \(mark(cell))"
        case .atMost(let name, let cell): return "\(try column(name)) <= \(mark(cell))"
        }
    }

    private func column(_ name: String) throws(WarehouseError) -> String {
        guard table.table.position(of: name) != nil else {
            throw WarehouseError(.invalid, "\(table.table.name) has no column \(name)")
        }
        return TableSQL.quoted(name)
    }
}
