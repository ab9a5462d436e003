/// A view of one good record, valid only while the closure that received it runs.
///
/// The view points into the text and into scratch space that the next record reuses; copy what must outlive the call
/// with ``CSVCell/text()``. It holds exactly as many cells as the header, is free of NUL and is valid UTF-8.
package struct CSVRecord {
    /// Physical line of the record's first byte; the header is line 1.
    package let line: Int
    /// The record as stored, without the line end that closes it.
    package let bytes: UnsafeBufferPointer<UInt8>
    @usableFromInline let spans: UnsafeBufferPointer<CellSpan>

    /// Number of cells; the header's count.
    @inlinable package var count: Int { spans.count }

    /// The cell in the column at `index`.
    ///
    /// - Precondition: `index` is a column of the header.
    @inlinable package subscript(index: Int) -> CSVCell {
        precondition(spans.indices.contains(index), "the record has no such column")
        let span = spans[index]
        let start = Int(span.start)
        return CSVCell(
            bytes: UnsafeBufferPointer(rebasing: bytes[start..<start + Int(span.length)]),
            hasDoubledQuotes: span.hasDoubledQuotes)
    }

    /// The record as stored, at most 4096 bytes of it, for reports.
    package func reportText() -> String { DelimitedText.reportText(bytes) }
}

/// What a reader meets where a record should be.
package enum CSVEntry {
    /// A record with as many columns as the header.
    case record(CSVRecord)
    /// A record that could not be read; reading goes on behind it.
    case defect(CSVDefect)
}
