public import GameCalendar

/// Appends cells in the canonical row encoding.
///
/// Per column one presence byte 0/1, then little-endian: int 8 bytes; double 8 bytes (−0 becomes +0); bool 1;
/// date Int32 day number; timestamp Int64 microseconds; text UInt32 byte length and UTF-8.
/// This encoding is what digests are taken of, so it never changes. About 2 ns a cell.
public struct ContentBuilder: ~Copyable {
    // Memory of the builder's own, given back when it goes: an array would be checked for other owners at every cell.
    @usableFromInline var memory: UnsafeMutableRawBufferPointer
    @usableFromInline var used = 0
    @usableFromInline var offsets: [Int] = [0]
    /// The first row with a double that is not finite; nil when there is none.
    public private(set) var firstRowNotFinite: Int?

    /// An empty builder with room for `bytes` bytes.
    public init(reserving bytes: Int = 4096) {
        memory = .allocate(byteCount: max(64, bytes), alignment: 8)
    }

    deinit {
        memory.deallocate()
    }

    /// Rows ended so far.
    public var rowCount: Int { offsets.count - 1 }

    /// Ends the current row.
    @inlinable
    public mutating func endRow() {
        offsets.append(used)
    }

    /// The rows appended so far, with the shape `columns`.
    public consuming func content(columns: [Column]) -> PartitionContent {
        // All empty arrays are one, and nobody may write its count.
        guard used > 0 else { return PartitionContent(columns: columns, bytes: [], offsets: offsets) }
        let bytes = [UInt8](unsafeUninitializedCapacity: used) { buffer, count in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<used]))
            count = used
        }
        return PartitionContent(columns: columns, bytes: bytes, offsets: offsets)
    }

    /// Room for so many more bytes, after which ``used`` grows by as many.
    @inlinable
    mutating func take(_ bytes: Int) -> UnsafeMutableRawPointer {
        if used + bytes > memory.count { grow(by: bytes) }
        defer { used += bytes }
        // Memory is never empty, so it has an address.
        return memory.baseAddress.unsafelyUnwrapped + used
    }

    @usableFromInline
    mutating func grow(by bytes: Int) {
        let wider = UnsafeMutableRawBufferPointer.allocate(
            byteCount: memory.count + max(memory.count, bytes), alignment: 8)
        wider.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<used]))
        memory.deallocate()
        memory = wider
    }

    @inlinable
    mutating func appendFixed<Value: BitwiseCopyable>(_ value: Value, size: Int) {
        let place = take(size + 1)
        place.storeBytes(of: 1, as: UInt8.self)
        (place + 1).storeBytes(of: value, as: Value.self)
    }

    /// Appends NULL.
    @inlinable
    public mutating func appendNull() {
        take(1).storeBytes(of: 0, as: UInt8.self)
    }

    /// Appends an integer.
    @inlinable
    public mutating func append(_ value: Int) {
        appendFixed(Int64(value).littleEndian, size: 8)
    }

    /// Appends a double; −0 is stored as +0, and one that is not finite is remembered in ``firstRowNotFinite``.
    public mutating func append(_ value: Double) {
        if !value.isFinite, firstRowNotFinite == nil { firstRowNotFinite = rowCount }
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
        let place = take(text.count + 5)
        place.storeBytes(of: 1, as: UInt8.self)
        (place + 1).storeBytes(of: UInt32(text.count).littleEndian, as: UInt32.self)
        if let start = text.baseAddress { (place + 5).copyMemory(from: start, byteCount: text.count) }
    }

    /// Appends text.
    public mutating func append(_ value: String) {
        var value = value
        value.withUTF8 { append(utf8: UnsafeRawBufferPointer($0)) }
    }

    // A provenance cell: presence byte and 64-bit integer, always the last of its row.
    static let provenanceSize = 9

    /// Appends a cell, or several, already encoded.
    public mutating func append(encoded cells: UnsafeRawBufferPointer) {
        guard let start = cells.baseAddress else { return }
        take(cells.count).copyMemory(from: start, byteCount: cells.count)
    }

    /// Appends a row that is already encoded, and ends it.
    public mutating func appendRow(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { append(encoded: $0) }
        endRow()
    }
}
