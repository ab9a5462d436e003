/// The keys of a content's rows, comparable with those of another content.
///
/// Key columns in declared order; text by UTF-8 bytes, numbers, days and instants by value, false before true.
public struct KeyIndex: Sendable {
    let content: PartitionContent
    let types: [ColumnType]
    // Where each key cell of each row starts: row × key column.
    private let starts: [Int]

    /// The keys of `content`, whose columns include every name in `key`.
    public init(_ content: PartitionContent, key: [String]) {
        self.content = content
        let positions = key.compactMap { name in content.columns.firstIndex { $0.name == name } }
        precondition(positions.count == key.count, "a key column is missing from the content")
        types = positions.map { content.columns[$0].type }
        starts = Self.cellStarts(of: content, positions: positions)
    }

    private static func cellStarts(of content: PartitionContent, positions: [Int]) -> [Int] {
        let columnTypes = content.columns.map(\.type)
        let last = positions.max() ?? -1
        var starts = [Int](repeating: 0, count: content.rowCount * positions.count)
        content.bytes.withUnsafeBytes { buffer in
            var reader = CellReader(buffer, at: 0)
            var cellStarts = [Int](repeating: 0, count: last + 1)
            for row in 0..<content.rowCount {
                reader.position = content.offsets[row]
                for column in cellStarts.indices {
                    cellStarts[column] = reader.position
                    reader.skip(columnTypes[column])
                }
                for (slot, column) in positions.enumerated() {
                    starts[row * positions.count + slot] = cellStarts[column]
                }
            }
        }
        return starts
    }

    /// Negative when this index's `row` comes before `other`'s `otherRow`, 0 when the keys are equal.
    public func compare(_ row: Int, _ other: KeyIndex, _ otherRow: Int) -> Int {
        content.bytes.withUnsafeBytes { left in
            other.content.bytes.withUnsafeBytes { right in
                for slot in types.indices {
                    var a = CellReader(left, at: starts[row * types.count + slot])
                    var b = CellReader(right, at: other.starts[otherRow * types.count + slot])
                    let order = Self.compare(&a, &b, types[slot])
                    if order != 0 { return order }
                }
                return 0
            }
        }
    }

    private static func compare(_ a: inout CellReader, _ b: inout CellReader, _ type: ColumnType) -> Int {
        let (hasA, hasB) = (a.isPresent(), b.isPresent())
        guard hasA, hasB else { return (hasA ? 1 : 0) - (hasB ? 1 : 0) }
        switch type {
        case .int: return order(a.int(), b.int())
        case .double: return order(a.double(), b.double())
        case .bool: return order(a.bool() ? 1 : 0, b.bool() ? 1 : 0)
        case .date: return order(a.date(), b.date())
        case .timestamp: return order(a.timestamp(), b.timestamp())
        case .text:
            return order(a.utf8(), b.utf8())
        }
    }

    // By bytes; of two texts of which one begins the other the shorter comes first.
    private static func order(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
        for place in 0..<min(a.count, b.count) where a[place] != b[place] {
            return a[place] < b[place] ? -1 : 1
        }
        return order(a.count, b.count)
    }

    private static func order<Value: Comparable>(_ a: Value, _ b: Value) -> Int {
        a < b ? -1 : (a == b ? 0 : 1)
    }

    /// Calls `body` once for each key of either index, in key order, with the row of this one and the row of `other`;
    /// nil where there is none, never both. Both contents are in key order.
    public func matchRows(of other: KeyIndex, _ body: (Int?, Int?) -> Void) {
        var (left, right) = (0, 0)
        while left < content.rowCount || right < other.content.rowCount {
            let order: Int
            if left == content.rowCount {
                order = 1
            } else if right == other.content.rowCount {
                order = -1
            } else {
                order = compare(left, other, right)
            }
            body(order <= 0 ? left : nil, order >= 0 ? right : nil)
            if order <= 0 { left += 1 }
            if order >= 0 { right += 1 }
        }
    }

    /// The key of `row` as people read it: values separated by a space.
    public func describe(_ row: Int) -> String {
        content.bytes.withUnsafeBytes { buffer in
            types.indices.map { slot in
                var reader = CellReader(buffer, at: starts[row * types.count + slot])
                return reader.cell(types[slot]).description
            }.joined(separator: " ")
        }
    }
}

/// How the keys of a partition differ from the ones expected.
public struct KeyDifference: Hashable, Sendable {
    /// Expected keys without a row, as people read them, in key order.
    public var missing: [String] = []
    /// Keys with a row that were not expected, in key order.
    public var surplus: [String] = []

    /// Compares two contents that are in key order.
    public init(present: PartitionContent, expected: PartitionContent, key: [String]) {
        let have = KeyIndex(present, key: key)
        let want = KeyIndex(expected, key: key)
        have.matchRows(of: want) { row, wanted in
            if let row, wanted == nil { surplus.append(have.describe(row)) }
            if let wanted, row == nil { missing.append(want.describe(wanted)) }
        }
    }
}

extension PartitionContent {
    /// The same rows in key order.
    ///
    /// - Throws: ``ContentError/duplicateKey(_:)``.
    public func inKeyOrder(of table: TableDeclaration) throws(ContentError) -> PartitionContent {
        let index = KeyIndex(self, key: table.key)
        var isAscending = true
        for row in 1..<max(1, rowCount) {
            let order = index.compare(row - 1, index, row)
            if order == 0 { throw .duplicateKey(index.describe(row)) }
            if order > 0 { isAscending = false }
        }
        guard !isAscending else { return self }
        let order = (0..<rowCount).sorted { index.compare($0, index, $1) < 0 }
        for position in 1..<max(1, order.count) where index.compare(order[position - 1], index, order[position]) == 0 {
            throw .duplicateKey(index.describe(order[position]))
        }
        return rows(at: order)
    }
}
