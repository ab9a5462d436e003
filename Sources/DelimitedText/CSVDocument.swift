/// A CSV text with its header read, ready to hand out its records.
///
/// The format is RFC 4180: commas, quoted fields with doubled quotes and embedded line ends, CRLF or LF. An order mark
/// before the header and blank lines behind the last record are passed over; the last line may lack its line end.
///
/// A defect concerns one record. Where the record's end is certain, reading goes on behind it; where it is not (quotes,
/// lone carriage returns, limits), at the line after the record's first, so an unclosed quote costs one line.
package struct CSVDocument: Sendable {
    /// The names of the columns.
    package let header: CSVHeader
    private let text: [UInt8]
    private let limits: CSVLimits
    /// Where the first record behind the header begins, and on which line.
    private let body: (position: Int, line: Int)
    /// Where the last line that is not blank ends.
    private let end: Int

    /// Reads the header of `text`.
    ///
    /// - Throws: ``CSVHeaderError``; without a header no record can be read.
    package init(_ text: [UInt8], limits: CSVLimits = .standard) throws(CSVHeaderError) {
        let start = text.starts(with: Byte.orderMark) ? Byte.orderMark.count : 0
        let end = endWithoutBlankLines(text, from: start)
        guard start < end else { throw .empty }
        let first = try text.withUnsafeBufferPointer { (whole) throws(CSVHeaderError) in
            let scanned = UnsafeBufferPointer(rebasing: whole[..<end])
            return try HeaderScan(scanned, from: start, limits: limits)
        }
        self.header = try CSVHeader(names: first.names)
        self.text = text
        self.limits = limits
        self.body = (first.next, first.nextLine)
        self.end = end
    }

    /// Calls `body` with every record and every defect, in file order.
    ///
    /// Nothing is allocated for a good record. The record is a view into the text; see ``CSVRecord``.
    ///
    /// - Throws: What `body` throws, which ends the reading.
    /// - Complexity: Linear in the length of the text, also when every quote in it is unbalanced.
    package func forEachEntry<Failure: Error>(_ body: (CSVEntry) throws(Failure) -> Void) throws(Failure) {
        var spans = [CellSpan](repeating: CellSpan(start: 0, end: 0), count: header.count)
        try spans.withUnsafeMutableBufferPointer { (spans) throws(Failure) in
            let spans = spans
            try text.withUnsafeBufferPointer { (whole) throws(Failure) in
                let scanned = UnsafeBufferPointer(rebasing: whole[..<end])
                var scanner = RecordScanner(
                    text: scanned, spans: spans, limits: limits, position: self.body.position, line: self.body.line)
                while !scanner.isAtEnd {
                    try body(scanner.nextEntry())
                }
            }
        }
    }
}

extension RecordScanner {
    /// The next record or defect, held against the columns there is room for.
    fileprivate mutating func nextEntry() -> CSVEntry {
        let first = position
        let firstLine = line
        do throws(CSVDefect.Reason) {
            let record = try scan()
            advance(past: record)
            let bytes = UnsafeBufferPointer(rebasing: text[first..<record.end])
            if let reason = record.contentDefect(bytes) ?? record.columnDefect(bytes, expected: spans.count) {
                return .defect(CSVDefect(line: firstLine, reason: reason, text: reportText(bytes)))
            }
            return .record(CSVRecord(line: firstLine, bytes: bytes, spans: UnsafeBufferPointer(spans)))
        } catch {
            return .defect(CSVDefect(line: firstLine, reason: error, text: reportText(skipLine())))
        }
    }
}

/// The end of `text` without the blank lines behind its last record; `start` when there is no other line.
private func endWithoutBlankLines(_ text: [UInt8], from start: Int) -> Int {
    var end = text.count
    while end > start && text[end - 1] == Byte.lineFeed {
        let hasReturn = end > start + 1 && text[end - 2] == Byte.carriageReturn
        let lineEnd = end - (hasReturn ? 2 : 1)
        guard lineEnd == start || text[lineEnd - 1] == Byte.lineFeed else { break }
        end = lineEnd
    }
    return end
}
