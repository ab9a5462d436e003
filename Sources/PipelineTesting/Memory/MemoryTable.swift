internal import GameCalendar
internal import PipelineModel

/// The rows of one table as cells by unique key.
struct MemoryTable: Sendable {
    let declaration: TableDeclaration
    private let unique: [Int]
    private(set) var rows: [[Cell]: [Cell]] = [:]

    init(_ declaration: TableDeclaration) {
        self.declaration = declaration
        let partition = declaration.partitionColumn.flatMap { declaration.position(of: $0) }
        unique = (partition.map { [$0] } ?? []) + declaration.keyPositions.filter { $0 != partition }
    }

    private var datePosition: Int? { declaration.partitionColumn.flatMap { declaration.position(of: $0) } }

    /// The day a row belongs to.
    func date(of row: [Cell]) -> GameDate {
        guard let position = datePosition, case .date(let date) = row[position] else { return .reference }
        return date
    }

    /// Inserts every row of `content`; a repeated key is refused unless it `replaces`.
    mutating func insert(_ content: PartitionContent, replaces: Bool) throws(WarehouseError) {
        for index in 0..<content.rowCount {
            let row = content.cells(row: index)
            for (column, cell) in zip(declaration.columns, row) where cell == .null && !column.isNullable {
                throw WarehouseError(.constraint, "\(declaration.name): \(column.name) of row \(index + 1) is NULL")
            }
            let key = unique.map { row[$0] }
            guard replaces || rows[key] == nil else {
                throw WarehouseError(.constraint, "\(declaration.name): the key of row \(index + 1) is there already")
            }
            rows[key] = row
        }
    }

    /// Deletes the rows of one day.
    mutating func deleteRows(on date: GameDate) {
        rows = rows.filter { self.date(of: $0.value) != date }
    }

    /// Deletes the rows given.
    mutating func delete(_ unwanted: [[Cell]]) {
        for row in unwanted { rows[unique.map { row[$0] }] = nil }
    }

    /// The rows in key order.
    var ordered: [[Cell]] {
        let key = declaration.keyPositions
        return rows.values.sorted {
            MemoryOrder.precedes(key.map { [row = $0] in row[$0] }, key.map { [row = $1] in row[$0] })
        }
    }

    /// The rows that match `filter`, in its order.
    func matching(_ filter: RecordFilter) throws(WarehouseError) -> [[Cell]] {
        var found = Array(rows.values)
        for test in filter.conditions {
            let (position, accepts) = try predicate(test)
            found = found.filter { accepts(MemoryOrder(cell: $0[position])) }
        }
        let leading = try filter.order.map { name throws(WarehouseError) in [try position(name)] } ?? []
        let order = leading + declaration.keyPositions
        found.sort { left, right in
            let (a, b) = (order.map { left[$0] }, order.map { right[$0] })
            return filter.isDescending ? MemoryOrder.precedes(b, a) : MemoryOrder.precedes(a, b)
        }
        if !filter.past.isEmpty {
            found = found.filter { row in
                let values = order.map { row[$0] }
                return filter.isDescending
                    ? MemoryOrder.precedes(values, filter.past) : MemoryOrder.precedes(filter.past, values)
            }
        }
        return filter.limit.map { Array(found.prefix(max(0, $0))) } ?? found
    }

    private func predicate(_ test: RecordFilter.Condition) throws(WarehouseError) -> (Int, (MemoryOrder) -> Bool) {
        switch test {
        case .isIn(let name, let cells):
            let values = Set(cells.map { MemoryOrder(cell: $0) })
            return (try position(name), { values.contains($0) })
        case .atLeast(let name, let cell):
            let bound = MemoryOrder(cell: cell)
            return (try position(name), { $0 != .null && $0 >= bound })
        case .atMost(let name, let cell):
            let bound = MemoryOrder(cell: cell)
            return (try position(name), { $0 != .null && $0 <= bound })
        }
    }

    private func position(_ name: String) throws(WarehouseError) -> Int {
        guard let position = declaration.position(of: name) else {
            throw WarehouseError(.invalid, "\(declaration.name) has no column \(name)")
        }
        return position
    }

    /// Some `columns` of `rows` in canonical encoding.
    func content(of rows: [[Cell]], columns: [Column]) -> PartitionContent {
        let positions = columns.compactMap { declaration.position(of: $0.name) }
        var builder = ContentBuilder()
        for row in rows {
            for position in positions { builder.append(cell: row[position]) }
            builder.endRow()
        }
        return builder.content(columns: columns)
    }
}

/// A cell as databases compare it: NULL, then numbers, then text by its bytes; days and instants are text.
enum MemoryOrder: Hashable, Comparable {
    case null
    case int(Int)
    case double(Double)
    case text(String)

    init(cell: Cell) {
        self =
            switch cell {
            case .null: .null
            case .int(let value): .int(value)
            case .bool(let value): .int(value ? 1 : 0)
            case .double(let value): Int(exactly: value).map { .int($0) } ?? .double(value)
            case .text(let value): .text(value)
            case .date, .timestamp: .text(cell.description)
            }
    }

    static func < (left: MemoryOrder, right: MemoryOrder) -> Bool {
        switch (left, right) {
        case (.int(let a), .int(let b)): a < b
        case (.int(let a), .double(let b)): Double(a) < b
        case (.double(let a), .int(let b)): a < Double(b)
        case (.double(let a), .double(let b)): a < b
        case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        default: left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .null: 0
        case .int, .double: 1
        case .text: 2
        }
    }

    static func precedes(_ left: [Cell], _ right: [Cell]) -> Bool {
        left.lazy.map { MemoryOrder(cell: $0) }.lexicographicallyPrecedes(right.lazy.map { MemoryOrder(cell: $0) })
    }
}

extension ContentBuilder {
    /// Appends `cell`.
    mutating func append(cell: Cell) {
        switch cell {
        case .null: appendNull()
        case .int(let value): append(value)
        case .double(let value): append(value)
        case .bool(let value): append(value)
        case .text(let value): append(value)
        case .date(let value): append(value)
        case .timestamp(let value): append(value)
        }
    }
}
