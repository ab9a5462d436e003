extension PartitionContent {
    /// The first row whose cell in the column at `position` differs from `value`; nil when none does.
    public func firstRow(where position: Int, isNot value: Cell) -> Int? {
        scan(position) { $0 != value }.first
    }

    /// How many rows have `value` in the column at `position`.
    public func count(where position: Int, is value: Cell) -> Int {
        scan(position) { $0 == value }.count
    }

    /// How many rows have NULL in at least one of these columns; nullable columns only can.
    public func rows(lacking names: [String]) -> Int {
        let nullable = columns.indices.filter { columns[$0].isNullable && names.contains(columns[$0].name) }
        return Set(nullable.flatMap { scan($0) { $0 == .null } }).count
    }

    private func scan(_ position: Int, where isWanted: (Cell) -> Bool) -> [Int] {
        bytes.withUnsafeBytes { buffer in
            (0..<rowCount).filter { row in
                var reader = CellReader(buffer, at: offsets[row])
                for column in columns[..<position] { reader.skip(column.type) }
                return isWanted(reader.cell(columns[position].type))
            }
        }
    }
}
