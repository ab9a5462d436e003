import GameCalendar
import PipelineModel
import Testing

@testable import Commands

/// Tables within the width of a terminal.
struct TextTableTests {
    private func table(_ columns: [String], _ rows: [[Cell]]) -> ResultList { ResultList(columns: columns, rows: rows) }

    private let long = String(repeating: "n", count: 60)

    @Test func `what fits has two spaces between its columns, numbers on the right`() {
        let list = table(["name", "n"], [[.text("a"), .int(1)], [.text("bc"), .int(12)]])
        #expect(TextTable(list).text == "name   n\na      1\nbc    12\n")
    }

    @Test func `headings are broken after underscores before a line gets too long`() {
        let name = String(repeating: "n", count: 58)
        let list = table(["name", "dates_processed", "success_rate"], [[.text(name), .int(7), .double(12.5)]])
        let lines = TextTable(list).text.split(separator: "\n").map { $0.dropFirst(58) }
        #expect(lines == ["     dates_  success_", "  processed      rate", "          7      12.5"])
    }

    @Test func `a first column that repeats becomes headings`() {
        let name = String(repeating: "x", count: 30)
        let list = table(
            ["table", "column", "rows"], [[.text(name), .text(long), .int(1)], [.text(name), .text("y"), .int(2)]])
        let lines = TextTable(list).text.split(separator: "\n").map(String.init)
        #expect(lines.count == 5 && lines[0] == "table" && lines[2] == name)
        #expect(lines[3] == "  \(long)    1" && lines.allSatisfy { $0.count <= 80 })
    }

    @Test func `columns of zeros go where there is no room, and are named`() {
        let list = table(
            ["table", "here", "partial", "missing"],
            [[.text(long), .int(1234), .int(0), .int(3)], [.text("b"), .int(2), .int(0), .int(0)]])
        let lines = TextTable.leavingOutZeros(list).split(separator: "\n").map(String.init)
        #expect(lines.last == "All 0: partial." && lines[0].hasSuffix("here  missing"))
        let small = list.only(["here", "partial"])
        #expect(TextTable.leavingOutZeros(small) == TextTable(small).text)
    }

    @Test func `people read three decimals, six digits and whole seconds`() {
        let list = table(
            ["value"],
            [
                [.double(0.12345)], [.double(1234.567)], [.double(154_010.695)], [.double(2)],
                [.timestamp(Timestamp(microseconds: 1_698_796_800_123_456))],
            ])
        let cells = TextTable(list).text.split(separator: "\n").dropFirst().map { $0.filter { $0 != " " } }
        #expect(cells == ["0.123", "1234.57", "154011", "2", "2023-11-01T00:00:00Z"])
    }

    @Test func `what is one is one`() {
        #expect([0, 1, 2].map { $0.counted("run") } == ["0 runs", "1 run", "2 runs"])
    }
}
