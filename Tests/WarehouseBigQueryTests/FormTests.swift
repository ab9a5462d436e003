import GameCalendar
import PipelineModel
import PipelineTesting
import Testing

@testable import WarehouseBigQuery

/// Addresses, texts and statements, without a server.
@Suite struct BigQueryFormTests {
    @Test(arguments: [
        "", "postgresql://h/d", "bigquery://", "bigquery://p/dataset", "bigquery://u:pw@p", "bigquery://p?region=EU",
        "bigquery://p?location=EU&location=US", "bigquery://p?prefix=a-b", "bigquery://p?endpoint=http://elsewhere:1",
        "bigquery://p?endpoint=here", "bigquery://p?location=",
    ])
    func `what is no address is refused`(_ text: String) {
        let error = #expect(throws: WarehouseError.self) { try BigQueryAddress(text) }
        #expect(error?.code == .invalid && error?.message.contains("pw") == false)
    }

    @Test func `an address says where`() throws {
        let address = try BigQueryAddress("bigquery://my-project?location=EU&prefix=a_&endpoint=http://127.0.0.1:9/")
        #expect(address.location == "EU" && address.endpoint == "http://127.0.0.1:9" && address.isLocal)
        #expect(address.dataset("nba_raw") == "a_nba_raw")
        let plain = try BigQueryAddress("bigquery://my-project/")
        #expect(plain.location == "US" && !plain.isLocal && plain.place == "bigquery://my-project")
    }

    @Test func `escapes come back as they went`() throws {
        var text = "a\"\\\n\u{0}\u{1f}é🏀 \u{2028}"
        var bytes: [UInt8] = []
        text.withUTF8 { JSONText.append(utf8: UnsafeRawBufferPointer($0), to: &bytes) }
        let back = bytes.withUnsafeBytes { buffer in
            AnswerScanner.unescaped(UnsafeRawBufferPointer(rebasing: buffer[1..<(buffer.count - 1)]))
        }
        #expect(back.map { String(decoding: $0, as: UTF8.self) } == text)
        func read(_ text: String) -> String? {
            Array(text.utf8).withUnsafeBytes { AnswerScanner.unescaped($0) }.map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(read(#"\ud83c\udfc0\u00e9\/\b"#) == "🏀é/\u{8}")
        for broken in [#"\ud83c"#, #"\ud83cx"#, #"\udfc0"#, #"\u12"#, #"\x"#, #"\"#] { #expect(read(broken) == nil) }
    }

    @Test func `answers of any form are read, and what is none is refused`() throws {
        var rows = QueryRows()
        let head = try rows.add(
            Array(
                #"{ "rows": [ {"f": [{"v":"1"},{"v":null}]}, {"f":[{"v":"-2"},{"v":"x\ny"}]} ], "schema":{"fields":[{"name":"a","type":"INTEGER"},{"name":"b","type":"STRING"}]}, "pageToken":"t", "totalRows":"3"}"#
                    .utf8))
        #expect(head.pageToken == "t" && rows.rowCount == 2)
        _ = try rows.add(Array(#"{"rows":[{"f":[{"v":"3"},{"v":""}]}]}"#.utf8))
        #expect((0..<3).map { rows.int($0, 0) } == [1, -2, 3])
        #expect((0..<3).map { rows.text($0, 1) } == [nil, "x\ny", ""])
        for broken in ["", "{", "[]", #"{"rows":[{"f":[{"v":"1"}]}]"#, #"{"rows":[{"f":[{"v":"1"}]}]}"#] {
            var fresh = rows
            #expect(throws: (any Error).self, "\(broken)") { try fresh.add(Array(broken.utf8)) }
        }
    }

    @Test(arguments: ["NaN", "Infinity", "-Infinity", "", "x"])
    func `numbers that are none are damage`(_ text: String) throws {
        var rows = QueryRows()
        _ = try rows.add(
            Array(#"{"schema":{"fields":[{"name":"x","type":"FLOAT"}]},"rows":[{"f":[{"v":"\#(text)"}]}]}"#.utf8))
        let column = Column(name: "x", type: .double, isNullable: false, unit: .none, about: "")
        let error = #expect(throws: WarehouseError.self) {
            try RowReader(table: "t", columns: [column]).content(of: rows, rows: 0..<1, place: "t")
        }
        #expect(error?.code == .corrupt)
    }

    @Test func `a question finds tables under their bare names`() throws {
        let tables = [(name: "games", place: "`p.d.games`"), (name: "teams", place: "`p.d.teams`")]
        func named(_ sql: String) throws -> String { try QuestionText(sql).naming(tables) }
        #expect(try named("SELECT 1;\n ; ") == "SELECT 1")
        #expect(try named("select * from Games") == "WITH `games` AS (SELECT * FROM `p.d.games`) select * from Games")
        #expect(
            try named("WITH x AS (SELECT 1) SELECT * FROM x, games")
                == "WITH `games` AS (SELECT * FROM `p.d.games`), x AS (SELECT 1) SELECT * FROM x, games")
        #expect(
            try named("with recursive x AS (SELECT 1) SELECT * FROM x, games")
                == "WITH RECURSIVE `games` AS (SELECT * FROM `p.d.games`), x AS (SELECT 1) SELECT * FROM x, games")
        for other in [
            "SELECT 'games'", "SELECT \"games\"", "SELECT 1 -- games", "SELECT 1 /* games */", "SELECT * FROM d.games",
            "SELECT 'it\\'s games'", "SELECT games, x AS games FROM d.t WHERE games = 1",
            "SELECT EXTRACT(YEAR FROM x), games",
        ] {
            #expect(try named(other) == other)
        }
        #expect(try QuestionText("SELECT * FROM a AS x, b JOIN `c` ON x.d = e, f").tables == ["a", "b", "c"])
        #expect(throws: WarehouseError.self) { try QuestionText(" ; ") }
    }

    @Test func `a statement changes at most half as many partitions as the server allows`() throws {
        let first = GameDate(dayNumber: 10_000)
        let writes = try (0..<4_100).map { day in
            try SampleChanges.write([StatSample(first + day, "g", 1)], on: first + day)
        }
        let write = try DataWrite(SampleChanges.changes(writes), engine: [], into: "p.")
        #expect(write.tables.map { $0.portions.map(\.partitions) } == [[2_000, 2_000, 100]])
        #expect(write.tables[0].portions.map(\.count).reduce(0, +) == 4_100)
        // The same rows for another place are another job.
        #expect(try DataWrite(SampleChanges.changes(writes), engine: [], into: "q.").name != write.name)
    }

    @Test func `tables are declared with partitions, clusters and what columns are about`() throws {
        let ddl = BigQueryWarehouse<MemoryWarehouse>.ddl(of: StatSample.table, at: try BigQueryAddress("bigquery://p"))
        #expect(ddl.count == 1)
        #expect(
            ddl[0].hasPrefix(
                "CREATE TABLE `p.samples.stat_sample` (`game_date` DATE NOT NULL OPTIONS (description = 'Game date.'), "
            ))
        #expect(ddl[0].contains(") PARTITION BY `game_date` CLUSTER BY `game_id`, `player_id` OPTIONS (description"))
    }
}
