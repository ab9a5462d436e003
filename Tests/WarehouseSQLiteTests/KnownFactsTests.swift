import GameCalendar
import PipelineModel
import PipelineTesting
import Randomness
import Testing
@testable import WarehouseSQLite

/// Facts that are kept in memory are what a store opened anew reads.
@Suite struct KnownFactsTests {
    private static let tables = [StatSample.table]

    private func write(_ rows: Int, on date: GameDate) throws -> PartitionWrite {
        try SampleChanges.write((0..<rows).map { StatSample(date, "game", $0, points: rows) }, on: date)
    }

    private func expectSame(
        _ store: SQLiteWarehouse, _ temporary: TemporaryStore, _ about: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let known = try await store.facts(counting: Self.tables)
        let fresh = try await temporary.open().facts(counting: Self.tables)
        #expect(known.commit == fresh.commit, "\(about)", sourceLocation: sourceLocation)
        #expect(known.rowCounts == fresh.rowCounts, "\(about)", sourceLocation: sourceLocation)
        #expect(known.states == fresh.states, "\(about)", sourceLocation: sourceLocation)
        #expect(known.countedTables == fresh.countedTables, "\(about)", sourceLocation: sourceLocation)
    }

    @Test(arguments: UInt64(1)...8)
    func `own commits, in any order, are known`(_ seed: UInt64) async throws {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        var random = SeededRandom(seed: seed)
        for step in 0..<40 {
            var changes = SampleChanges.changes([])
            for date in Set((0..<random.int(1...3)).map { _ in SampleChanges.firstDate + random.int(0...5) }).sorted() {
                if random.chance(30) {
                    changes.deletions.append((StatSample.table, date, []))
                } else {
                    changes.partitions.append(try write(random.int(0...9), on: date))
                }
            }
            try await store.commit(changes)
            if random.chance(60) { try await expectSame(store, temporary, "seed \(seed), step \(step)") }
        }
        try await expectSame(store, temporary, "seed \(seed)")
    }

    @Test func `rows that somebody deletes by hand are missed at once`() async throws {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        let date = SampleChanges.firstDate
        try await store.commit(SampleChanges.changes([try write(4, on: date), try write(2, on: date + 1)]))
        #expect(try await store.facts(counting: Self.tables).rowCounts.values.reduce(0, +) == 6)
        try temporary.editByHand("DELETE FROM \(StatSample.table.name) WHERE game_date = '\(date)'")
        try await expectSame(store, temporary)
        #expect(try await store.facts(counting: Self.tables).rowCounts.values.reduce(0, +) == 2)
        try await store.commit(SampleChanges.changes([try write(5, on: date)]))
        try await expectSame(store, temporary)
    }

    @Test func `two processes see what the other one commits`() async throws {
        let temporary = try TemporaryStore()
        let (store, other) = (try await temporary.prepared(), try temporary.open())
        for turn in 0..<6 {
            let writer = turn.isMultiple(of: 2) ? store : other
            try await writer.commit(
                SampleChanges.changes([try write(turn + 1, on: SampleChanges.firstDate + turn % 3)]))
            try await expectSame(store, temporary, "turn \(turn)")
            try await expectSame(other, temporary, "turn \(turn)")
        }
    }

    @Test func `a commit that fails leaves the facts as they were`() async throws {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        let date = SampleChanges.firstDate
        try await store.commit(SampleChanges.changes([try write(3, on: date), try write(2, on: date + 2)]))
        try await expectSame(store, temporary)
        var changes = SampleChanges.changes([try write(7, on: date), try write(7, on: date + 1)])
        changes.deletions.append((StatSample.table, date + 2, []))
        changes.releasedLeases = [Partition(StatSample.table.name, date)]
        await expectFailure(.leaseLost) { try await store.commit(changes) }
        try await expectSame(store, temporary)
    }

    @Test func `facts asked for while others commit are never older than what is kept`() async throws {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 0..<60 {
                    try await store.commit(
                        SampleChanges.changes([try write(number % 7, on: SampleChanges.firstDate + number % 5)]))
                }
            }
            for _ in 0..<3 {
                group.addTask { for _ in 0..<40 { _ = try await store.facts(counting: Self.tables) } }
            }
            try await group.waitForAll()
        }
        try await expectSame(store, temporary)
    }

    @Test func `what is committed while everything is read again is known afterwards`() async throws {
        let temporary = try TemporaryStore()
        let (store, other) = (try await temporary.prepared(), try temporary.open())
        let date = SampleChanges.firstDate
        try await store.commit(SampleChanges.changes([try write(3, on: date)]))
        try await expectSame(store, temporary)
        // Another process commits, so this one reads everything, and commits itself meanwhile.
        try await other.commit(SampleChanges.changes([try write(5, on: date + 1)]))
        let known = store.known
        let snapshot = try await store.writeWithoutTransaction { db in try known.snapshot(of: Self.tables, in: db) }
        let read = try await temporary.open().facts(counting: Self.tables)
        try await store.commit(SampleChanges.changes([try write(4, on: date + 2), try write(7, on: date)]))
        known.keep(read, after: snapshot)
        try await expectSame(store, temporary)
    }

    @Test func `a deletion that failed is not remembered`() async throws {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        let date = SampleChanges.firstDate
        try await store.commit(SampleChanges.changes([try write(3, on: date), try write(2, on: date + 2)]))
        for _ in 0..<2 {
            var changes = SampleChanges.changes([try write(7, on: date + 1)])
            changes.deletions.append((StatSample.table, date + 2, []))
            changes.releasedLeases = [Partition(StatSample.table.name, date)]
            await #expect(throws: WarehouseError.self) { try await store.commit(changes) }
            try await expectSame(store, temporary)
        }
        try await store.commit(SampleChanges.changes([try write(1, on: date + 1)]))
        try await expectSame(store, temporary)
    }
}
