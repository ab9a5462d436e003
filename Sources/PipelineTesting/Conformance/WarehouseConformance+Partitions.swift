internal import ContentDigest
internal import GameCalendar
internal import PipelineModel
internal import Testing

extension WarehouseConformance {
    func replacesWholePartitions(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let (one, two) = (Days.first, Days.second)
        let old = [StatSample(one, "a", 1, points: 1), StatSample(one, "a", 2, points: 2)]
        let other = [StatSample(two, "a", 1, points: 9)]
        try await store.commit(
            SampleChanges.changes([SampleChanges.write(old, on: one), SampleChanges.write(other, on: two)]))
        let new = [StatSample(one, "b", 3, points: 3)]
        try await store.commit(SampleChanges.changes([SampleChanges.write(new, on: one, run: "run-2")]))

        #expect(try await store.rows(StatSample.self, on: one) == new)
        #expect(try await store.rows(StatSample.self, on: two) == other)
        #expect(try await store.state(on: one)?.runID == "run-2")
        #expect(try await store.state(on: one)?.rowCount == 1)
        try await store.commit(SampleChanges.changes([SampleChanges.write([StatSample](), on: one)]))
        #expect(try await store.contents(of: StatSample.stored, on: [one]).isEmpty)
        #expect(try await store.state(on: one)?.digest == .ofNothing)
    }

    func letsKeysMoveBetweenPartitions(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let (one, two) = (Days.first, Days.second)
        try await store.commit(
            SampleChanges.changes([
                SampleChanges.write([StatSample(one, "a", 1)], on: one),
                SampleChanges.write([StatSample(two, "a", 2)], on: two),
            ]))
        try await store.commit(
            SampleChanges.changes([
                SampleChanges.write([StatSample(one, "a", 2)], on: one),
                SampleChanges.write([StatSample(two, "a", 1)], on: two),
            ]))
        #expect(try await store.rows(StatSample.self, on: one) == [StatSample(one, "a", 2)])
        #expect(try await store.rows(StatSample.self, on: two) == [StatSample(two, "a", 1)])

        var changes = try SampleChanges.changes([SampleChanges.write([StatSample(two, "a", 2)], on: two)])
        changes.deletions = [(table: StatSample.table, date: one, projections: [])]
        try await store.commit(changes)
        #expect(try await store.rows(StatSample.self, on: one).isEmpty)
        #expect(try await store.rows(StatSample.self, on: two) == [StatSample(two, "a", 2)])
        #expect(try await store.state(on: one) == nil)
    }

    // A store that writes only what differs ends with the same rows, also where a key moves to another date meanwhile.
    func amendsPartitions(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let (one, two) = (Days.first, Days.second)
        let old = (1...20).map { StatSample(one, "a", $0, points: $0) }
        let other = [StatSample(two, "a", 40, points: 1)]
        try await store.commit(
            SampleChanges.changes([SampleChanges.write(old, on: one), SampleChanges.write(other, on: two)]))
        var new = old
        new[4] = StatSample(one, "a", 5, points: -5)
        new.remove(at: 9)
        new.append(StatSample(one, "a", 40, points: 40))
        let before = try PartitionContent(old, table: StatSample.table)
        var write = try SampleChanges.write(new, on: one, run: "run-2")
        write.replacement = write.content.map { RowReplacement(of: before, by: $0, key: StatSample.table.key) }
        try await store.commit(SampleChanges.changes([SampleChanges.write([StatSample](), on: two), write]))

        #expect(write.replacement?.rowsChanged == 3)
        #expect(try await store.rows(StatSample.self, on: one) == new)
        #expect(try await store.rows(StatSample.self, on: two).isEmpty)
        #expect(try await store.state(on: one)?.rowCount == 20)
    }

    func isIdempotent(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let rows = (1...50).map { StatSample(Days.first, "game", $0, points: $0) }
        let write = try SampleChanges.write(rows, on: Days.first, inputs: ["left", "right"])
        try await store.commit(SampleChanges.changes([write]))
        let before = try await store.state(on: Days.first)
        try await store.commit(SampleChanges.changes([write]))
        let after = try await store.state(on: Days.first)

        #expect(try await store.rows(StatSample.self, on: Days.first) == rows)
        #expect(before?.digest == after?.digest)
        #expect(before?.changedAtCommit == after?.changedAtCommit)
        #expect(try await store.records(PartitionInput.self, matching: RecordFilter()).count == 2)
    }

    func rollsBackAsAWhole(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let (one, two) = (Days.first, Days.second)
        let old = [StatSample(one, "a", 1, points: 1)]
        try await store.commit(SampleChanges.changes([SampleChanges.write(old, on: one, inputs: ["left"])]))
        let before = try await store.facts(counting: [StatSample.table])

        let repeated = [StatSample(two, "a", 1), StatSample(two, "a", 1, points: 2)]
        let content = try PartitionContent(unordered: repeated, columns: StatSample.table.columns)
        var changes = SampleChanges.changes([
            try SampleChanges.write([StatSample(one, "z", 1)], on: one, run: "run-2", inputs: ["left", "right"]),
            SampleChanges.write(content, of: StatSample.table, on: two),
        ])
        try changes.upsert([SampleChanges.run("run-2", on: one, .success)])
        let failing = changes
        await expect(.constraint) { () throws(WarehouseError) in _ = try await store.commit(failing) }

        let after = try await store.facts(counting: [StatSample.table])
        #expect(try await store.rows(StatSample.self, on: one) == old)
        #expect(try await store.rows(StatSample.self, on: two).isEmpty)
        #expect(after.states == before.states)
        #expect(after.commit == before.commit)
        #expect(after.rowCounts == before.rowCounts)
        #expect(try await store.records(RunRecord.self, matching: RecordFilter()).isEmpty)
        #expect(try await store.records(PartitionInput.self, matching: RecordFilter()).count == 1)
    }

    func refusesNullAndForeignRows(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        var builder = ContentBuilder()
        builder.append("ARENA")
        builder.appendNull()
        builder.endRow()
        let empty = builder.content(columns: VenueSample.table.columns)
        let null = SampleChanges.changes([SampleChanges.write(empty, of: VenueSample.table, on: .reference)])
        await expect(.constraint) { () throws(WarehouseError) in _ = try await store.commit(null) }

        let dated = try SampleChanges.write([StatSample(Days.second, "a", 1)], on: Days.first)
        await expect(.invalid) { () throws(WarehouseError) in
            _ = try await store.commit(SampleChanges.changes([dated]))
        }
        let venues = try PartitionContent([VenueSample("A", 1)], table: VenueSample.table)
        let shaped = SampleChanges.write(venues, of: StatSample.table, on: Days.first)
        await expect(.invalid) { () throws(WarehouseError) in
            _ = try await store.commit(SampleChanges.changes([shaped]))
        }
        #expect(try await store.facts(counting: SampleChanges.tables).rowCounts.isEmpty)
    }

    func numbersCommits(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let (one, two) = (Days.first, Days.second)
        let first = try await store.commit(
            SampleChanges.changes([SampleChanges.write([StatSample(one, "a", 1)], on: one)]))
        let second = try await store.commit(
            SampleChanges.changes([
                SampleChanges.write([StatSample(one, "a", 1)], on: one),
                SampleChanges.write([StatSample(two, "a", 1)], on: two),
            ]))
        let third = try await store.commit(
            SampleChanges.changes([SampleChanges.write([StatSample(two, "a", 1, points: 5)], on: two)], at: 60))
        #expect(first < second && second < third)

        let (left, right) = (try await store.state(on: one), try await store.state(on: two))
        #expect(left?.changedAtCommit == first)
        #expect(left?.computedAtCommit == second)
        #expect(right?.changedAtCommit == third)
        #expect(right?.computedAtCommit == third)
        #expect(right?.updatedAt == SampleChanges.instant(60))
        #expect(try await store.facts(counting: []).commit == third)

        // States that come with another store's numbers keep them, and the next commit is later than all.
        var moved = ChangeSet(at: SampleChanges.instant(90))
        moved.leastNumber = third + 100
        var state = try #require(right)
        (state.changedAtCommit, state.computedAtCommit) = (third + 50, third + 100)
        try moved.upsert([state])
        #expect(try await store.commit(moved) == third + 100)
        #expect(try await store.state(on: two) == state)
        #expect(try await store.commit(ChangeSet(at: SampleChanges.instant(91))) == third + 101)
    }

    func leavesUnchangedRowsAlone(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let rows = [StatSample(Days.first, "a", 1, points: 1)]
        var write = try SampleChanges.write(rows, on: Days.first, inputs: ["left"])
        let first = try await store.commit(SampleChanges.changes([write]))
        write.content = nil
        write.state.runID = "run-2"
        write.inputs[0].digest = Digest(of: "changed")
        let second = try await store.commit(SampleChanges.changes([write]))

        let state = try await store.state(on: Days.first)
        #expect(try await store.rows(StatSample.self, on: Days.first) == rows)
        #expect(state?.runID == "run-2")
        #expect(state?.changedAtCommit == first)
        #expect(state?.computedAtCommit == second)
        let inputs = try await store.records(PartitionInput.self, matching: RecordFilter())
        #expect(inputs.map(\.digest) == [Digest(of: "changed")])
    }

    func deletesPartitions(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let (one, two) = (Days.first, Days.second)
        var write = try SampleChanges.write([StatSample(one, "a", 1)], on: one, inputs: ["left"])
        write.projections = [SampleChanges.projection("stat_points", of: "1", on: one)]
        let other = try SampleChanges.write([StatSample(two, "a", 1)], on: two, inputs: ["left"])
        try await store.commit(SampleChanges.changes([write, other]))
        var changes = ChangeSet(at: SampleChanges.instant())
        changes.deletions = [(table: StatSample.table, date: one, projections: ["stat_points"])]
        try await store.commit(changes)

        let facts = try await store.facts(counting: [StatSample.table])
        #expect(Set(facts.states.keys) == [Partition("stat_sample", two)])
        #expect(facts.rowCounts == [Partition("stat_sample", two): 1])
        #expect(try await store.records(PartitionInput.self, matching: RecordFilter()).map(\.gameDate) == [two])
    }

    func keepsProjections(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let date = Days.first
        var write = try SampleChanges.write([StatSample(date, "a", 1)], on: date)
        write.projections = [SampleChanges.projection("stat_points", of: "same", on: date)]
        let first = try await store.commit(SampleChanges.changes([write]))
        write = try SampleChanges.write([StatSample(date, "a", 1, points: 4)], on: date)
        write.projections = [SampleChanges.projection("stat_points", of: "same", on: date)]
        let second = try await store.commit(SampleChanges.changes([write]))

        let projection = try await store.state(of: "stat_points", on: date)
        #expect(projection?.changedAtCommit == first)
        #expect(projection?.computedAtCommit == second)
        #expect(try await store.state(on: date)?.changedAtCommit == second)

        // A read tells what is recorded of the rows it gives, under every name asked for.
        let names: [TableName] = ["stat_sample", "stat_points", "elsewhere"]
        let read = try await store.partitions(of: StatSample.stored, recordedAs: names, on: [date, Days.second])
        #expect(read.count == 1 && read[date]?.content == write.content)
        #expect(read[date]?.digests == ["stat_sample": write.state.digest, "stat_points": Digest(of: "same")])
    }

    func replacesLineage(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let rows = [StatSample(Days.first, "a", 1)]
        try await store.commit(
            SampleChanges.changes([SampleChanges.write(rows, on: Days.first, inputs: ["left", "right:season"])]))
        let partition = Partition("stat_sample", Days.first)
        #expect(try await store.facts(counting: []).consultedFallbacks == [partition: ["right:season"]])
        try await store.commit(SampleChanges.changes([SampleChanges.write(rows, on: Days.first, inputs: ["other"])]))

        let names = try await store.records(PartitionInput.self, matching: RecordFilter()).map(\.inputName)
        #expect(names == ["other"])
        #expect(try await store.facts(counting: []).consultedFallbacks.isEmpty)
    }

    // Expects a failure of this code.
    func expect(_ code: WarehouseError.Code, _ body: () async throws(WarehouseError) -> Void) async {
        do throws(WarehouseError) {
            try await body()
            Issue.record("expected a failure with code \(code.rawValue)")
        } catch {
            #expect(error.code == code, "\(error.message)")
        }
    }
}
