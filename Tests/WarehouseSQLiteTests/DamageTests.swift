import Foundation
import GRDB
import GameCalendar
import PipelineModel
import PipelineTesting
import Testing
@testable import WarehouseSQLite

/// Stores that cannot be what they should be: the error says so, and no default stands in for a value.
@Suite struct DamageTests {
    private let date = SampleChanges.firstDate

    private func filled(_ temporary: TemporaryStore, rows: Int = 3) async throws -> SQLiteWarehouse {
        let store = try await temporary.prepared()
        let samples = (1...rows).map { StatSample(date, "game", $0, points: $0) }
        try await store.commit(SampleChanges.changes([SampleChanges.write(samples, on: date, inputs: ["left"])]))
        return store
    }

    @Test func `a file that is no database is refused by name`() async throws {
        let temporary = try TemporaryStore()
        try temporary.write(Data(repeating: 0x41, count: 8192))
        await expectFailure(.corrupt, naming: temporary.path) { _ = try temporary.open() }
    }

    @Test func `a truncated store is refused or reports damage, and never reads as complete`() async throws {
        let temporary = try TemporaryStore()
        var store: SQLiteWarehouse? = try await filled(temporary, rows: 2000)
        try await store?.checkpoint()
        store = nil
        let size = try #require(try FileManager.default.attributesOfItem(atPath: temporary.path)[.size] as? Int)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: temporary.path))
        try handle.truncate(atOffset: UInt64(size / 2))
        try handle.close()
        for file in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: temporary.path + file) }
        await expectFailure(.corrupt, naming: temporary.path) {
            let damaged = try temporary.open()
            let contents = try await damaged.contents(of: StatSample.stored, on: [date])
            #expect(contents[date]?.rowCount == 2000)
        }
    }

    @Test func `a directory that is missing is named`() async throws {
        let temporary = try TemporaryStore()
        await expectFailure(.readOnly, naming: "/nowhere/") {
            _ = try SQLiteWarehouse(path: "\(temporary.directory)/nowhere/store.sqlite")
        }
        await expectFailure(.readOnly, naming: temporary.path) {
            _ = try SQLiteWarehouse(path: temporary.path, access: .readOnly)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "permissions do not bind the superuser"))
    func `a directory that must not be written is named`() async throws {
        let temporary = try TemporaryStore()
        chmod(temporary.directory, 0o500)
        defer { chmod(temporary.directory, 0o700) }
        await expectFailure(.readOnly, naming: temporary.path) { _ = try temporary.open() }
    }

    @Test func `a full disk leaves everything as it was`() async throws {
        let temporary = try TemporaryStore()
        let store = try await filled(temporary)
        let before = try await store.facts(counting: [StatSample.table])
        try await store.pool.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + 20)")
        }
        let many = (1...5000).map { StatSample(date + 1, "game", $0) }
        let changes = SampleChanges.changes([
            try SampleChanges.write([StatSample(date, "new", 1)], on: date),
            try SampleChanges.write(many, on: date + 1),
        ])
        await expectFailure(.exhausted, naming: temporary.path) { try await store.commit(changes) }
        let after = try await store.facts(counting: [StatSample.table])
        #expect(after.rowCounts == before.rowCounts)
        #expect(after.states == before.states)
        try await store.commit(SampleChanges.changes([SampleChanges.write([StatSample(date, "new", 1)], on: date)]))
    }

    @Test(arguments: [
        ("UPDATE stat_sample SET points = 'many' WHERE player_id = 2", "points"),
        ("UPDATE stat_sample SET points = 1.5 WHERE player_id = 2", "points"),
        ("UPDATE stat_sample SET rating = 'high' WHERE player_id = 2", "rating"),
        ("UPDATE stat_sample SET is_active = 7 WHERE player_id = 2", "is_active"),
        ("UPDATE stat_sample SET note = x'00ff' WHERE player_id = 2", "note"),
        ("UPDATE stat_sample SET birthday = '2023-02-30' WHERE player_id = 2", "birthday"),
        ("UPDATE stat_sample SET left_at = 'yesterday' WHERE player_id = 2", "left_at"),
    ])
    func `a value its column cannot hold is an error that names the row`(_ edit: String, column: String) async throws {
        let temporary = try TemporaryStore()
        let store = try await filled(temporary)
        try temporary.editByHand(edit)
        await expectFailure(.corrupt, naming: "stat_sample \(date), row 2", column) {
            _ = try await store.contents(of: StatSample.stored, on: [date])
        }
    }

    @Test func `NULL where none may be is an error, not a default`() async throws {
        let temporary = try TemporaryStore()
        try temporary.editByHand("CREATE TABLE venue_sample (code TEXT, capacity INTEGER)")
        try temporary.editByHand("INSERT INTO venue_sample VALUES ('A', NULL)")
        let store = try temporary.open()
        await expectFailure(.corrupt, naming: "venue_sample", "capacity", "NULL") {
            _ = try await store.contents(of: VenueSample.stored, on: [.reference])
        }
    }

    @Test(arguments: [
        "UPDATE partition_state SET digest = 'abc'", "UPDATE partition_state SET input_digest = 'abc'",
        "UPDATE partition_state SET updated_at = 'now'", "UPDATE partition_state SET game_date = 'today'",
        "UPDATE stat_sample SET game_date = 'today'",
    ])
    func `facts never come from values that cannot be read`(_ edit: String) async throws {
        let temporary = try TemporaryStore()
        let store = try await filled(temporary)
        try temporary.editByHand(edit)
        await expectFailure(.corrupt) { _ = try await store.facts(counting: [StatSample.table]) }
    }

    @Test func `a status nobody knows is an error`() async throws {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        var changes = ChangeSet(at: SampleChanges.instant())
        try changes.upsert([SampleChanges.run("run-1", on: date, .failed)])
        try await store.commit(changes)
        try temporary.editByHand("UPDATE processor_run_history SET status = 'splendid'")
        await expectFailure(.corrupt, naming: "run-1") {
            _ = try await store.records(RunRecord.self, matching: RecordFilter())
        }
    }

    @Test func `the integrity check finds nothing in a sound store`() async throws {
        let temporary = try TemporaryStore()
        let store = try await filled(temporary)
        #expect(try await store.integrityProblems().isEmpty)
        #expect(store.storedBytes() > 0)
        #expect(try #require(store.freeBytes) > 0)
    }
}
