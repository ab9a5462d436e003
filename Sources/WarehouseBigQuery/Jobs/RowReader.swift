internal import Foundation
internal import GameCalendar
internal import PipelineModel

/// Turns result rows into the canonical encoding.
///
/// A value that no column of ours can have, as only a hand-edited store holds, is an error and never becomes a default.
struct RowReader {
    let table: TableName
    let columns: [Column]

    /// The rows at `rows` of `result`, whose columns from `first` on are ``columns``; `place` names them in an error.
    func content(
        of result: QueryRows, rows: Range<Int>, from first: Int = 0, place: @autoclosure () -> String
    ) throws(WarehouseError) -> PartitionContent {
        var builder = ContentBuilder(reserving: rows.count * columns.count * 10)
        for row in rows {
            for (position, column) in columns.enumerated() {
                let isRead = result.withBytes(row, first + position) { bytes in
                    guard let bytes else {
                        builder.appendNull()
                        return column.isNullable
                    }
                    return Self.append(column.type, bytes, to: &builder)
                }
                guard isRead else { throw corrupt(column, place(), row - rows.lowerBound) }
            }
            builder.endRow()
        }
        return (consume builder).content(columns: columns)
    }

    private static func append(_ type: ColumnType, _ bytes: UnsafeRawBufferPointer, to builder: inout ContentBuilder)
        -> Bool
    {
        switch type {
        case .int:
            guard let value = integer(bytes) else { return false }
            builder.append(value)
        case .double:
            guard let value = double(bytes) else { return false }
            builder.append(value)
        case .bool:
            guard bytes.elementsEqual("true".utf8) || bytes.elementsEqual("false".utf8) else { return false }
            builder.append(bytes.count == 4)
        case .date:
            guard let date = GameDate(utf8: bytes) else { return false }
            builder.append(date)
        case .timestamp:
            guard let microseconds = integer(bytes) else { return false }
            builder.append(Timestamp(microseconds: Int64(microseconds)))
        case .text:
            guard bytes.count != 1 || bytes[0] != 0xFF else { return false }
            builder.append(utf8: bytes)
        }
        return true
    }

    private static func integer(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var value = 0
        let isNegative = bytes.first == UInt8(ascii: "-")
        guard bytes.count > (isNegative ? 1 : 0) else { return nil }
        for byte in bytes.dropFirst(isNegative ? 1 : 0) {
            guard (0x30...0x39).contains(byte) else { return nil }
            // Below zero there is one number more.
            let (product, isTooMuch) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooMany) = product.subtractingReportingOverflow(Int(byte - 0x30))
            guard !isTooMuch, !isTooMany else { return nil }
            value = sum
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    // The double nearest to what is written: the server writes enough digits to tell it from every other.
    private static func double(_ bytes: UnsafeRawBufferPointer) -> Double? {
        guard let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }

    private func corrupt(_ column: Column, _ place: String, _ row: Int) -> WarehouseError {
        WarehouseError(
            .corrupt,
            "\(place), row \(row + 1) in order: column \(column.name) holds a value that is no \(column.type.rawValue); the "
                + "store was changed by hand, restore a backup or write the partition again")
    }
}
