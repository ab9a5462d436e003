internal import GameCalendar
internal import PipelineModel

/// How values travel to and from the server: PostgreSQL's binary formats, all big-endian.
///
/// Days count from 2000-01-01 and instants in microseconds from its midnight in UTC. The server cannot hold U+0000 in a text,
/// so that U+0000 is kept as U+0001 U+0001 and U+0001 as U+0001 U+0002, which leaves the order of texts by bytes as it is.
enum WireFormat {
    /// Days from 1970-01-01 to the server's first day.
    static let epochDay: Int32 = 10_957
    /// The same in microseconds.
    static let epochMicroseconds: Int64 = 946_684_800_000_000
    /// What stands for a NULL where a length is expected.
    static let null: Int32 = -1

    private static let escape: UInt8 = 1

    /// Whether some byte of `text` does not travel as it is.
    @inline(__always)
    static func needsEscapes(_ text: UnsafeRawBufferPointer) -> Bool {
        for byte in text where byte <= escape { return true }
        return false
    }

    /// `text` as the server keeps it.
    static func escaped(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count + 8)
        for byte in text {
            if byte <= escape { bytes.append(escape) }
            bytes.append(byte <= escape ? byte + 1 : byte)
        }
        return bytes
    }

    /// Whether the server keeps `text` under other bytes.
    @inline(__always)
    static func hasEscapes(_ text: UnsafeRawBufferPointer) -> Bool {
        for byte in text where byte == escape { return true }
        return false
    }

    /// What ``escaped(_:)`` was given.
    static func unescaped(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var isSecond = false
        for byte in text {
            if byte == escape, !isSecond {
                isSecond = true
            } else {
                bytes.append(isSecond ? byte &- 1 : byte)
                isSecond = false
            }
        }
        return bytes
    }

    /// The value that `bytes` stand for as a text.
    static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        hasEscapes(bytes) ? String(decoding: unescaped(bytes), as: UTF8.self) : String(decoding: bytes, as: UTF8.self)
    }
}

/// Bytes on their way to the server; grows as needed and gives its memory back.
struct WireBuffer: ~Copyable {
    private var memory: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    /// An empty buffer with room for `bytes`.
    init(reserving bytes: Int = 1024) {
        memory = .allocate(byteCount: max(64, bytes), alignment: 8)
    }

    deinit {
        memory.deallocate()
    }

    /// What was written, valid until the next change.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

    mutating func removeAll() { count = 0 }

    @inline(__always)
    private mutating func take(_ bytes: Int) -> UnsafeMutableRawPointer {
        if count + bytes > memory.count { grow(by: bytes) }
        defer { count += bytes }
        // Memory is never empty, so it has an address.
        return memory.baseAddress.unsafelyUnwrapped + count
    }

    private mutating func grow(by bytes: Int) {
        let wider = UnsafeMutableRawBufferPointer.allocate(
            byteCount: memory.count + max(memory.count, bytes), alignment: 8)
        wider.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
        memory.deallocate()
        memory = wider
    }

    @inline(__always)
    mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) {
        take(MemoryLayout<Value>.size).storeBytes(of: value.bigEndian, as: Value.self)
    }

    @inline(__always)
    mutating func append(contentsOf bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        take(bytes.count).copyMemory(from: start, byteCount: bytes.count)
    }

    /// Writes over four bytes at `position`.
    mutating func put(_ value: Int32, at position: Int) {
        memory.storeBytes(of: value.bigEndian, toByteOffset: position, as: Int32.self)
    }

    /// Appends length and value of the cell that `reader` is at, which holds `type`.
    @inline(__always)
    mutating func appendCell(_ type: ColumnType, from reader: inout CellReader) {
        guard reader.isPresent() else { return append(WireFormat.null) }
        switch type {
        case .int:
            append(Int32(8))
            append(Int64(reader.int()))
        case .double:
            append(Int32(8))
            append(reader.double().bitPattern)
        case .bool:
            append(Int32(1))
            append(UInt8(reader.bool() ? 1 : 0))
        case .text: appendText(reader.utf8())
        case .date:
            append(Int32(4))
            append(reader.date().dayNumber &- WireFormat.epochDay)
        case .timestamp:
            append(Int32(8))
            append(reader.timestamp().microseconds &- WireFormat.epochMicroseconds)
        }
    }

    /// Appends length and bytes of a text.
    @inline(__always)
    mutating func appendText(_ text: UnsafeRawBufferPointer) {
        guard WireFormat.needsEscapes(text) else {
            append(Int32(truncatingIfNeeded: text.count))
            return append(contentsOf: text)
        }
        let escaped = WireFormat.escaped(text)
        append(Int32(truncatingIfNeeded: escaped.count))
        escaped.withUnsafeBytes { append(contentsOf: $0) }
    }
}

extension ColumnType {
    /// The server's type.
    var serverType: String {
        switch self {
        case .int: "bigint"
        case .double: "double precision"
        case .bool: "boolean"
        case .text: "text"
        case .date: "date"
        case .timestamp: "timestamp with time zone"
        }
    }

    /// The number the server knows the type by.
    var oid: UInt32 {
        switch self {
        case .int: 20
        case .double: 701
        case .bool: 16
        case .text: 25
        case .date: 1082
        case .timestamp: 1184
        }
    }

    /// The number of the type of its arrays.
    var arrayOID: UInt32 {
        switch self {
        case .int: 1016
        case .double: 1022
        case .bool: 1000
        case .text: 1009
        case .date: 1182
        case .timestamp: 1185
        }
    }
}
