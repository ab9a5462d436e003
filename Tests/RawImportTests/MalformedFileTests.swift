import Foundation
import NBA
import PipelineModel
import RawImport
import Testing

/// A file of lines that is no use as it stands, and the code it is refused with.
struct Refused: CustomTestStringConvertible, Sendable {
    let code: String
    let testDescription: String
    let bytes: @Sendable (Data) throws -> Data

    init(_ code: String, _ description: String, _ bytes: @escaping @Sendable (Data) throws -> Data) {
        (self.code, testDescription, self.bytes) = (code, "\(code): \(description)", bytes)
    }

    static let all = [
        Refused("empty", "no bytes") { _ in Data() },
        Refused("empty", "blank lines only") { _ in Data("\n\n\r\n".utf8) },
        Refused("truncated_gzip", "half a gzip") { try gzipped($0).prefix(60) },
        Refused("truncated_gzip", "without its trailer") { try gzipped($0).dropLast(4) },
        Refused("corrupt_gzip", "one byte changed") { plain in
            var bytes = try gzipped(plain)
            bytes[bytes.count - 6] ^= 0xff
            return bytes
        },
        Refused("corrupt_gzip", "something behind it") { try gzipped($0) + Data("more".utf8) },
        Refused("empty", "gzip of nothing") { _ in try gzipped(Data()) },
        Refused("expansion_limit", "a gzip bomb") { _ in try gzipped(Data(count: 64 << 20)) },
        Refused("missing_column", "another header") { _ in Data("a,b,c\n1,2,3\n".utf8) },
        Refused("missing_column", "no header") { $0.drop { $0 != 0x0A }.dropFirst() },
        Refused("missing_column", "separated by semicolons") { plain in
            Data(String(decoding: plain, as: UTF8.self).replacing(",", with: ";").utf8)
        },
        Refused("duplicate_column", "a column twice") { plain in
            Data(String(decoding: plain, as: UTF8.self).replacing("total", with: "game_date").utf8)
        },
        Refused("malformed_header", "UTF-16") { plain in
            String(decoding: plain, as: UTF8.self).data(using: .utf16LittleEndian) ?? Data()
        },
        Refused("malformed_header", "an unbalanced quote in the header") { Data("\"".utf8) + $0 },
        Refused("malformed_header", "not UTF-8 in the header") { Data([0x61, 0xFF, 0x2C]) + $0 },
        Refused("malformed_header", "a NUL in the header") { Data([0x61, 0x00, 0x2C]) + $0 },
        Refused("malformed_header", "a header of a million characters") {
            Data(repeating: 0x61, count: 1_000_000) + $0
        },
    ]

    private static func gzipped(_ data: Data) throws -> Data {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try data.write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-n", file.path]
        try process.run()
        process.waitUntilExit()
        let packed = file.appendingPathExtension("gz")
        defer { try? FileManager.default.removeItem(at: packed) }
        return try Data(contentsOf: packed)
    }
}

/// A line of a file that is no record, in place of the second data line.
struct BadLine: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: Data
    /// Data lines that go with it, itself included.
    let lost: Int

    init(_ description: String, _ bytes: [UInt8], lost: Int = 1) {
        (testDescription, self.bytes, self.lost) = (description, Data(bytes), lost)
    }

    private static let start = Array("0022300002,2023-10-24,".utf8)

    static let all = [
        BadLine("bad UTF-8", start + [0xC3, 0x28] + Array(",220.5,,".utf8)),
        BadLine("an overlong form", start + [0xC0, 0xAF] + Array(",220.5,,".utf8)),
        BadLine("a surrogate", start + [0xED, 0xA0, 0x80] + Array(",220.5,,".utf8)),
        BadLine("a NUL", start + [0x00] + Array(",220.5,,".utf8)),
        BadLine("a quote inside", start + Array("4\"5,220.5,,".utf8)),
        BadLine("a quote never closed", start + Array("\"4.5,220.5,,".utf8)),
        BadLine("text after a quote", start + Array("\"4.5\"x,220.5,,".utf8)),
        BadLine("a lone carriage return", start + Array("4.5,\r220.5,,".utf8)),
        BadLine("a blank line", []),
        BadLine("too few cells", start + Array("4.5".utf8)),
        BadLine("too many cells", start + Array("4.5,220.5,,,,".utf8)),
        BadLine("a million characters", start + [UInt8](repeating: 0x31, count: 1_000_000) + Array(",220.5,,".utf8)),
        BadLine("a quoted million", start + [0x22] + [UInt8](repeating: 0x31, count: 1_000_000) + Array("\",1,,".utf8)),
        BadLine("a spreadsheet's number", start + Array("\"4,5\",220.5,,".utf8)),
        BadLine("a leading space", start + Array(" 4.5,220.5,,".utf8)),
        BadLine("a plus sign", start + Array("+4.5,220.5,,".utf8)),
        BadLine("a hexadecimal number", start + Array("0x1p3,220.5,,".utf8)),
        BadLine("the word NULL", start + Array("NULL,220.5,,".utf8)),
    ]
}

struct MalformedFileTests {
    private static let name = "betting_lines_2023-24.csv"

    @Test(arguments: Refused.all)
    func `a file that cannot be used is refused, all others load`(_ refused: Refused) async throws {
        let folder = try await ImportFolder()
        let league = League()
        try folder.write(league)
        try folder.write(Self.name, try refused.bytes(Data(league.lines.text.utf8)))
        let summary = try await folder.run()
        let report = try #require(summary.files.first { $0.file == Self.name })
        #expect((report.outcome, report.code) == (.rejected, refused.code), "\(report.message ?? "")")
        #expect(report.message?.contains("betting_lines") == true || report.code == "missing_column")
        #expect(!summary.isSuccess && summary.issues.isEmpty)
        #expect(summary.files.count { $0.outcome == .read } == 8)
        #expect(try await folder.rows(TeamBox.self).count == 8)
    }

    @Test(arguments: BadLine.all)
    func `a line that is no record is set aside with its number, all others load`(_ bad: BadLine) async throws {
        let folder = try await ImportFolder()
        let league = League()
        try folder.write(league)
        var lines = league.lines.text.split(separator: "\n").map { Data($0.utf8) }
        lines[2] = bad.bytes
        try folder.write(Self.name, Data(lines.joined(separator: [0x0A])) + [0x0A])
        let summary = try await folder.run()
        let rows = try await folder.quarantine()
        #expect(rows.map(\.lineNumber) == [3] && rows.map(\.file) == [Self.name])
        #expect(rows.allSatisfy { $0.reasonCode == "parse" && !$0.detail.isEmpty && $0.rawText.utf8.count < 16_500 })
        #expect(summary.isSuccess && summary.issues == ["parse": 1])
        #expect(try await folder.rows(GameLine.self).map(\.gameID) == ["0022300001", "0022300003", "0022300004"])
    }

    @Test func `a refused file leaves what it fed before`() async throws {
        let folder = try await ImportFolder()
        try folder.write(League())
        try await folder.run()
        try folder.write(Self.name, Data("oops".utf8))
        #expect(try await folder.run().hasRejectedFiles)
        #expect(try await folder.rows(GameLine.self).count == 4)
    }

    @Test func `CRLF, an order mark, blank lines at the end and no last line end are no matter`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        try folder.write(league)
        try await folder.run()
        league.schedule.lineEnd = "\r\n"
        league.teams.start = "\u{FEFF}"
        try folder.write(league)
        try folder.write(Self.name, Data((league.lines.text + "\r\n\n").utf8))
        try folder.write("inactives_2023-24.csv", Data(league.inactives.text.dropLast().utf8))
        let summary = try await folder.run()
        #expect(summary.tables.values.allSatisfy { $0.partitionsReplaced == 0 } && summary.issues.isEmpty)
        #expect(summary.files.count { $0.outcome == .read } >= 4)
    }

    @Test func `columns may stand in any order, be unknown, and lack where NULL is allowed`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.lines.removeColumn("moneyline_away")
        league.lines.removeColumn("home_spread")
        league.lines.header = ["total", "game_date", "extra", "game_id", "moneyline_home"]
        league.lines.rows = league.lines.rows.map { [$0[2], $0[1], "?", $0[0], $0[3]] }
        league.props.removeColumn("snapshot_utc")
        league.inactives.removeColumn("player_id")
        try folder.write(league)
        let summary = try await folder.run()
        #expect(summary.issues.isEmpty)
        let line = try #require(try await folder.rows(GameLine.self).first)
        #expect((line.homeSpread, line.total, line.moneylineHome) == (nil, 220.5, -180))
        #expect(try await folder.rows(PropLine.self).first?.snapshotKey == "")
        #expect(try await folder.rows(InactiveListing.self).first?.playerID == nil)
    }

    @Test func `every column that may not be missing is asked for`() async throws {
        let league = League()
        for column in league.teams.header {
            let folder = try await ImportFolder()
            var spoilt = league
            spoilt.teams.removeColumn(column)
            try folder.write(spoilt)
            let summary = try await folder.run(["schedule_2023-24.csv", "team_boxscores_2023-24.csv"])
            let report = try #require(summary.files.last)
            #expect(report.outcome == .rejected && report.code == "missing_column")
            #expect(report.message?.contains("'\(column)'") == true)
        }
    }
}
