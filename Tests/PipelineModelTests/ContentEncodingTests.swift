import ContentDigest
import GameCalendar
import PipelineModel
import PipelineTesting
import Randomness
import Testing

private struct Sourced: WarehouseRow, Hashable {
    var name = ""
    var weight = 0.0
    var file = 0

    mutating func columns(_ c: inout ColumnCursor) {
        c.column("name", &name, "Key.")
        c.column("weight", &weight, "Weight.")
        c.provenance("file", &file, "Where it came from.")
    }

    static let table = TableDeclaration(
        Sourced.self, name: "sourced", dataset: "tests", about: "Rows with provenance.", key: ["name"],
        partitionColumn: nil)

    init() {}
    init(_ name: String, _ weight: Double, file: Int) { (self.name, self.weight, self.file) = (name, weight, file) }
}

private struct Keyed: WarehouseRow, Hashable {
    var text = ""
    var number = 0
    var flag: Bool?
    var level = 0.0
    var day = GameDate.reference
    var instant = Timestamp(microseconds: 0)

    mutating func columns(_ c: inout ColumnCursor) {
        c.column("text", &text, "Text.")
        c.column("number", &number, "Number.")
        c.column("flag", &flag, "Flag.")
        c.column("level", &level, "Level.")
        c.column("day", &day, "Day.")
        c.column("instant", &instant, "Instant.")
    }

    static let table = TableDeclaration(
        Keyed.self, name: "keyed", dataset: "tests", about: "Keys of every type.",
        key: ["flag", "text", "number", "level", "day", "instant"], partitionColumn: nil)
}

struct ContentEncodingTests {
    @Test func `every column type comes back as it went in`() throws {
        for seed in UInt64(0)..<200 {
            var random = SeededRandom(seed: seed)
            var rows: [StatSample] = []
            for id in 0..<random.int(0...8) {
                var row = StatSample(
                    GameDate(dayNumber: Int32(random.int(-800_000...800_000))), "g\(random.int(0...3))", id)
                row.points = Int(truncatingIfNeeded: random.next())
                row.assists = random.chance(50) ? Int.min : nil
                row.rating = Double(bitPattern: random.next())
                if !row.rating.isFinite || row.rating == 0 { row.rating = -.leastNonzeroMagnitude }
                row.share = random.chance(50) ? .greatestFiniteMagnitude : nil
                row.isActive = random.chance(50)
                row.isStarter = random.chance(60) ? random.chance(50) : nil
                row.note = ["", "a", "äöü€😀", "line\nbreak\0", String(repeating: "x", count: 300)][random.int(0...4)]
                row.comment = random.chance(50) ? "" : nil
                row.signedOn = random.chance(50) ? GameDate(dayNumber: -1) : nil
                row.seenAt = Timestamp(microseconds: Int64(bitPattern: random.next()))
                row.leftAt = random.chance(50) ? Timestamp(microseconds: -1) : nil
                rows.append(row)
            }
            let content = try PartitionContent(rows, table: StatSample.table)
            let back = content.decoded(as: StatSample.self)
            #expect(back.count == rows.count, "seed \(seed)")
            #expect(Set(back) == Set(rows), "seed \(seed)")
            #expect(try PartitionContent(rows.shuffled(using: &random), table: StatSample.table) == content)
            let narrow = NarrowStatSample.rows(from: content)
            #expect(narrow.map(\.playerID) == back.map(\.playerID), "seed \(seed)")
            #expect(narrow.map(\.comment) == back.map(\.comment), "seed \(seed)")
        }
    }

    @Test func `provenance is stored and takes no part in the digest`() throws {
        let one = try PartitionContent([Sourced("a", 1, file: 1), Sourced("b", 2, file: 1)], table: Sourced.table)
        let other = try PartitionContent([Sourced("b", 2, file: 9), Sourced("a", 1, file: 8)], table: Sourced.table)
        let changed = try PartitionContent([Sourced("a", 1, file: 1), Sourced("b", 3, file: 1)], table: Sourced.table)
        #expect(one.digest == other.digest)
        #expect(one.digest != changed.digest)
        #expect(one != other)
        #expect(other.decoded(as: Sourced.self).map(\.file) == [8, 9])
        #expect(PartitionContent(emptyWith: Sourced.table.columns).digest == .ofNothing)
        #expect(Sourced.table.columns.map(\.isDigested) == [true, true, false])
    }

    @Test func `keys are ordered by bytes and by value, whatever the language`() throws {
        let texts = ["", "A", "Z", "a", "z", "z\u{301}", "é", "Ω", "中", "😀", "ab", "a\u{0}"]
        var rows: [Keyed] = []
        for text in texts {
            for flag in [nil, false, true] {
                var row = Keyed()
                (row.text, row.flag) = (text, flag)
                rows.append(row)
            }
        }
        for number in [Int.min, -1, 1, 255, 256, Int.max] {
            var row = Keyed()
            (row.text, row.number) = ("n", number)
            rows.append(row)
        }
        for level in [-1e300, -1.5, 1e-300, 2.25, 1e300] {
            var row = Keyed()
            (row.text, row.level) = ("l", level)
            rows.append(row)
        }
        for day in [-5, -1, 1, 300] {
            var row = Keyed()
            (row.text, row.day, row.instant) = (
                "d", GameDate(dayNumber: Int32(day)), Timestamp(microseconds: Int64(-day))
            )
            rows.append(row)
        }
        func rank(_ flag: Bool?) -> Int { flag.map { $0 ? 2 : 1 } ?? 0 }
        func precedes(_ a: Keyed, _ b: Keyed) -> Bool {
            if rank(a.flag) != rank(b.flag) { return rank(a.flag) < rank(b.flag) }
            if !a.text.utf8.elementsEqual(b.text.utf8) { return a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }
            return (a.number, a.level, a.day, a.instant) < (b.number, b.level, b.day, b.instant)
        }
        var random = SeededRandom(seed: 1)
        for _ in 0..<20 {
            let content = try PartitionContent(rows.shuffled(using: &random), table: Keyed.table)
            let texts = content.decoded(as: Keyed.self).map { Array($0.text.utf8) }
            #expect(texts == rows.sorted(by: precedes).map { Array($0.text.utf8) })
            #expect(content.decoded(as: Keyed.self).map(\.number) == rows.sorted(by: precedes).map(\.number))
        }
    }

    @Test func `texts that look alike are different keys, as their bytes are`() throws {
        var composed = Keyed()
        composed.text = "\u{E9}"
        var decomposed = Keyed()
        decomposed.text = "e\u{301}"
        let content = try PartitionContent([composed, decomposed], table: Keyed.table)
        #expect(content.rowCount == 2)
        #expect(throws: ContentError.self) { try PartitionContent([composed, composed], table: Keyed.table) }
    }

    @Test func `numbers that are not finite are refused, and the row is named`() throws {
        for value in [Double.nan, .infinity, -.infinity] {
            #expect {
                try PartitionContent([Sourced("a", 1, file: 1), Sourced("bad", value, file: 1)], table: Sourced.table)
            } throws: { error in
                guard case .notFinite(let detail)? = error as? ContentError else { return false }
                return detail.contains("weight") && detail.contains("bad")
            }
        }
    }

    @Test func `a projection keeps its part, in key order, and nothing else changes its digest`() throws {
        let date = WeatherSample.firstDay
        let rows = [StationReading(date, 2, 1, 5), StationReading(date, 1, 3, 7, remark: "x")]
        let base = try PartitionContent(rows, table: StationReading.table)
        let changed = try PartitionContent(
            [StationReading(date, 2, 1, 6), StationReading(date, 1, 3, 8)], table: StationReading.table)
        let fewer = try PartitionContent([rows[0]], table: StationReading.table)
        let projected = try ReadingSetMember.content(of: base)
        #expect(projected.decoded(as: ReadingSetMember.self).map(\.station) == [1, 2])
        #expect(try ReadingSetMember.content(of: changed).digest == projected.digest)
        #expect(try ReadingSetMember.content(of: fewer).digest != projected.digest)
        var state = PartitionState()
        (state.tableName, state.gameDate, state.runID, state.inputDigest) = ("readings", date, "r", .ofNothing)
        let own = state.projected(ReadingSetMember.input, to: projected)
        #expect(own.partition == Partition("reading_set", date))
        #expect((own.rowCount, own.digest, own.runID) == (2, projected.digest, "r"))
        #expect(own.inputDigest == nil)
    }

    @Test func `columns are scanned by position`() throws {
        var rows = (0..<4).map { StatSample(WeatherSample.firstDay, "g", $0, points: $0) }
        rows[2].gameDate = WeatherSample.firstDay + 1
        rows[1].comment = "there"
        let content = try PartitionContent(rows, table: StatSample.table)
        let date = try #require(StatSample.table.position(of: "game_date"))
        #expect(content.firstRow(where: date, isNot: .date(WeatherSample.firstDay)) == 2)
        #expect(content.firstRow(where: date, isNot: .date(WeatherSample.firstDay + 9)) == 0)
        let points = try #require(StatSample.table.position(of: "points"))
        #expect(content.count(where: points, is: .int(3)) == 1)
        #expect(content.rows(lacking: ["comment", "points"]) == 3)
        #expect(content.rows(lacking: ["points"]) == 0)
        #expect(content.rows(lacking: ["comment", "share"]) == 4)
    }
}
