/// The first record of a text, read before the number of columns is known.
struct HeaderScan {
    /// The names, trimmed of spaces and tabs.
    let names: [String]
    /// Where the record behind the header begins.
    let next: Int
    /// Physical line of that record.
    let nextLine: Int

    /// - Throws: `malformed` with what is wrong on the first line.
    init(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int, limits: CSVLimits
    ) throws(CSVHeaderError) {
        // Once to count the columns, once more with room for them.
        let none = UnsafeMutableBufferPointer<CellSpan>(start: nil, count: 0)
        var counting = RecordScanner(text: text, spans: none, limits: limits, position: start, line: 1)
        let count: Int
        do {
            count = try counting.scan().columns
        } catch {
            throw .malformed(CSVDefect(line: 1, reason: error, text: reportText(counting.skipLine())))
        }
        var spans = [CellSpan](repeating: CellSpan(start: 0, end: 0), count: count)
        self = try spans.withUnsafeMutableBufferPointer { (spans) throws(CSVHeaderError) in
            try HeaderScan(
                RecordScanner(text: text, spans: spans, limits: limits, position: start, line: 1))
        }
    }

    /// Reads the header with a scanner that has room for all of its cells.
    private init(_ scanner: RecordScanner) throws(CSVHeaderError) {
        do throws(CSVDefect.Reason) {
            let record = try scanner.scan()
            let bytes = UnsafeBufferPointer(rebasing: scanner.text[scanner.position..<record.end])
            if let reason = record.contentDefect(bytes) ?? (bytes.isEmpty ? .blankLine : nil) { throw reason }
            let view = CSVRecord(line: 1, bytes: bytes, spans: UnsafeBufferPointer(scanner.spans))
            names = (0..<view.count).map { trimmed(view[$0].text()) }
            next = record.next
            nextLine = 1 + record.lines
        } catch {
            var scanner = scanner
            throw .malformed(CSVDefect(line: 1, reason: error, text: reportText(scanner.skipLine())))
        }
    }
}

extension ScannedRecord {
    /// What is wrong with the bytes of the record, whatever its columns.
    func contentDefect(_ bytes: UnsafeBufferPointer<UInt8>) -> CSVDefect.Reason? {
        if holdsNUL { return .nulByte }
        return mayHoldNonASCII && !isValidUTF8(bytes) ? .invalidUTF8 : nil
    }

    /// What is wrong with the number of columns; a blank line of a text with one column is an empty cell.
    func columnDefect(_ bytes: UnsafeBufferPointer<UInt8>, expected: Int) -> CSVDefect.Reason? {
        if columns == expected { return nil }
        if bytes.isEmpty { return .blankLine }
        return columns < expected
            ? .tooFewColumns(expected: expected, found: columns) : .tooManyColumns(expected: expected, found: columns)
    }
}

/// `name` without the spaces and tabs around it.
private func trimmed(_ name: String) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let start = name.drop(while: isBlank)
    let rest = start.reversed().drop(while: isBlank)
    return String(rest.reversed())
}
