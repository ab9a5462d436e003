import ContentDigest
import GameCalendar
import PipelineModel
import Testing

private struct Reading: WarehouseRow, Hashable {
    var station = ""
    var gameDate = GameDate.reference
    var number = 0
    var value: Double?
    var isValid = false
    var note: String?

    mutating func columns(_ c: inout ColumnCursor) {
        c.column("station", &station, "Where.")
        c.column("game_date", &gameDate, "When.")
        c.column("number", &number, unit: .count, "Which.")
        c.column("value", &value, unit: .points, "How much.")
        c.column("is_valid", &isValid, "Whether it counts.")
        c.column("note", &note, "Remark.")
    }

    static let table = TableDeclaration(
        Reading.self, name: "reading", dataset: "tests", about: "Readings.", key: ["station", "number"])
}

private struct ReadingValue: NarrowRow, Hashable {
    typealias Whole = Reading
    var number = 0
    var isValid = false

    mutating func columns(_ c: inout ColumnCursor) {
        c.column("number", &number, "Which.")
        c.column("is_valid", &isValid, "Whether it counts.")
    }
}

private func reading(_ station: String, _ number: Int, _ value: Double? = nil, note: String? = nil) -> Reading {
    var row = Reading()
    (row.station, row.number, row.value, row.note) = (station, number, value, note)
    row.isValid = number.isMultiple(of: 2)
    return row
}

private enum Weather: String, TextCoded, CaseIterable, Hashable {
    case unknown
    case rain
    case thunder = "thunder and lightning"
}

// The texts of `Reading` under other types: two spellings and a long text.
private struct Spelled: ColumnCoded, Hashable {
    var station = Weather.unknown
    var note: Weather?

    mutating func columns(_ c: inout ColumnCursor) {
        c.column("station", &station, "Where.")
        c.column("note", &note, "Remark.")
    }
}

struct PartitionContentTests {
    @Test func `rows come back as they went in, in key order`() throws {
        let rows = [reading("b", 2, 1.5), reading("a", 10, nil, note: "ü"), reading("a", 9, -0.0)]
        let content = try PartitionContent(rows, table: Reading.table)
        #expect(content.decoded(as: Reading.self) == [rows[2], rows[1], rows[0]])
        #expect(try PartitionContent(rows.reversed(), table: Reading.table).digest == content.digest)
    }

    @Test func `the encoding is the specified one`() throws {
        let content = try PartitionContent([reading("ab", 3, -0.0)], table: Reading.table)
        #expect(
            content.bytes == [
                1, 2, 0, 0, 0, 0x61, 0x62, 1, 0, 0, 0, 0, 1, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0,
            ])
    }

    @Test func `an empty partition is the digest of nothing`() {
        let empty = PartitionContent(emptyWith: Reading.table.columns)
        #expect(empty.digest.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func `a narrow row skips what it does not name`() throws {
        let content = try PartitionContent([reading("a", 1, 2), reading("a", 2)], table: Reading.table)
        #expect(ReadingValue.rows(from: content).map(\.number) == [1, 2])
        #expect(ReadingValue.rows(from: content).map(\.isValid) == [false, true])
    }

    @Test func `duplicate keys and numbers that are not finite are refused`() {
        #expect(throws: ContentError.duplicateKey("a 1")) {
            try PartitionContent([reading("a", 1), reading("b", 1), reading("a", 1)], table: Reading.table)
        }
        #expect(throws: ContentError.self) {
            try PartitionContent([reading("a", 1, .nan)], table: Reading.table)
        }
    }

    @Test func `key difference names what is missing and what is surplus`() throws {
        let present = try PartitionContent([reading("a", 1), reading("b", 1)], table: Reading.table)
        let expected = try PartitionContent([reading("a", 1), reading("a", 2)], table: Reading.table)
        let difference = KeyDifference(present: present, expected: expected, key: Reading.table.key)
        #expect(difference.missing == ["a 2"])
        #expect(difference.surplus == ["b 1"])
    }

    @Test func `long texts that change from row to row come back as they went in`() throws {
        let notes = [
            "the same long text", "the same long text", nil, "another text as long", "short", "the same long text",
        ]
        let rows = notes.enumerated().map { reading("a", $0.offset, note: $0.element) }
        let content = try PartitionContent(rows, table: Reading.table)
        #expect(content.decoded(as: Reading.self).map(\.note) == notes)
    }

    @Test func `a text that is no spelling reads as the default, whatever stood in the row before`() throws {
        let rows = [
            reading("rain", 1, note: "thunder and lightning"), reading("snow", 1, note: "hail"), reading("thunder", 1),
        ]
        let content = try PartitionContent(rows, table: Reading.table)
        #expect(content.decoded(as: Spelled.self).map(\.station) == [.rain, .unknown, .unknown])
        #expect(content.decoded(as: Spelled.self).map(\.note) == [.thunder, nil, nil])
    }

    @Test func `a builder grows past what it reserved`() throws {
        var builder = ContentBuilder(reserving: 0)
        let texts = (0..<300).map { String(repeating: "x", count: $0) }
        for text in texts {
            builder.append(text)
            builder.endRow()
        }
        let columns = [Column(name: "text", type: .text, isNullable: false, unit: .none, about: "Text.")]
        let content = builder.content(columns: columns)
        #expect((0..<300).map { content.cells(row: $0) } == texts.map { [.text($0)] })
        #expect(content.rows(at: [7, 3]).cells(row: 1) == [.text("xxx")])
    }
}
