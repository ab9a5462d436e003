public import ContentDigest

/// Why rows cannot be a partition.
public enum ContentError: Error, Hashable, Sendable {
    /// Two rows have the key described.
    case duplicateKey(String)
    /// A double is NaN or infinite in the row with the key described.
    case notFinite(String)
}

/// The rows of a partition in canonical encoding.
///
/// The one currency between processors, stores, caches, exporters and digests: whoever needs values decodes them.
public struct PartitionContent: Hashable, Sendable {
    /// The shape of each row.
    public let columns: [Column]
    /// All rows, one after the other.
    public let bytes: [UInt8]
    /// Where each row starts, and the end.
    public let offsets: [Int]

    /// Rows already encoded; `offsets` has one entry more than there are rows.
    public init(columns: [Column], bytes: [UInt8], offsets: [Int]) {
        self.columns = columns
        self.bytes = bytes
        self.offsets = offsets
    }

    /// No rows.
    public init(emptyWith columns: [Column]) {
        self.init(columns: columns, bytes: [], offsets: [0])
    }

    /// Encodes `rows`, given in any order, in key order of `table`.
    ///
    /// - Throws: ``ContentError`` on a repeated key or a number that is not finite.
    /// - Complexity: O(n) when the rows are in key order already, else O(n log n).
    public init<Row: ColumnCoded>(_ rows: [Row], table: TableDeclaration) throws(ContentError) {
        let encoded = try PartitionContent(unordered: rows, columns: table.columns)
        self = try encoded.inKeyOrder(of: table)
    }

    /// Encodes `rows` as they come.
    ///
    /// - Throws: ``ContentError/notFinite(_:)``.
    public init<Row: ColumnCoded>(unordered rows: [Row], columns: [Column]) throws(ContentError) {
        var cursor = ColumnCursor.encoding(reserving: rows.count * columns.count * 9)
        for var row in rows {
            row.columns(&cursor)
            cursor.builder.endRow()
        }
        let culprit = cursor.builder.firstRowNotFinite
        self = cursor.content(columns: columns)
        if let culprit { throw .notFinite(describe(notFinite: culprit)) }
    }

    /// Number of rows.
    public var rowCount: Int { offsets.count - 1 }

    /// SHA-256 of the encoded rows without their provenance; of nothing for an empty partition.
    public var digest: Digest {
        guard let last = columns.last, !last.isDigested else { return Digest(of: bytes) }
        let hasher = ContentHasher()
        bytes.withUnsafeBytes { buffer in
            for row in 0..<rowCount {
                let content = offsets[row]..<(offsets[row + 1] - ContentBuilder.provenanceSize)
                hasher.update(UnsafeRawBufferPointer(rebasing: buffer[content]))
            }
        }
        return hasher.finalized()
    }

    /// The encoded bytes of one row.
    public func rowBytes(_ row: Int) -> ArraySlice<UInt8> {
        bytes[offsets[row]..<offsets[row + 1]]
    }

    private func describe(notFinite row: Int) -> String {
        let cells = cells(row: row)
        let culprit = zip(columns, cells).first { _, cell in
            if case .double(let value) = cell { !value.isFinite } else { false }
        }
        let start = zip(columns, cells).prefix(3).map { "\($0.name) \($1)" }.joined(separator: ", ")
        return "\(culprit?.0.name ?? "a column") is \(culprit?.1.description ?? "not finite") in the row with \(start)"
    }
}

extension PartitionContent {
    /// Decodes every row into `Row`, whose columns are a subsequence of this content's.
    ///
    /// - Precondition: every column of `Row` is in ``columns``, in the same order.
    @inlinable
    public func decoded<Row: ColumnCoded>(as type: Row.Type = Row.self) -> [Row] {
        let skipped = Self.skips(from: columns, to: Row.declaredColumns)
        return bytes.withUnsafeBytes { buffer in
            var cursor = ColumnCursor.decoding(buffer, skipping: skipped)
            var rows: [Row] = []
            rows.reserveCapacity(rowCount)
            // Every column is read for every row; starting from the row before, equal texts are kept and not made anew.
            var value = Row()
            for row in 0..<rowCount {
                cursor.beginRow(at: offsets[row])
                value.columns(&cursor)
                if cursor.metUnknownSpelling {
                    value = Row()
                    cursor.beginRow(at: offsets[row])
                    value.columns(&cursor)
                }
                rows.append(value)
            }
            return rows
        }
    }

    /// The rows at `positions`, in that order.
    public func rows(at positions: some Sequence<Int>) -> PartitionContent {
        var builder = ContentBuilder(reserving: bytes.count)
        for row in positions { builder.appendRow(rowBytes(row)) }
        return builder.content(columns: columns)
    }

    /// The values of one row.
    public func cells(row: Int) -> [Cell] {
        bytes.withUnsafeBytes { buffer in
            var reader = CellReader(buffer, at: offsets[row])
            return columns.map { reader.cell($0.type) }
        }
    }

    // For each wanted column the types of the columns before it that nobody wants; empty when none are passed over.
    @usableFromInline
    static func skips(from stored: [Column], to wanted: [Column]) -> [[ColumnType]] {
        guard stored.count != wanted.count else { return [] }
        var skips: [[ColumnType]] = []
        var position = 0
        for column in wanted {
            var passed: [ColumnType] = []
            while position < stored.count, stored[position].name != column.name {
                passed.append(stored[position].type)
                position += 1
            }
            precondition(position < stored.count, "column \(column.name) is not stored, or out of the table's order")
            position += 1
            skips.append(passed)
        }
        return skips
    }
}
