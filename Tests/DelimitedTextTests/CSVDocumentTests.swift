import DelimitedText
import Testing

/// Odd texts that are nevertheless good.
@Suite struct CSVDocumentTests {
    @Test(arguments: [
        "a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r\n1,2\n3,4\r\n", "\u{feff}a,b\n1,2\n3,4\n",
        "a,b\n1,2\n3,4\n\n", "a,b\n1,2\n3,4\n\n\r\n\n", " a ,\tb\t\n1,2\n3,4\n",
        "\"a\",\"b\"\n\"1\",\"2\"\n\"3\",\"4\"",
        "\u{feff}\"a\",b\n1,\"2\"\n\"3\",4\n",
    ])
    func `the same table in other clothes`(text: String) throws {
        let document = try CSVDocument(Array(text.utf8))
        let reading = Reading(document)
        #expect(document.header.names == ["a", "b"])
        #expect(reading.defects.isEmpty)
        #expect(reading.cells == [["1", "2"], ["3", "4"]])
        #expect(reading.records.map(\.line) == [2, 3])
    }

    @Test(arguments: ["a,b", "a,b\n", "a,b\r\n", "a,b\n\n\n"])
    func `a header alone has no records`(text: String) throws {
        #expect(try Reading(text) == Reading("a,b"))
        #expect(try Reading(text).records.isEmpty)
    }

    @Test(arguments: ["", "\u{feff}", "\n", "\r\n\r\n", "\u{feff}\n", "\u{feff}\r\n\n"])
    func `a text without a line has no header`(text: String) {
        let error = #expect(throws: CSVHeaderError.self) { try CSVDocument(Array(text.utf8)) }
        #expect(error == .empty)
    }

    @Test(arguments: [
        ("\na,b\n", CSVDefect.Reason.blankLine), ("a,\"b\n1,2\n", .unclosedQuote), ("a,b\"\n1,2\n", .strayQuote),
        ("a,\"b\"c\n", .textAfterQuote), ("a\rb\n", .loneCarriageReturn), ("a\0,b\n", .nulByte),
        (String(repeating: "a", count: 70_000), .fieldTooLong(limit: 65_536)),
    ])
    func `a defective header is an error`(text: String, reason: CSVDefect.Reason) {
        let error = #expect(throws: CSVHeaderError.self) { try CSVDocument(Array(text.utf8)) }
        guard case .malformed(let defect) = error else {
            Issue.record("expected a malformed header, got \(String(describing: error))")
            return
        }
        #expect(defect.reason == reason)
        #expect(defect.line == 1)
    }

    @Test func `a header that is not UTF-8 is an error`() {
        #expect(throws: CSVHeaderError.malformed(CSVDefect(line: 1, reason: .invalidUTF8, text: "\u{fffd}\u{fffd}a"))) {
            try CSVDocument([0xff, 0xfe, 0x61, 0x0a])
        }
    }

    @Test(arguments: ["a,b,a\n", "a,b, a \n", "a,b,\"a\"\n"])
    func `a name that stands twice is an error`(text: String) {
        #expect(throws: CSVHeaderError.duplicateName("a")) { try CSVDocument(Array(text.utf8)) }
    }

    @Test func `columns are found by their exact name`() throws {
        let header = try CSVDocument(Array("game_id, pts ,,Größe,\n".utf8)).header
        #expect(header.count == 5)
        #expect(header.index(of: "game_id") == 0)
        #expect(header.index(of: "pts") == 1)
        #expect(header.index(of: "Größe") == 3)
        #expect(header.index(of: "PTS") == nil)
        #expect(header.index(of: "reb") == nil)
        #expect(header.index(of: "") == nil)
    }

    @Test func `a header over two lines moves the records down`() throws {
        let reading = try Reading("a,\"b\nb\"\n1,2\n")
        #expect(reading.records == [Reading.Line(line: 3, cells: ["1", "2"])])
    }

    @Test func `quoted cells may hold separators, line ends and quotes`() throws {
        let reading = try Reading("a,b\n\"1,\"\"1\"\"\",\"x\r\ny\nz\rz\"\n\"\"\"\",\"\"\n3,4\n")
        #expect(reading.cells == [["1,\"1\"", "x\r\ny\nz\rz"], ["\"", ""], ["3", "4"]])
        #expect(reading.records.map(\.line) == [2, 5, 6])
        #expect(reading.defects.isEmpty)
    }

    @Test func `spaces and unusual letters belong to the cell`() throws {
        let reading = try Reading("a,b\n x , Jokić🏀\n!#$%&'()*+,-./\n")
        #expect(reading.cells == [[" x ", " Jokić🏀"], ["!#$%&'()*+", "-./"]])
    }

    @Test func `a blank line in a text of one column is an empty cell`() throws {
        let reading = try Reading("a\n1\n\n\"\"\n2\n\n")
        #expect(reading.cells == [["1"], [""], [""], ["2"]])
        #expect(reading.records.map(\.line) == [2, 3, 4, 5])
    }

    @Test func `the limits themselves are allowed`() throws {
        let field = String(repeating: "x", count: 65_536)
        #expect(try Reading("a,b\n\(field),\"\(field)\"\n").cells == [[field, field]])
        let cells = Array(repeating: String(repeating: "x", count: 1023), count: 1024)
        let header = (0..<1024).map(String.init).joined(separator: ",")
        let line = cells.joined(separator: ",") + "y"
        let reading = try Reading("\(header)\n\(line)\n\(line)z\n")
        #expect(line.utf8.count == 1 << 20)
        #expect(reading.records.count == 1)
        #expect(reading.defects.map(\.reason) == [.recordTooLong(limit: 1 << 20)])
    }

    @Test func `a record gives its bytes and its report text`() throws {
        var texts: [String] = []
        try CSVDocument(Array("a,b\r\n1,\"2\"\r\n3,4".utf8)).forEachEntry { entry in
            guard case .record(let record) = entry else { return }
            texts += [String(decoding: record.bytes, as: UTF8.self), record.reportText()]
        }
        #expect(texts == ["1,\"2\"", "1,\"2\"", "3,4", "3,4"])
    }
}
