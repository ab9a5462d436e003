import DelimitedText
import Testing

/// A text with one bad record, and what must be said about it.
struct DefectiveText: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: [UInt8]
    let reason: CSVDefect.Reason
    let line: Int
    let good: [[String]]

    /// A text of three columns: the header, a good record on line 2, `bad` from line 3 on, and a good record behind it.
    init(_ name: String, _ bad: [UInt8], _ reason: CSVDefect.Reason, behind: String = "4,5,6\n") {
        testDescription = name
        text = Array("a,b,c\n1,2,3\n".utf8) + bad + Array(behind.utf8)
        self.reason = reason
        line = 3
        good = behind.isEmpty ? [["1", "2", "3"]] : [["1", "2", "3"], ["4", "5", "6"]]
    }

    init(_ name: String, _ bad: String, _ reason: CSVDefect.Reason, behind: String = "4,5,6\n") {
        self.init(name, Array(bad.utf8), reason, behind: behind)
    }

    static let all = quotes + lineEnds + bytes + columns + lengths

    private static let quotes = [
        DefectiveText("quote open to the end, first cell", "\"x,y,z\n", .unclosedQuote),
        DefectiveText("quote open to the end, last cell", "x,y,\"z\n", .unclosedQuote),
        DefectiveText("quote open on the last line", "x,y,\"z", .unclosedQuote, behind: ""),
        DefectiveText("quote open on a last line of one byte", "\"", .unclosedQuote, behind: ""),
        DefectiveText("three quotes", "\"\"\",y,z\n", .unclosedQuote),
        DefectiveText("doubled quote at the end", "x,y,\"z\"\"\n", .unclosedQuote),
        DefectiveText("quote inside an unquoted cell", "x,y\"y,z\n", .strayQuote),
        DefectiveText("quote at the end of an unquoted cell", "x,y,z\"\n", .strayQuote),
        DefectiveText("space before the quote", "x, \"y\",z\n", .strayQuote),
        DefectiveText("text behind the closing quote", "x,\"y\"y,z\n", .textAfterQuote),
        DefectiveText("space behind the closing quote", "x,\"y\" ,z\n", .textAfterQuote),
        DefectiveText("quote behind a closed quote", "\"x\" \"x\",y,z\n", .textAfterQuote),
    ]

    private static let lineEnds = [
        DefectiveText("lone CR in a cell", "x,y\ry,z\n", .loneCarriageReturn),
        DefectiveText("lone CR at the start", "\rx,y,z\n", .loneCarriageReturn),
        DefectiveText("CR CR LF", "x,y,z\r\r\n", .loneCarriageReturn),
        DefectiveText("CR at the end of the text", "x,y,z\r", .loneCarriageReturn, behind: ""),
        DefectiveText("CR behind a closing quote", "x,y,\"z\"\rx\n", .textAfterQuote),
        DefectiveText("blank line", "\n", .blankLine),
        DefectiveText("blank line with CRLF", "\r\n", .blankLine),
    ]

    private static let bytes = [
        DefectiveText("NUL in a cell", "x,y\0,z\n", .nulByte),
        DefectiveText("NUL in a quoted cell", "x,\"\0\",z\n", .nulByte),
        DefectiveText("NUL and too few columns", "\0\n", .nulByte),
        DefectiveText("Latin-1", "Joki\u{1},".utf8 + [0xe6] + ",z\n".utf8, .invalidUTF8),
        DefectiveText("lone continuation byte", "x,".utf8 + [0x80] + ",z\n".utf8, .invalidUTF8),
        DefectiveText("cut scalar", "x,".utf8 + [0xe2, 0x82] + ",z\n".utf8, .invalidUTF8),
        DefectiveText("cut scalar at the end of the record", "x,y,".utf8 + [0xc4] + "\n".utf8, .invalidUTF8),
        DefectiveText("overlong slash, two bytes", "x,".utf8 + [0xc0, 0xaf] + ",z\n".utf8, .invalidUTF8),
        DefectiveText("overlong slash, three bytes", "x,".utf8 + [0xe0, 0x80, 0xaf] + ",z\n".utf8, .invalidUTF8),
        DefectiveText("overlong, four bytes", "x,".utf8 + [0xf0, 0x8f, 0xbf, 0xbf] + ",z\n".utf8, .invalidUTF8),
        DefectiveText("overlong NUL", "x,".utf8 + [0xc0, 0x80] + ",z\n".utf8, .invalidUTF8),
        DefectiveText("surrogate", "x,".utf8 + [0xed, 0xa0, 0x80] + ",z\n".utf8, .invalidUTF8),
        DefectiveText("above U+10FFFF", "x,".utf8 + [0xf4, 0x90, 0x80, 0x80] + ",z\n".utf8, .invalidUTF8),
        DefectiveText("byte FF in a quoted cell", "x,\"".utf8 + [0xff] + "\",z\n".utf8, .invalidUTF8),
    ]

    private static let columns = [
        DefectiveText("one column", "x\n", .tooFewColumns(expected: 3, found: 1)),
        DefectiveText("two columns", "x,y\n", .tooFewColumns(expected: 3, found: 2)),
        DefectiveText("a line of spaces", "   \n", .tooFewColumns(expected: 3, found: 1)),
        DefectiveText("an empty quoted cell", "\"\"\n", .tooFewColumns(expected: 3, found: 1)),
        DefectiveText("trailing comma", "x,y,z,\n", .tooManyColumns(expected: 3, found: 4)),
        DefectiveText("quoted cells", "\"x\",\"y\",\"z\",\"z\"\n", .tooManyColumns(expected: 3, found: 4)),
        DefectiveText(
            "a hundred thousand columns", String(repeating: ",", count: 99_999) + "\n",
            .tooManyColumns(expected: 3, found: 100_000)),
        DefectiveText("short last line", "x,y", .tooFewColumns(expected: 3, found: 2), behind: ""),
    ]

    private static let lengths = [
        DefectiveText(
            "a million characters", "x," + String(repeating: "y", count: 1_000_000) + ",z\n",
            .fieldTooLong(limit: 65_536)),
        DefectiveText(
            "a million quoted characters", "x,\"" + String(repeating: "y", count: 1_000_000) + "\",z\n",
            .fieldTooLong(limit: 65_536)),
        DefectiveText(
            "one byte beyond the field limit", "x," + String(repeating: "y", count: 65_537) + ",z\n",
            .fieldTooLong(limit: 65_536)),
        DefectiveText(
            "one quoted byte beyond the field limit", "x,\"" + String(repeating: "y", count: 65_537) + "\",z\n",
            .fieldTooLong(limit: 65_536)),
        DefectiveText(
            "one byte beyond the field limit, at the end", "x,y," + String(repeating: "z", count: 65_537),
            .fieldTooLong(limit: 65_536), behind: ""),
        DefectiveText(
            "a line of 2 MiB", String(repeating: "y,", count: 1 << 20) + "\n", .recordTooLong(limit: 1 << 20)),
    ]
}

/// A bad record is named with its reason and line, and costs no other record.
@Suite struct CSVDefectTests {
    @Test(arguments: DefectiveText.all)
    func `a defect concerns one record`(example: DefectiveText) throws {
        let reading = try Reading(example.text)
        #expect(reading.defects.map(\.reason) == [example.reason])
        #expect(reading.defects.map(\.line) == [example.line])
        #expect(reading.cells == example.good)
    }

    @Test(arguments: DefectiveText.all)
    func `a defect is found with CRLF as well`(example: DefectiveText) throws {
        // A lone carriage return or a quoted line end would change its meaning here.
        guard !example.text.contains(0x0d) else { return }
        let text = example.text.flatMap { $0 == 0x0a ? [0x0d, 0x0a] : [$0] }
        let reading = try Reading(text)
        #expect(reading.defects.map(\.reason) == [example.reason])
        #expect(reading.defects.map(\.line) == [example.line])
        #expect(reading.cells == example.good)
    }

    @Test func `an unclosed quote costs its own line and no other`() throws {
        let reading = try Reading("a,b\n1,\"x\n2,y\n\"3\",z\n4,\"w\"\n")
        #expect(reading.defects == [CSVDefect(line: 2, reason: .textAfterQuote, text: "1,\"x")])
        #expect(reading.records.map(\.line) == [3, 4, 5])
        #expect(reading.cells == [["2", "y"], ["3", "z"], ["4", "w"]])
    }

    @Test func `every unclosed quote is its own defect`() throws {
        let reading = try Reading("a,b\n\"x,1\ny,2\n\"z,3\n")
        #expect(reading.defects.map(\.line) == [2, 4])
        #expect(reading.defects.map(\.reason) == [.textAfterQuote, .unclosedQuote])
        #expect(reading.cells == [["y", "2"]])
    }

    @Test func `a quote left open far from the end is unclosed, not too long`() throws {
        let rows = (0..<50_000).map { "\($0),y\n" }
        let reading = try Reading("a,b\n0,\"x\n" + rows.joined())
        #expect(reading.defects == [CSVDefect(line: 2, reason: .unclosedQuote, text: "0,\"x")])
        #expect(reading.records.count == 50_000)
    }

    @Test func `a long record over many lines is given up at its limit`() throws {
        let limits = CSVLimits(field: 20, record: 30)
        let text = "a,b,c\n\"0123456789\n\",\"0123456789\n\",\"0123456789\n\"\n1,2,3\n"
        let reading = try Reading(Array(text.utf8), limits: limits)
        #expect(reading.defects.first == CSVDefect(line: 2, reason: .recordTooLong(limit: 30), text: "\"0123456789"))
        #expect(reading.cells == [["1", "2", "3"]])
    }

    @Test func `several defects keep their order and lines`() throws {
        let reading = try Reading("a,b\n1\n2,2\n3,3,3\n\n4,\"4\n4\"\n5,5\"\n6,6\n")
        #expect(reading.defects.map(\.line) == [2, 4, 5, 8])
        #expect(
            reading.defects.map(\.reason) == [
                .tooFewColumns(expected: 2, found: 1), .tooManyColumns(expected: 2, found: 3), .blankLine, .strayQuote,
            ])
        #expect(reading.records.map(\.line) == [3, 6, 9])
    }

    @Test func `the reported text is cut at 4096 bytes, between scalars, and is clean`() throws {
        let long = String(repeating: "ć", count: 4096)
        let reading = try Reading(Array("a,b\nx\(long)\n".utf8) + Array("n\0\n".utf8) + [0xff, 0x0a])
        #expect(reading.defects.map(\.text) == ["x" + String(repeating: "ć", count: 2047), "n\u{fffd}", "\u{fffd}"])
    }

    @Test func `a sentence names the line`() {
        let defect = CSVDefect(line: 7, reason: .tooFewColumns(expected: 3, found: 2), text: "x,y")
        #expect(defect.description == "line 7: 2 columns, too few; the header has 3")
    }

    @Test func `an error from the closure ends the reading`() throws {
        struct Enough: Error, Equatable {}
        let document = try CSVDocument(Array("a\n1\n2\n3\n".utf8))
        var seen = 0
        #expect(throws: Enough()) {
            try document.forEachEntry { (_) throws(Enough) in
                seen += 1
                if seen == 2 { throw Enough() }
            }
        }
        #expect(seen == 2)
    }
}
