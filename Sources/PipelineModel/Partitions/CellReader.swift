public import GameCalendar

/// Walks the cells of one encoded row.
///
/// The bytes come from ``PartitionContent``, so they are well formed; the caller names each cell's type in order.
public struct CellReader {
    @usableFromInline let bytes: UnsafeRawBufferPointer
    /// Position of the next cell.
    public var position: Int

    /// Starts at `position` of `bytes`.
    @inlinable
    public init(_ bytes: UnsafeRawBufferPointer, at position: Int) {
        self.bytes = bytes
        self.position = position
    }

    /// Reads the presence byte: whether a value follows.
    @inlinable
    public mutating func isPresent() -> Bool {
        let present = bytes[position] != 0
        position += 1
        return present
    }

    /// The integer that follows.
    @inlinable
    public mutating func int() -> Int {
        Int(Int64(littleEndian: load(size: 8)))
    }

    /// The double that follows.
    @inlinable
    public mutating func double() -> Double {
        Double(bitPattern: UInt64(littleEndian: load(size: 8)))
    }

    /// The truth value that follows.
    @inlinable
    public mutating func bool() -> Bool {
        let value: UInt8 = load(size: 1)
        return value != 0
    }

    /// The day that follows.
    @inlinable
    public mutating func date() -> GameDate {
        GameDate(dayNumber: Int32(littleEndian: load(size: 4)))
    }

    /// The instant that follows.
    @inlinable
    public mutating func timestamp() -> Timestamp {
        Timestamp(microseconds: Int64(littleEndian: load(size: 8)))
    }

    /// The bytes of the text that follows; valid as long as the row's bytes are.
    @inlinable
    public mutating func utf8() -> UnsafeRawBufferPointer {
        let count: UInt32 = load(size: 4)
        let start = position
        position += Int(UInt32(littleEndian: count))
        return UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    }

    /// The text that follows.
    @inlinable
    public mutating func text() -> String {
        String(decoding: utf8(), as: UTF8.self)
    }

    // Longer texts live outside the string's own bytes, and making one costs an allocation.
    static let inlineBytes = 15

    /// Reads the text that follows into `value`, which is left as it is when it is that text already.
    mutating func text(into value: inout String) {
        let bytes = utf8()
        if bytes.count > Self.inlineBytes, value.hasUTF8(bytes) { return }
        value = String(decoding: bytes, as: UTF8.self)
    }

    /// Reads the text that follows into `value`, which is left as it is when it is that text already.
    mutating func text(into value: inout String?) {
        let bytes = utf8()
        if bytes.count > Self.inlineBytes, let value, value.hasUTF8(bytes) { return }
        value = String(decoding: bytes, as: UTF8.self)
    }

    /// Steps over one cell of `type`, present or not.
    @inlinable
    public mutating func skip(_ type: ColumnType) {
        guard isPresent() else { return }
        switch type {
        case .int, .double, .timestamp: position += 8
        case .bool: position += 1
        case .date: position += 4
        case .text: _ = utf8()
        }
    }

    @inlinable
    mutating func load<Value: BitwiseCopyable>(size: Int) -> Value {
        let value = bytes.loadUnaligned(fromByteOffset: position, as: Value.self)
        position += size
        return value
    }
}

/// One value, for output and comparison; hot paths use ``CellReader``.
public enum Cell: Hashable, Sendable {
    case null
    case int(Int)
    case double(Double)
    case bool(Bool)
    case text(String)
    case date(GameDate)
    case timestamp(Timestamp)
}

extension CellReader {
    /// The next cell, which holds `type`.
    public mutating func cell(_ type: ColumnType) -> Cell {
        guard isPresent() else { return .null }
        return switch type {
        case .int: .int(int())
        case .double: .double(double())
        case .bool: .bool(bool())
        case .text: .text(text())
        case .date: .date(date())
        case .timestamp: .timestamp(timestamp())
        }
    }
}

extension Cell: CustomStringConvertible {
    /// The value as tables and CSV print it: NULL empty, truth values true/false, doubles in shortest exact form.
    public var description: String {
        switch self {
        case .null: ""
        case .int(let value): String(value)
        case .double(let value): value.description
        case .bool(let value): value ? "true" : "false"
        case .text(let value): value
        case .date(let value): value.description
        case .timestamp(let value): value.description
        }
    }
}
