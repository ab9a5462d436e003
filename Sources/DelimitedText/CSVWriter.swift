/// Builds a CSV text cell by cell, in the form ``CSVDocument`` reads.
///
/// Lines end with LF. A cell is quoted when it must be: comma, quote, CR, LF, a space at either end, an order mark at
/// the start, or the one empty cell of a record, which would otherwise be a blank line.
package struct CSVWriter: Sendable {
    /// What to do about texts a spreadsheet would take for a formula.
    package enum FormulaGuard: Hashable, Sendable {
        /// Nothing: what is read back equals what was written.
        case none
        /// Put an apostrophe before a text that begins with `=`, `+`, `-`, `@`, tab or CR. Numbers stay as they are.
        case excelSafe
    }

    /// What has been written so far.
    package private(set) var bytes: [UInt8] = []
    private let formulaGuard: FormulaGuard
    private var recordStart = 0
    private var cellCount = 0

    /// Starts an empty text.
    package init(_ formulaGuard: FormulaGuard = .none) {
        self.formulaGuard = formulaGuard
    }

    /// Writes a record of texts and ends it.
    package mutating func record(_ texts: some Sequence<String>) {
        for text in texts { self.text(text) }
        endRecord()
    }

    /// Writes an empty cell.
    package mutating func null() {
        beginCell()
    }

    /// Writes a text; nil is an empty cell.
    package mutating func text(_ value: String?) {
        beginCell()
        guard var value else { return }
        if formulaGuard == .excelSafe && looksLikeFormula(value.utf8) { value = "'" + value }
        if needsQuotes(value.utf8) {
            appendQuoted(value.utf8)
        } else {
            bytes.append(contentsOf: value.utf8)
        }
    }

    /// Writes a whole number; nil is an empty cell.
    package mutating func int(_ value: Int64?) {
        beginCell()
        if let value { bytes.append(contentsOf: String(value).utf8) }
    }

    /// Writes a number in the fewest digits that read back as the same double; nil is an empty cell.
    ///
    /// Both zeros are `0.0`. Infinities and NaN have no spelling a reader accepts, so they are empty cells.
    package mutating func double(_ value: Double?) {
        beginCell()
        guard let value, value.isFinite else { return }
        bytes.append(contentsOf: (value == 0 ? 0 : value).description.utf8)
    }

    /// Writes `true` or `false`; nil is an empty cell.
    package mutating func bool(_ value: Bool?) {
        beginCell()
        if let value { bytes.append(contentsOf: (value ? "true" : "false").utf8) }
    }

    /// Ends the record; a record without cells leaves no trace.
    package mutating func endRecord() {
        guard cellCount > 0 else { return }
        if cellCount == 1 && bytes.count == recordStart { bytes += [Byte.quote, Byte.quote] }
        bytes.append(Byte.lineFeed)
        recordStart = bytes.count
        cellCount = 0
    }

    private mutating func beginCell() {
        if cellCount > 0 { bytes.append(Byte.comma) }
        cellCount += 1
    }

    private mutating func appendQuoted(_ text: String.UTF8View) {
        bytes.append(Byte.quote)
        for byte in text {
            if byte == Byte.quote { bytes.append(Byte.quote) }
            bytes.append(byte)
        }
        bytes.append(Byte.quote)
    }
}

/// True when the text cannot stand bare between two commas.
private func needsQuotes(_ text: String.UTF8View) -> Bool {
    guard let first = text.first, let last = text.last else { return false }
    if first == Byte.space || last == Byte.space || text.starts(with: Byte.orderMark) { return true }
    return text.contains { byte in
        byte == Byte.comma || byte == Byte.quote || byte == Byte.lineFeed || byte == Byte.carriageReturn
    }
}

/// True when a spreadsheet would evaluate the text, or strip its start and then evaluate it.
private func looksLikeFormula(_ text: String.UTF8View) -> Bool {
    switch text.first {
    case Byte.equals, Byte.plus, Byte.minus, Byte.at, Byte.tab, Byte.carriageReturn: true
    default: false
    }
}
