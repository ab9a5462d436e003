extension RecordScanner {
    /// The next record, byte by byte; defines what a record is.
    func scanCarefully() throws(CSVDefect.Reason) -> ScannedRecord {
        var content = Content()
        var column = 0
        var at = position
        while true {
            let isQuoted = at < text.count && text[at] == Byte.quote
            at = try isQuoted ? quotedField(column, at, &content) : plainField(column, at, &content)
            column += 1
            guard at - position <= limits.record else { throw .recordTooLong(limit: limits.record) }
            guard at < text.count && text[at] == Byte.comma else { break }
            at += 1
        }
        return ScannedRecord(
            end: at, next: at + lineEndLength(at), lines: content.lineFeeds + 1, columns: column,
            mayHoldNonASCII: content.allBits >= 0x80, holdsNUL: content.holdsNUL)
    }

    /// What the bytes of a record hold together.
    private struct Content {
        var lineFeeds = 0
        var allBits: UInt8 = 0
        var holdsNUL = false

        mutating func add(_ byte: UInt8) {
            allBits |= byte
            if byte == 0 { holdsNUL = true }
            if byte == Byte.lineFeed { lineFeeds += 1 }
        }
    }

    /// Bytes of the line end at `index`; 0 when there is none, also at the end of the text.
    private func lineEndLength(_ index: Int) -> Int {
        guard index < text.count else { return 0 }
        if text[index] == Byte.lineFeed { return 1 }
        let hasBoth =
            text[index] == Byte.carriageReturn && index + 1 < text.count && text[index + 1] == Byte.lineFeed
        return hasBoth ? 2 : 0
    }

    /// Reads a field that does not begin with a quote; returns where its separator stands.
    private func plainField(
        _ column: Int, _ start: Int, _ content: inout Content
    ) throws(CSVDefect.Reason) -> Int {
        var at = start
        scan: while at < text.count {
            switch text[at] {
            case Byte.comma, Byte.lineFeed: break scan
            case Byte.carriageReturn:
                guard lineEndLength(at) == 2 else { throw .loneCarriageReturn }
                break scan
            case Byte.quote: throw .strayQuote
            case let byte: content.add(byte)
            }
            at += 1
            guard at - start <= limits.field else { throw .fieldTooLong(limit: limits.field) }
        }
        keep(column, from: start, to: at)
        return at
    }

    /// Reads a field whose opening quote is at `quote`; returns where its separator stands.
    ///
    /// A quote left open would take every later line for its own. It is given up at the field limit, and called
    /// unclosed when it has crossed a line end by then.
    private func quotedField(
        _ column: Int, _ quote: Int, _ content: inout Content
    ) throws(CSVDefect.Reason) -> Int {
        let start = quote + 1
        let linesBefore = content.lineFeeds
        var hasDoubledQuotes = false
        var at = start
        while at < text.count {
            if at - start > limits.field {
                throw content.lineFeeds > linesBefore ? .unclosedQuote : .fieldTooLong(limit: limits.field)
            }
            if text[at] != Byte.quote {
                content.add(text[at])
                at += 1
            } else if at + 1 < text.count && text[at + 1] == Byte.quote {
                hasDoubledQuotes = true
                at += 2
            } else {
                keep(column, from: start, to: at, hasDoubledQuotes: hasDoubledQuotes)
                return try separator(behind: at)
            }
        }
        throw .unclosedQuote
    }

    /// Where the separator behind a closing quote stands; nothing may stand between them.
    private func separator(behind quote: Int) throws(CSVDefect.Reason) -> Int {
        let at = quote + 1
        guard at == text.count || text[at] == Byte.comma || lineEndLength(at) > 0 else { throw .textAfterQuote }
        return at
    }
}
