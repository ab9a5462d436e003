public import GameCalendar

/// Appends cells in the canonical row encoding.
///
/// Per column one presence byte 0/1, then little-endian: int 8 bytes; double 8 bytes (−0 becomes +0); bool 1;
/// date Int32 day number; timestamp Int64 microseconds; text UInt32 byte length and UTF-8.
/// This encoding is what digests are taken of, so it never changes.
public struct ContentBuilder: Sendable {
    @usableFromInline var storage: [UInt8]
    @usableFromInline var used = 0
    @usableFromInline var offsets: [Int] = [0]
    /// False once a double that is not finite was appended.
    public private(set) var isFinite = true

    /// An empty builder with room for `bytes` bytes.
    public init(reserving bytes: Int = 4096) {
        storage = [UInt8](repeating: 0, count: max(64, bytes))
    }

    /// Ends the current row.
    public mutating func endRow() {
        offsets.append(used)
    }

    /// The rows appended so far, with the shape `columns`.
    public consuming func content(columns: [Column]) -> PartitionContent {
        storage.removeLast(storage.count - used)
        return PartitionContent(columns: columns, bytes: storage, offsets: offsets)
    }

    @usableFromInline
    mutating func reserve(_ bytes: Int) {
        if used + bytes > storage.count {
            storage.append(contentsOf: repeatElement(0, count: max(storage.count, bytes)))
        }
    }

    @inlinable
    mutating func appendFixed<Value: BitwiseCopyable>(_ value: Value, size: Int) {
        reserve(size + 1)
        let offset = used
        storage.withUnsafeMutableBytes { bytes in
            bytes[offset] = 1
            bytes.storeBytes(of: value, toByteOffset: offset + 1, as: Value.self)
        }
        used += size + 1
    }

    /// Appends NULL.
    @inlinable
    public mutating func appendNull() {
        reserve(1)
        storage[used] = 0
        used += 1
    }

    /// Appends an integer.
    @inlinable
    public mutating func append(_ value: Int) {
        appendFixed(Int64(value).littleEndian, size: 8)
    }

    /// Appends a double; −0 is stored as +0, and one that is not finite clears ``isFinite``.
    public mutating func append(_ value: Double) {
        if !value.isFinite { isFinite = false }
        appendFixed((value == 0 ? 0 : value).bitPattern.littleEndian, size: 8)
    }

    /// Appends a truth value.
    @inlinable
    public mutating func append(_ value: Bool) {
        appendFixed(UInt8(value ? 1 : 0), size: 1)
    }

    /// Appends a day.
    @inlinable
    public mutating func append(_ value: GameDate) {
        appendFixed(value.dayNumber.littleEndian, size: 4)
    }

    /// Appends an instant.
    @inlinable
    public mutating func append(_ value: Timestamp) {
        appendFixed(value.microseconds.littleEndian, size: 8)
    }

    /// Appends UTF-8 text.
    public mutating func append(utf8 text: UnsafeRawBufferPointer) {
        reserve(text.count + 5)
        let offset = used
        storage.withUnsafeMutableBytes { bytes in
            bytes[offset] = 1
            bytes.storeBytes(of: UInt32(text.count).littleEndian, toByteOffset: offset + 1, as: UInt32.self)
            UnsafeMutableRawBufferPointer(rebasing: bytes[(offset + 5)...]).copyMemory(from: text)
        }
        used += text.count + 5
    }

    /// Appends text.
    public mutating func append(_ value: String) {
        var value = value
        value.withUTF8 { append(utf8: UnsafeRawBufferPointer($0)) }
    }

    // A provenance cell: presence byte and 64-bit integer, always the last of its row.
    static let provenanceSize = 9

    /// Appends a cell that is already encoded.
    public mutating func appendCell(_ encoded: UnsafeRawBufferPointer) {
        reserve(encoded.count)
        let offset = used
        storage.withUnsafeMutableBytes { bytes in
            UnsafeMutableRawBufferPointer(rebasing: bytes[offset...]).copyMemory(from: encoded)
        }
        used += encoded.count
    }

    /// Appends a row that is already encoded, and ends it.
    public mutating func appendRow(_ bytes: ArraySlice<UInt8>) {
        reserve(bytes.count)
        let offset = used
        storage.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        used += bytes.count
        endRow()
    }
}
