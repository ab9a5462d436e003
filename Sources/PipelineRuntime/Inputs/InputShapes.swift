import PipelineModel

/// What a batch reads of each table: every column that one of its inputs wants, and every digest it is recorded under.
///
/// Processors see tables in shapes of their own; a partition is read once, with the columns of all of them.
struct InputShapes: Sendable {
    /// What is read of one table.
    struct Shape: Sendable {
        /// The columns wanted by any input, in declared order.
        var stored: StoredColumns
        /// The table, and those of its projections that are inputs.
        var names: [TableName]
    }

    private var shapes: [TableName: Shape] = [:]

    /// The shapes that serve every one of `inputs`.
    init(of inputs: [Input]) {
        for input in inputs {
            add(input.row)
            for grouping in input.groupings { addRow(of: grouping) }
        }
    }

    /// What is read of the table that holds rows of `type`; at least what `type` needs.
    func shape<Row: InputRow>(for type: Row.Type) -> Shape {
        shapes[type.stored.table.name] ?? Shape(stored: type.stored, names: [type.input])
    }

    private mutating func add(_ row: any InputRow.Type) {
        let stored = row.stored
        var shape = shapes[stored.table.name] ?? Shape(stored: StoredColumns(stored.table, []), names: [])
        shape.stored = StoredColumns(stored.table, shape.stored.columns + stored.columns)
        if !shape.names.contains(row.input) { shape.names.append(row.input) }
        shapes[stored.table.name] = shape
    }

    private mutating func addRow<Grouping: RowGrouping>(of grouping: Grouping.Type) { add(Grouping.Row.self) }
}
