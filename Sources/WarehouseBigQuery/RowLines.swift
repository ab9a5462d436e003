internal import GameCalendar
internal import PipelineModel

/// Rows as the server loads them: one JSON object a line.
///
/// Numbers with fractions are written with as many digits as tell them from every other, whole numbers beyond what a double
/// holds as texts, instants to the microsecond.
struct RowLines {
    private let table: TableDeclaration
    private let names: [[UInt8]]
    private let datePosition: Int?
    private(set) var bytes: [UInt8] = []
    private(set) var rowCount = 0

    // From 0001-01-01 to 9999-12-31, all that the server holds.
    private static let instants: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999
    // Beyond it some whole numbers are no doubles.
    private static let exact = 1 << 53

    init(_ table: TableDeclaration) {
        self.table = table
        datePosition = table.partitionColumn.flatMap { table.position(of: $0) }
        names = table.columns.map { column in
            var name: [UInt8] = []
            var text = column.name
            text.withUTF8 { JSONText.append(utf8: UnsafeRawBufferPointer($0), to: &name) }
            return name + [UInt8(ascii: ":")]
        }
    }

    /// Adds the rows of a partition.
    ///
    /// - Throws: ``WarehouseError`` constraint for a NULL or a number where none may be, invalid for rows that are not the
    ///   partition's.
    mutating func append(_ content: PartitionContent, of partition: Partition) throws(WarehouseError) {
        guard content.columns == table.columns else {
            throw WarehouseError(.invalid, "\(partition): the rows have other columns than the table")
        }
        var failure: WarehouseError?
        content.bytes.withUnsafeBytes { encoded in
            var reader = CellReader(encoded, at: 0)
            for row in 0..<content.rowCount where failure == nil {
                reader.position = content.offsets[row]
                failure = appendRow(&reader, partition, row)
            }
        }
        if let failure { throw failure }
        rowCount += content.rowCount
    }

    private mutating func appendRow(_ reader: inout CellReader, _ partition: Partition, _ row: Int) -> WarehouseError? {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for (position, column) in table.columns.enumerated() {
            guard reader.isPresent() else {
                // What is not named is NULL.
                if column.isNullable { continue }
                return WarehouseError(
                    .constraint, "\(partition): row \(row + 1) has no \(column.name); nothing was written")
            }
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            bytes += names[position]
            if position == datePosition {
                let date = reader.date()
                guard date == partition.date else {
                    return WarehouseError(
                        .invalid, "\(partition): row \(row + 1) is not dated \(partition.date); nothing was written")
                }
                append(date)
            } else if !append(column.type, &reader) {
                return WarehouseError(
                    .constraint,
                    "\(partition): row \(row + 1) has a \(column.name) that the server cannot hold; nothing was written"
                )
            }
        }
        bytes += [UInt8(ascii: "}"), UInt8(ascii: "\n")]
        return nil
    }

    private mutating func append(_ type: ColumnType, _ reader: inout CellReader) -> Bool {
        switch type {
        case .int:
            let value = reader.int()
            let isExact = value.magnitude <= Self.exact
            bytes += isExact ? Array(String(value).utf8) : Array("\"\(value)\"".utf8)
        case .double:
            let value = reader.double()
            guard value.isFinite else { return false }
            bytes += value.description.utf8
        case .bool: bytes += reader.bool() ? Array("true".utf8) : Array("false".utf8)
        case .text: JSONText.append(utf8: reader.utf8(), to: &bytes)
        case .date: append(reader.date())
        case .timestamp:
            let value = reader.timestamp()
            guard Self.instants.contains(value.microseconds) else { return false }
            bytes += "\"\(value)\"".utf8
        }
        return true
    }

    private mutating func append(_ date: GameDate) {
        bytes.append(UInt8(ascii: "\""))
        withUnsafeBytes(of: date.utf8) { bytes += $0 }
        bytes.append(UInt8(ascii: "\""))
    }
}
