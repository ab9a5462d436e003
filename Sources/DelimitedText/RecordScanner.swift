/// Finds records and cells in a CSV text, one record a call.
///
/// Knows quotes, separators and limits; whether the record has the right columns is for its caller. Most records hold
/// no quote and are taken eight bytes at a time; whatever is unusual goes to the careful scan, which defines the
/// format.
struct RecordScanner {
    /// The text up to the last line that is not blank.
    let text: UnsafeBufferPointer<UInt8>
    /// Room for the cells; a record may have more than fit, which are counted and not kept.
    let spans: UnsafeMutableBufferPointer<CellSpan>
    let limits: CSVLimits
    /// Where the next record begins.
    var position: Int
    /// Physical line of the next record.
    var line: Int

    /// True when no record is left.
    var isAtEnd: Bool { position >= text.count }

    /// Where the next record lies; the caller then calls ``advance(past:)`` or ``skipLine()``.
    func scan() throws(CSVDefect.Reason) -> ScannedRecord {
        if let plain = scanPlain() { return plain }
        return try scanCarefully()
    }

    /// Moves on to the record behind `record`.
    mutating func advance(past record: ScannedRecord) {
        position = record.next
        line += record.lines
    }

    /// Moves on to the next line and returns the one it leaves, without its line end.
    mutating func skipLine() -> UnsafeBufferPointer<UInt8> {
        let rest = text[position...]
        let end = rest.firstIndex(of: Byte.lineFeed) ?? text.count
        let skipped = text[position..<end]
        position = min(end + 1, text.count)
        line += 1
        let hasReturn = skipped.last == Byte.carriageReturn
        return UnsafeBufferPointer(rebasing: hasReturn ? skipped.dropLast() : skipped)
    }

    /// Keeps the cell in column `column`, which lies between `start` and `end` of a record beginning at ``position``.
    @inline(__always)
    func keep(_ column: Int, from start: Int, to end: Int, hasDoubledQuotes: Bool = false) {
        guard column < spans.count else { return }
        spans[column] = CellSpan(
            start: start &- position, end: end &- position, hasDoubledQuotes: hasDoubledQuotes)
    }
}

/// Where one record lies and what it may hold.
struct ScannedRecord {
    /// End of its bytes, before the line end.
    let end: Int
    /// First byte behind its line end.
    let next: Int
    /// Physical lines it takes.
    var lines = 1
    /// Columns found, also beyond those kept.
    let columns: Int
    /// False when every byte is certainly ASCII.
    let mayHoldNonASCII: Bool
    /// True when a NUL is among the bytes.
    var holdsNUL = false
}
