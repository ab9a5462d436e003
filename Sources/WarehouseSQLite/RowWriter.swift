internal import GRDB
internal import GRDBSQLite
internal import GameCalendar
internal import PipelineModel

/// Binds encoded rows to an INSERT and runs it once per row.
///
/// Text is bound straight from the content's bytes and never copied; about 5 µs for a row of 50 columns, of which most
/// is the insert itself.
struct RowWriter {
    // Room for a day or an instant as text, one slot per column.
    private static let slot = 32

    private let statement: RawStatement
    private let types: [ColumnType]
    private let partition: Partition?
    private let partitionPosition: Int

    /// A writer of rows of `table` through `sql`; with a `partition` every row must be dated as it is.
    init(_ db: Database, _ sql: String, table: TableDeclaration, partition: Partition? = nil) throws {
        statement = try RawStatement(db, sql)
        types = table.columns.map(\.type)
        self.partition = partition
        partitionPosition = partition == nil ? -1 : table.partitionColumn.flatMap { table.position(of: $0) } ?? -1
    }

    /// Writes every row of `content`.
    func write(_ content: PartitionContent) throws {
        try write(content, rows: 0..<content.rowCount)
    }

    /// Writes the rows of `content` at `rows`.
    func write(_ content: PartitionContent, rows: some Sequence<Int>) throws {
        defer { statement.reset() }
        try withUnsafeTemporaryAllocation(byteCount: Self.slot * types.count, alignment: 8) { scratch in
            var days = [Int32](repeating: .min, count: types.count)
            try content.bytes.withUnsafeBytes { bytes in
                var reader = CellReader(bytes, at: 0)
                for row in rows {
                    reader.position = content.offsets[row]
                    guard bindRow(&reader, &days, scratch) == SQLITE_OK else { throw statement.failure() }
                    try checkDate(days, row)
                    guard sqlite3_step(statement.handle) == SQLITE_DONE else { throw statement.failure() }
                    sqlite3_reset(statement.handle)
                }
            }
        }
    }

    private func checkDate(_ days: [Int32], _ row: Int) throws {
        guard let partition, partitionPosition >= 0, days[partitionPosition] != partition.date.dayNumber else { return }
        throw WarehouseError(
            .invalid, "\(partition): row \(row + 1) is not dated \(partition.date); nothing was written")
    }

    @inline(__always)
    private func bindRow(
        _ reader: inout CellReader, _ days: inout [Int32], _ scratch: UnsafeMutableRawBufferPointer
    ) -> Int32 {
        let handle = statement.handle
        var status = SQLITE_OK
        for column in types.indices {
            let index = Int32(truncatingIfNeeded: column + 1)
            guard reader.isPresent() else {
                days[column] = .min
                status |= sqlite3_bind_null(handle, index)
                continue
            }
            switch types[column] {
            case .int: status |= sqlite3_bind_int64(handle, index, Int64(reader.int()))
            case .double: status |= sqlite3_bind_double(handle, index, reader.double())
            case .bool: status |= sqlite3_bind_int(handle, index, reader.bool() ? 1 : 0)
            case .text: status |= bindText(reader.utf8(), index)
            case .date:
                // Bindings outlive a reset: a date repeated from row to row is formatted and bound once.
                let date = reader.date()
                guard date.dayNumber != days[column] else { continue }
                days[column] = date.dayNumber
                status |= bindText(Self.format(date, in: scratch, column), index)
            case .timestamp: status |= bindText(Self.format(reader.timestamp(), in: scratch, column), index)
            }
        }
        return status
    }

    @inline(__always)
    private func bindText(_ text: UnsafeRawBufferPointer, _ index: Int32) -> Int32 {
        // No destructor is SQLITE_STATIC: the bytes outlive the step, and the bindings are cleared after the last.
        let start = text.baseAddress?.assumingMemoryBound(to: CChar.self)
        return sqlite3_bind_text(statement.handle, index, start, Int32(truncatingIfNeeded: text.count), nil)
    }

    private static func format(
        _ date: GameDate, in scratch: UnsafeMutableRawBufferPointer, _ column: Int
    ) -> UnsafeRawBufferPointer {
        let utf8 = date.utf8
        scratch.storeBytes(of: utf8, toByteOffset: column * slot, as: type(of: utf8))
        return UnsafeRawBufferPointer(rebasing: scratch[(column * slot)..<(column * slot + 10)])
    }

    private static func format(
        _ instant: Timestamp, in scratch: UnsafeMutableRawBufferPointer, _ column: Int
    ) -> UnsafeRawBufferPointer {
        let text = column * slot..<(column * slot + TimestampText.length)
        TimestampText.write(instant, to: UnsafeMutableRawBufferPointer(rebasing: scratch[text]))
        return UnsafeRawBufferPointer(rebasing: scratch[text])
    }
}
