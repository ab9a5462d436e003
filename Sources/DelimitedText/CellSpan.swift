/// Where one cell lies, counted from the first byte of its record; the quotes around it are left out.
@usableFromInline
struct CellSpan {
    /// First byte, from the start of the record.
    @usableFromInline let start: UInt32
    /// Number of bytes.
    @usableFromInline let length: UInt32
    /// True when the cell holds doubled quotes, so its bytes are not yet its text.
    @usableFromInline let hasDoubledQuotes: Bool

    /// Takes the end in place of the length; both lie within a record, so 32 bits hold them.
    init(start: Int, end: Int, hasDoubledQuotes: Bool = false) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.length = UInt32(truncatingIfNeeded: end &- start)
        self.hasDoubledQuotes = hasDoubledQuotes
    }
}
