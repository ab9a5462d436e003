internal import GameCalendar
internal import PipelineModel

/// A value for `$1`, `$2`, … of a statement, encoded for the server.
struct Parameter: Sendable {
    /// The type's number.
    let oid: UInt32
    /// The value; nil for NULL.
    let bytes: [UInt8]?

    private init(_ oid: UInt32, _ bytes: [UInt8]?) {
        (self.oid, self.bytes) = (oid, bytes)
    }

    static func text(_ value: String) -> Parameter {
        var value = value
        return Parameter(ColumnType.text.oid, value.withUTF8 { WireFormat.escaped(UnsafeRawBufferPointer($0)) })
    }

    static func int(_ value: Int) -> Parameter { Parameter(ColumnType.int.oid, bigEndian(Int64(value))) }

    static func double(_ value: Double) -> Parameter { Parameter(ColumnType.double.oid, bigEndian(value.bitPattern)) }

    static func bool(_ value: Bool) -> Parameter { Parameter(ColumnType.bool.oid, [value ? 1 : 0]) }

    static func date(_ value: GameDate) -> Parameter {
        Parameter(ColumnType.date.oid, bigEndian(value.dayNumber &- WireFormat.epochDay))
    }

    static func timestamp(_ value: Timestamp) -> Parameter {
        Parameter(ColumnType.timestamp.oid, bigEndian(value.microseconds &- WireFormat.epochMicroseconds))
    }

    /// The value of `cell`, which is not NULL: a NULL says nothing of its type.
    static func cell(_ cell: Cell) -> Parameter {
        switch cell {
        case .null: Parameter(ColumnType.text.oid, nil)
        case .int(let value): .int(value)
        case .double(let value): .double(value)
        case .bool(let value): .bool(value)
        case .text(let value): .text(value)
        case .date(let value): .date(value)
        case .timestamp(let value): .timestamp(value)
        }
    }

    static func texts(_ values: some Collection<String>) -> Parameter {
        array(.text, values.count) { buffer, position in
            var value = values[values.index(values.startIndex, offsetBy: position)]
            value.withUTF8 { buffer.appendText(UnsafeRawBufferPointer($0)) }
        }
    }

    static func dates(_ values: [GameDate]) -> Parameter {
        array(.date, values.count) { buffer, position in
            buffer.append(Int32(4))
            buffer.append(values[position].dayNumber &- WireFormat.epochDay)
        }
    }

    /// One array per column of `content`, each with the values of all `rows`.
    static func columns(of content: PartitionContent, rows: [Int]) -> [Parameter] {
        content.bytes.withUnsafeBytes { bytes in
            // Where each row's next cell begins.
            var positions = rows.map { content.offsets[$0] }
            return content.columns.map { column in
                array(column.type, rows.count) { buffer, row in
                    var reader = CellReader(bytes, at: positions[row])
                    buffer.appendCell(column.type, from: &reader)
                    positions[row] = reader.position
                }
            }
        }
    }

    // One dimension that counts from 1, with room for NULLs.
    private static func array(
        _ type: ColumnType, _ count: Int, _ element: (inout WireBuffer, Int) -> Void
    ) -> Parameter {
        var buffer = WireBuffer(reserving: 32 + 16 * count)
        buffer.append(Int32(count > 0 ? 1 : 0))
        buffer.append(Int32(1))
        buffer.append(type.oid)
        if count > 0 {
            buffer.append(Int32(count))
            buffer.append(Int32(1))
            for position in 0..<count { element(&buffer, position) }
        }
        return Parameter(type.arrayOID, Array(buffer.bytes))
    }

    private static func bigEndian<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
