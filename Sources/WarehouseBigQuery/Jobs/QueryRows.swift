internal import Foundation
internal import GameCalendar
internal import PipelineModel

/// The rows a query gave, as the text they came in and where in it each value is.
///
/// Nothing is made of a value before somebody asks for it.
struct QueryRows: Sendable {
    /// Name and type of each column.
    private(set) var columns: [(name: String, type: String)] = []
    private var pages: [Page] = []
    private(set) var rowCount = 0

    private struct Page: Sendable {
        let bytes: [UInt8]
        let cells: [Place]
        let firstRow: Int
    }

    // A value between its quotation marks; a start of −1 is NULL.
    private struct Place: Sendable {
        var start: Int32
        var end: Int32
        var isEscaped: Bool
    }

    /// What an answer says beside its rows.
    struct Head: Decodable {
        struct Reference: Decodable {
            let jobId: String?
        }
        struct Field: Decodable {
            let name: String
            let type: String
        }
        struct Schema: Decodable {
            let fields: [Field]?
        }
        let jobReference: Reference?
        let jobComplete: Bool?
        let pageToken: String?
        let totalRows: String?
        let schema: Schema?
        let errors: [ServerComplaint]?
    }

    /// Adds the rows of one answer.
    ///
    /// - Returns: the rest of it.
    /// - Throws: what JSON or its decoder say.
    mutating func add(_ answer: [UInt8]) throws -> Head {
        var head: [UInt8] = [UInt8(ascii: "{")]
        var rows: Range<Int>?
        try answer.withUnsafeBytes { bytes in
            var scanner = AnswerScanner(bytes)
            try scanner.expect(UInt8(ascii: "{"))
            while try !scanner.skips(UInt8(ascii: "}")) {
                let start = scanner.position
                let name = try scanner.text().range
                try scanner.expect(UInt8(ascii: ":"))
                let value = try scanner.value()
                if bytes[name].elementsEqual("rows".utf8) {
                    rows = value
                } else {
                    if head.count > 1 { head.append(UInt8(ascii: ",")) }
                    head += bytes[start..<value.upperBound]
                }
                _ = try scanner.skips(UInt8(ascii: ","))
            }
        }
        head.append(UInt8(ascii: "}"))
        let decoded = try JSONDecoder().decode(Head.self, from: Data(head))
        if let fields = decoded.schema?.fields, columns.isEmpty { columns = fields.map { ($0.name, $0.type) } }
        if let rows, !columns.isEmpty { try addPage(answer, rows) }
        return decoded
    }

    private mutating func addPage(_ answer: [UInt8], _ rows: Range<Int>) throws {
        var cells: [Place] = []
        cells.reserveCapacity(rows.count / 16)
        try answer.withUnsafeBytes { bytes in
            var scanner = AnswerScanner(bytes, at: rows.lowerBound)
            try scanner.expect(UInt8(ascii: "["))
            while try !scanner.skips(UInt8(ascii: "]")) {
                try Self.scanRow(&scanner, &cells)
                _ = try scanner.skips(UInt8(ascii: ","))
            }
        }
        guard cells.count % columns.count == 0 else { throw AnswerScanner.Malformed() }
        pages.append(Page(bytes: answer, cells: cells, firstRow: rowCount))
        rowCount += cells.count / columns.count
    }

    // {"f":[{"v":"1"},{"v":null}]}
    private static func scanRow(_ scanner: inout AnswerScanner, _ cells: inout [Place]) throws {
        try scanner.expect(UInt8(ascii: "{"))
        _ = try scanner.text()
        try scanner.expect(UInt8(ascii: ":"))
        try scanner.expect(UInt8(ascii: "["))
        while try !scanner.skips(UInt8(ascii: "]")) {
            try scanner.expect(UInt8(ascii: "{"))
            _ = try scanner.text()
            try scanner.expect(UInt8(ascii: ":"))
            if try scanner.peek() == UInt8(ascii: "\"") {
                let (range, isEscaped) = try scanner.text()
                cells.append(
                    Place(start: Int32(range.lowerBound), end: Int32(range.upperBound), isEscaped: isEscaped))
            } else {
                let range = try scanner.value()
                let isNull = scanner.bytes[range.lowerBound] == UInt8(ascii: "n")
                cells.append(
                    Place(start: isNull ? -1 : Int32(range.lowerBound), end: Int32(range.upperBound), isEscaped: false))
            }
            try scanner.expect(UInt8(ascii: "}"))
            _ = try scanner.skips(UInt8(ascii: ","))
        }
        try scanner.expect(UInt8(ascii: "}"))
    }

    /// Calls `body` with the text of a value, its escapes resolved; nil for NULL.
    func withBytes<Value>(_ row: Int, _ column: Int, _ body: (UnsafeRawBufferPointer?) throws -> Value) rethrows
        -> Value
    {
        let page = page(of: row)
        let place = page.cells[(row - page.firstRow) * columns.count + column]
        guard place.start >= 0 else { return try body(nil) }
        return try page.bytes.withUnsafeBytes { bytes in
            let text = UnsafeRawBufferPointer(rebasing: bytes[Int(place.start)..<Int(place.end)])
            guard place.isEscaped else { return try body(text) }
            // What cannot be resolved is told from every value by a byte that no text has.
            return try (AnswerScanner.unescaped(text) ?? [0xFF]).withUnsafeBytes { try body($0) }
        }
    }

    private func page(of row: Int) -> Page {
        if pages.count == 1 { return pages[0] }
        var (low, high) = (0, pages.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if pages[middle].firstRow <= row { low = middle } else { high = middle - 1 }
        }
        return pages[low]
    }

    func text(_ row: Int, _ column: Int) -> String? {
        withBytes(row, column) { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    func int(_ row: Int, _ column: Int) -> Int? { text(row, column).flatMap { Int($0) } }

    func date(_ row: Int, _ column: Int) -> GameDate? { withBytes(row, column) { $0.flatMap { GameDate(utf8: $0) } } }
}
