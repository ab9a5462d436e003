import PipelineModel

extension ResultList {
    /// Rows of an engine table with all their columns, in the order given.
    init<Row: WarehouseRow>(_ rows: [Row]) throws(ContentError) {
        let content = try PartitionContent(unordered: rows, columns: Row.table.columns)
        self.init(content)
    }

    /// The rows of `content` with all its columns.
    init(_ content: PartitionContent) {
        self.init(columns: content.columns.map(\.name), rows: (0..<content.rowCount).map(content.cells))
    }

    /// The same rows with only these columns, in this order; a name that is no column is left out.
    func only(_ names: [String]) -> ResultList {
        let positions = names.compactMap { name in columns.firstIndex(of: name) }
        return ResultList(
            columns: positions.map { columns[$0] }, rows: rows.map { row in positions.map { row[$0] } })
    }

    /// Without the columns in which no row has a value.
    var withoutEmptyColumns: ResultList {
        only(columns.indices.filter { column in rows.contains { $0[column] != .null } }.map { columns[$0] })
    }
}
