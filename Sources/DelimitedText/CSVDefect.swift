/// One record that could not be read, with what a person needs to find it.
package struct CSVDefect: Error, Hashable, Sendable, CustomStringConvertible {
    /// Physical line of the record's first byte; the header is line 1.
    package let line: Int
    /// What is wrong. Quotes, line ends and limits come first, from the left; then the bytes, then the columns.
    package let reason: Reason
    /// The record as stored, at most 4096 bytes of it, made valid UTF-8 (bad bytes and NUL become U+FFFD).
    ///
    /// Where the record has no certain end, for instance after an unclosed quote, only its first line.
    package let text: String

    /// Takes a text that is ready to report.
    package init(line: Int, reason: Reason, text: String) {
        self.line = line
        self.reason = reason
        self.text = text
    }

    /// The sentence for people: line and reason.
    package var description: String { "line \(line): \(reason)" }
}

extension CSVDefect {
    /// What can be wrong with one record; closed, so that callers switch over it.
    package enum Reason: Error, Hashable, Sendable {
        /// A quoted field is still open at the end of the text, or a field limit later on another line.
        case unclosedQuote
        /// A quote stands inside a field that did not begin with one.
        case strayQuote
        /// Something other than a separator follows a closing quote.
        case textAfterQuote
        /// A carriage return without a line feed stands outside quotes.
        case loneCarriageReturn
        /// The record holds a NUL byte.
        case nulByte
        /// The record is not UTF-8; overlong forms and surrogates count as bad.
        case invalidUTF8
        /// An empty line stands between records of several columns.
        case blankLine
        /// The record has fewer columns than the header.
        case tooFewColumns(expected: Int, found: Int)
        /// The record has more columns than the header.
        case tooManyColumns(expected: Int, found: Int)
        /// A field is longer than `limit` bytes.
        case fieldTooLong(limit: Int)
        /// The record is longer than `limit` bytes.
        case recordTooLong(limit: Int)
    }
}

extension CSVDefect.Reason: CustomStringConvertible {
    /// A clause for people.
    package var description: String {
        switch self {
        case .unclosedQuote: "a quoted field is never closed"
        case .strayQuote: "a quote stands inside an unquoted field"
        case .textAfterQuote: "text follows a closing quote"
        case .loneCarriageReturn: "a carriage return stands without a line feed"
        case .nulByte: "a NUL byte stands in the record"
        case .invalidUTF8: "the record is not valid UTF-8"
        case .blankLine: "the line is blank"
        case .tooFewColumns(let expected, let found): "\(found) columns, too few; the header has \(expected)"
        case .tooManyColumns(let expected, let found): "\(found) columns, too many; the header has \(expected)"
        case .fieldTooLong(let limit): "a field is longer than \(limit) bytes"
        case .recordTooLong(let limit): "the record is longer than \(limit) bytes"
        }
    }
}
