public import GameCalendar

/// What one column holds over some rows.
public struct ColumnProfile: Hashable, Sendable {
    /// Rows in which it is not NULL.
    public var filled = 0
    /// The least value; NULL when there is none. Texts go by their bytes, false before true.
    public var least = Cell.null
    /// The greatest value.
    public var greatest = Cell.null

    /// A column without values.
    public init() {}

    /// A column with these values.
    public init(filled: Int, least: Cell, greatest: Cell) {
        (self.filled, self.least, self.greatest) = (filled, least, greatest)
    }

    /// Whether there is exactly one value.
    public var isConstant: Bool { filled > 0 && least == greatest }

    /// Adds one value.
    mutating func add(_ cell: Cell) {
        guard cell != .null else { return }
        add(ColumnProfile(filled: 1, least: cell, greatest: cell))
    }

    /// Adds what other rows hold.
    public mutating func add(_ other: ColumnProfile) {
        guard other.filled > 0 else { return }
        if filled == 0 || other.least.precedes(least) { least = other.least }
        if filled == 0 || greatest.precedes(other.greatest) { greatest = other.greatest }
        filled += other.filled
    }
}

/// What some columns hold over some rows, without the rows.
public struct PartitionProfile: Hashable, Sendable {
    /// How many rows there are.
    public var rows = 0
    /// One for each column asked about, in that order.
    public var columns: [ColumnProfile]

    /// No rows, of so many columns.
    public init(columns count: Int) {
        columns = Array(repeating: ColumnProfile(), count: count)
    }

    /// Adds what other rows hold.
    public mutating func add(_ other: PartitionProfile) {
        rows += other.rows
        for index in columns.indices { columns[index].add(other.columns[index]) }
    }
}

/// A combination of values, and how many rows hold it.
public struct Tally: Hashable, Sendable {
    /// One value for each column asked about, in that order.
    public let values: [Cell]
    /// Rows that hold them.
    public let count: Int

    /// A combination that `count` rows hold.
    public init(_ values: [Cell], count: Int) {
        (self.values, self.count) = (values, count)
    }
}

extension Cell {
    // Values of one column have one type.
    fileprivate func precedes(_ other: Cell) -> Bool {
        switch (self, other) {
        case (.int(let left), .int(let right)): left < right
        case (.double(let left), .double(let right)): left < right
        case (.bool(let left), .bool(let right)): !left && right
        case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.date(let left), .date(let right)): left < right
        case (.timestamp(let left), .timestamp(let right)): left < right
        default: false
        }
    }
}

extension WarehouseReader {
    /// Reads the rows and counts; a store that can count by itself does better.
    public func profiles(
        of table: TableDeclaration, columns names: [String], on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: PartitionProfile] {
        let positions = names.compactMap { table.position(of: $0) }
        let contents = try await contents(of: StoredColumns(table), on: dates)
        return contents.mapValues { content in
            var profile = PartitionProfile(columns: positions.count)
            profile.rows = content.rowCount
            for row in 0..<content.rowCount {
                let cells = content.cells(row: row)
                for (index, position) in positions.enumerated() { profile.columns[index].add(cells[position]) }
            }
            return profile
        }
    }

    /// Reads the rows and counts; a store that can count by itself does better.
    public func tallies(
        of table: TableDeclaration, columns names: [String], on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: [Tally]] {
        let positions = names.compactMap { table.position(of: $0) }
        let contents = try await contents(of: StoredColumns(table), on: dates)
        return contents.mapValues { content in
            var counts: [[Cell]: Int] = [:]
            for row in 0..<content.rowCount {
                let cells = content.cells(row: row)
                counts[positions.map { cells[$0] }, default: 0] += 1
            }
            return counts.map { Tally($0.key, count: $0.value) }.inOrder
        }
    }

    /// Reads the rows and counts; a store that can count by itself does better.
    public func repeatedKeys(
        of table: TableDeclaration, on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: [Tally]] {
        try await tallies(of: table, columns: table.key, on: dates).compactMapValues { tallies in
            let repeated = tallies.filter { $0.count > 1 }
            return repeated.isEmpty ? nil : repeated
        }
    }
}

extension [Tally] {
    /// By their values as they print, so that equal rows give equal lists.
    package var inOrder: [Tally] {
        sorted { left, right in
            left.values.map(\.description).lexicographicallyPrecedes(right.values.map(\.description))
        }
    }
}
