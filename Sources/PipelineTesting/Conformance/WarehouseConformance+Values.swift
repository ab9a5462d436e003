internal import ContentDigest
internal import GameCalendar
internal import PipelineModel
internal import Testing

extension WarehouseConformance {
    func roundTripsExtremes(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let date = Days.first
        let content = try PartitionContent(Self.extremes(on: date), table: StatSample.table)
        let write = SampleChanges.write(content, of: StatSample.table, on: date)
        try await store.commit(SampleChanges.changes([write]))
        let read = try #require(try await store.contents(of: StatSample.stored, on: [date])[date])

        #expect(read.bytes == content.bytes)
        #expect(read.digest == content.digest)
        let rows = read.decoded(as: StatSample.self)
        #expect(rows.contains { $0.rating == 0 && $0.rating.sign == .plus && $0.gameID == "zero" })
        #expect(try await store.records(StatSample.self, matching: RecordFilter()) == rows)
    }

    private static func extremes(on date: GameDate) -> [StatSample] {
        var full = StatSample(date, "full", 1, points: .max)
        (full.assists, full.rating, full.share) = (.min, .greatestFiniteMagnitude, -.leastNonzeroMagnitude)
        (full.isActive, full.isStarter) = (true, false)
        full.note = "Ján 'Ö\"' Ÿ 🏀 \n\t \u{0} e\u{301} é"
        full.comment = ""
        full.birthday = GameDate(dayNumber: -10_000)
        full.signedOn = GameDate(year: 9999, month: 12, day: 31)
        full.seenAt = Timestamp(microseconds: -1)
        full.leftAt = Timestamp(microseconds: 1_698_883_199_999_999)
        var zero = StatSample(date, "zero", 2, points: .min)
        (zero.rating, zero.share) = (-0.0, 1 / 3)
        var whole = StatSample(date, "whole", 3)
        (whole.rating, whole.share) = (3, 1e17)
        var long = StatSample(date, "long", 4)
        long.note = String(repeating: "lång ", count: 50_000)
        return [full, zero, whole, long, StatSample(date, "", 5)]
    }

    func readsNarrowColumns(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let (one, two) = (Days.first, Days.third)
        for date in [one, two] {
            var row = StatSample(date, "a", 7)
            row.comment = "on \(date)"
            let write = try SampleChanges.write([row, StatSample(date, "a", 3)], on: date)
            try await store.commit(SampleChanges.changes([write]))
        }
        let contents = try await store.contents(of: NarrowStatSample.stored, on: [two, Days.second, one, one])
        #expect(Set(contents.keys) == [one, two])
        let rows = try #require(contents[two]).decoded(as: NarrowStatSample.self)
        #expect(rows.map(\.playerID) == [3, 7])
        #expect(rows.map(\.comment) == [nil, "on \(two)"])
        #expect(contents[two]?.columns == NarrowStatSample.declaredColumns)
    }

    func findsRows(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let (one, two) = (Days.first, Days.second)
        for date in [one, two] {
            let rows = [("a", 3), ("a", 7), ("b", 7)].map { StatSample(date, $0.0, $0.1, points: 10) }
            try await store.commit(SampleChanges.changes([SampleChanges.write(rows, on: date)]))
        }
        let stored = StatSample.stored
        let whole = try await store.contents(of: stored, where: ["player_id": .int(7)], on: [two, one, Days.third])
        #expect(Set(whole.keys) == [one, two])
        #expect(whole[one]?.decoded(as: StatSample.self).map(\.gameID) == ["a", "b"])
        let single = try await store.contents(
            of: stored, where: ["game_id": .text("a"), "player_id": .int(3)], on: [one])
        #expect(single[one]?.rowCount == 1)
        #expect(try await store.contents(of: stored, where: ["game_id": .text("c")], on: [one]).isEmpty)
        #expect(try await store.contents(of: stored, where: ["comment": .null], on: [one]).isEmpty, "NULL is no value")
        await #expect(throws: WarehouseError.self) {
            _ = try await store.contents(of: NarrowStatSample.stored, where: ["points": .int(10)], on: [one])
        }
    }

    func countsValues(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let (one, two) = (Days.first, Days.second)
        var rows = (1...4).map { StatSample(one, "a", $0, points: 10 * $0) }
        (rows[0].share, rows[2].share) = (-0.5, 0.25)
        for index in 0...1 { (rows[index].isStarter, rows[index].comment) = (index == 0, "Z") }
        rows[3].comment = "é"
        let other = [StatSample(two, "b", 1, points: 7)]
        try await store.commit(
            SampleChanges.changes([SampleChanges.write(rows, on: one), SampleChanges.write(other, on: two)]))
        let dates = [one, two, two + 1]

        let names = ["points", "share", "is_starter", "comment", "birthday", "left_at"]
        let profiles = try await store.profiles(of: StatSample.table, columns: names, on: dates)
        var expected = PartitionProfile(columns: names.count)
        expected.rows = 4
        expected.columns[0] = ColumnProfile(filled: 4, least: .int(10), greatest: .int(40))
        expected.columns[1] = ColumnProfile(filled: 2, least: .double(-0.5), greatest: .double(0.25))
        expected.columns[2] = ColumnProfile(filled: 2, least: .bool(false), greatest: .bool(true))
        expected.columns[3] = ColumnProfile(filled: 3, least: .text("Z"), greatest: .text("é"))
        expected.columns[4] = ColumnProfile(filled: 4, least: .date(.reference), greatest: .date(.reference))
        #expect(profiles[one] == expected && profiles.keys.sorted() == [one, two])
        #expect(profiles[two]?.rows == 1 && profiles[two]?.columns[0].isConstant == true)

        let tallies = try await store.tallies(of: StatSample.table, columns: ["is_starter", "comment"], on: dates)
        #expect(
            tallies[one] == [
                Tally([.null, .null], count: 1), Tally([.null, .text("é")], count: 1),
                Tally([.bool(false), .text("Z")], count: 1), Tally([.bool(true), .text("Z")], count: 1),
            ])
        #expect(tallies[two] == [Tally([.null, .null], count: 1)] && tallies.count == 2)
        #expect(try await store.repeatedKeys(of: StatSample.table, on: dates).isEmpty)
    }

    func ordersByKeyBytes(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let date = Days.first
        let ids = ["b", "B", "é", "e", "ž", "zz", "", "a\u{0}b", "a", "ab", "日本", "🏀"]
        let rows = ids.flatMap { [StatSample(date, $0, 10), StatSample(date, $0, -2), StatSample(date, $0, 9)] }
        try await store.commit(SampleChanges.changes([SampleChanges.write(rows, on: date)]))
        let read = try await store.rows(StatSample.self, on: date)

        let expected = ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.flatMap { id in
            [-2, 9, 10].map { "\(id) \($0)" }
        }
        #expect(read.map { "\($0.gameID) \($0.playerID)" } == expected)
    }

    func keepsReferenceTables(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let old = [VenueSample("B", 2), VenueSample("A", 1)]
        try await store.commit(SampleChanges.changes([SampleChanges.write(old, on: .reference)]))
        let new = [VenueSample("A", 5), VenueSample("C", 3)]
        try await store.commit(SampleChanges.changes([SampleChanges.write(new, on: .reference)]))

        #expect(try await store.rows(VenueSample.self, on: .reference) == new)
        #expect(try await store.contents(of: VenueSample.stored, on: [Days.first]).isEmpty)
        let counts = try await store.facts(counting: [VenueSample.table]).rowCounts
        #expect(counts == [Partition("venue_sample", .reference): 2])
    }
}
