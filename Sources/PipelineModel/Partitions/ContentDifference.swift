/// Where two contents of one table differ, row by row.
public struct ContentDifference: Hashable, Sendable {
    /// One column that differs.
    public struct Change: Hashable, Sendable {
        /// The column.
        public let column: String
        /// NULL when the row is new.
        public let before: Cell
        /// NULL when the row is gone.
        public let after: Cell
    }

    /// One row that differs.
    public struct Row: Hashable, Sendable {
        /// The key as people read it.
        public let key: String
        /// Whether the row is in both, only before, or only after.
        public let kind: Kind
        /// The columns that differ; empty for a row that is new or gone.
        public let changes: [Change]
    }

    /// How a row differs.
    public enum Kind: String, Hashable, Sendable {
        case changed, added, removed
    }

    /// The rows that differ, in key order.
    public private(set) var rows: [Row] = []

    /// Compares two contents in key order with the same columns.
    public init(before: PartitionContent, after: PartitionContent, key: [String]) {
        let old = KeyIndex(before, key: key)
        let new = KeyIndex(after, key: key)
        old.matchRows(of: new) { left, right in
            guard let left else { return rows.append(Row(key: new.describe(right ?? 0), kind: .added, changes: [])) }
            guard let right else { return rows.append(Row(key: old.describe(left), kind: .removed, changes: [])) }
            guard before.rowBytes(left) != after.rowBytes(right) else { return }
            let changes = Self.changes(before, left, after, right)
            if !changes.isEmpty { rows.append(Row(key: old.describe(left), kind: .changed, changes: changes)) }
        }
    }

    private static func changes(
        _ before: PartitionContent, _ left: Int, _ after: PartitionContent, _ right: Int
    ) -> [Change] {
        zip(before.columns, zip(before.cells(row: left), after.cells(row: right))).compactMap { column, cells in
            guard column.isDigested, cells.0 != cells.1 else { return nil }
            return Change(column: column.name, before: cells.0, after: cells.1)
        }
    }
}

extension PartitionContent {
    /// The same rows with only `wanted` columns, a subsequence of this content's.
    public func narrowed(to wanted: [Column]) -> PartitionContent {
        guard wanted.count != columns.count else { return self }
        let names = Set(wanted.map(\.name))
        let keep = columns.map { names.contains($0.name) }
        var builder = ContentBuilder(reserving: bytes.count)
        bytes.withUnsafeBytes { buffer in
            for row in 0..<rowCount {
                var reader = CellReader(buffer, at: offsets[row])
                for (column, isKept) in zip(columns, keep) {
                    let start = reader.position
                    reader.skip(column.type)
                    if isKept {
                        builder.append(encoded: UnsafeRawBufferPointer(rebasing: buffer[start..<reader.position]))
                    }
                }
                builder.endRow()
            }
        }
        return builder.content(columns: wanted)
    }
}
