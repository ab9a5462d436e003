internal import CLibPQ
internal import GameCalendar
internal import PipelineModel

/// What the server answered to a statement; its memory goes with the value.
final class QueryResult {
    private let handle: OpaquePointer
    /// Number of rows.
    let rowCount: Int

    init(_ handle: OpaquePointer) {
        self.handle = handle
        rowCount = Int(PQntuples(handle))
    }

    deinit {
        PQclear(handle)
    }

    /// Rows that a statement has changed.
    var changed: Int { Int(String(cString: PQcmdTuples(handle))) ?? 0 }

    /// Names and types' numbers of the columns.
    var columns: [(name: String, oid: UInt32)] {
        (0..<PQnfields(handle)).map { (String(cString: PQfname(handle, $0)), PQftype(handle, $0)) }
    }

    /// The bytes of a value; nil for NULL.
    @inline(__always)
    func bytes(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer? {
        let (row, column) = (Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column))
        let start = PQgetvalue(handle, row, column)
        let count = Int(PQgetlength(handle, row, column))
        guard count > 0 || PQgetisnull(handle, row, column) == 0 else { return nil }
        return UnsafeRawBufferPointer(start: start, count: count)
    }

    /// A text; empty for NULL.
    func text(_ row: Int, _ column: Int) -> String { bytes(row, column).map(WireFormat.text) ?? "" }

    /// A bigint; 0 for NULL.
    func int(_ row: Int, _ column: Int) -> Int {
        guard let bytes = bytes(row, column), bytes.count == 8 else { return 0 }
        return Int(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
    }

    /// A boolean; false for NULL.
    func bool(_ row: Int, _ column: Int) -> Bool { bytes(row, column)?.first == 1 }

    /// A day; nil for NULL and for infinity.
    func date(_ row: Int, _ column: Int) -> GameDate? {
        guard let bytes = bytes(row, column), bytes.count == 4 else { return nil }
        return Self.date(bytes)
    }

    fileprivate static func date(_ bytes: UnsafeRawBufferPointer) -> GameDate? {
        let day = Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))
        // The server's two infinities are the ends of the numbers, and far outside of the years there are.
        guard (-1_000_000...10_000_000).contains(day) else { return nil }
        return GameDate(dayNumber: day + WireFormat.epochDay)
    }
}

/// Turns result rows into the canonical encoding.
///
/// A value that no column of ours can have, as only a hand-edited store holds, is an error and never becomes a default.
struct RowReader {
    let table: TableName
    let columns: [Column]
    private let types: [ColumnType]

    /// A reader of results whose columns from `first` on are `columns`, in this order.
    init(_ table: TableName, _ columns: [Column]) {
        (self.table, self.columns) = (table, columns)
        types = columns.map(\.type)
    }

    /// The rows at `rows` of `result`; the values begin with its column `first`, and `place` names them in an error.
    func content(
        of result: QueryResult, rows: Range<Int>, from first: Int = 0, place: @autoclosure () -> String
    ) throws(WarehouseError) -> PartitionContent {
        var builder = ContentBuilder(reserving: rows.count * columns.count * 10)
        for row in rows {
            for (position, type) in types.enumerated() {
                guard let bytes = result.bytes(row, first + position) else {
                    guard columns[position].isNullable else { throw corrupt(position, "NULL", place(), row) }
                    builder.appendNull()
                    continue
                }
                guard Self.append(type, bytes, to: &builder) else {
                    throw corrupt(position, "a value that is none", place(), row)
                }
            }
            builder.endRow()
        }
        return (consume builder).content(columns: columns)
    }

    @inline(__always)
    private static func append(
        _ type: ColumnType, _ bytes: UnsafeRawBufferPointer, to builder: inout ContentBuilder
    ) -> Bool {
        switch (type, bytes.count) {
        case (.int, 8): builder.append(Int(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))))
        case (.double, 8):
            builder.append(Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))))
        case (.bool, 1): builder.append(bytes[0] != 0)
        case (.date, 4):
            guard let date = QueryResult.date(bytes) else { return false }
            builder.append(date)
        case (.timestamp, 8):
            let microseconds = Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
            guard microseconds != .min, microseconds < .max - WireFormat.epochMicroseconds else { return false }
            builder.append(Timestamp(microseconds: microseconds + WireFormat.epochMicroseconds))
        case (.text, _):
            if WireFormat.hasEscapes(bytes) {
                WireFormat.unescaped(bytes).withUnsafeBytes { builder.append(utf8: $0) }
            } else {
                builder.append(utf8: bytes)
            }
        default: return false
        }
        return true
    }

    private func corrupt(_ position: Int, _ found: String, _ place: String, _ row: Int) -> WarehouseError {
        WarehouseError(
            .corrupt,
            "\(place), row \(row + 1) in order: column \(columns[position].name) holds \(found), which is no "
                + "\(types[position].rawValue); the store was changed by hand, restore a backup or write the partition again"
        )
    }
}
