import GameCalendar
import PipelineModel
import PipelineTesting
import Randomness
import Testing
@testable import WarehouseSQLite

/// Rows are counted as they are found, whatever is recorded of them.
@Suite struct RowCountTests {
    private static let name = StatSample.table.name

    // Dates of a hundred rows and more are looked at rather than counted.
    private static func store(_ rows: [Int]) async throws -> TemporaryStore {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        var changes = SampleChanges.changes([])
        for (day, count) in rows.enumerated() {
            let date = SampleChanges.firstDate + 2 * day
            changes.partitions.append(
                try SampleChanges.write((0..<count).map { StatSample(date, "game", $0, points: 1) }, on: date))
        }
        try await store.commit(changes)
        return temporary
    }

    private static func expectCounted(
        _ temporary: TemporaryStore, _ about: String = "", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let store = try temporary.open()
        let found = try await store.query("SELECT game_date, count(*) FROM \(name) GROUP BY game_date")
        let counted = try await store.facts(counting: [StatSample.table]).rowCounts
        let told = counted.sorted { $0.key < $1.key }.map { "\($0.key.date) \($0.value)" }
        #expect(told == found.rows.map { "\($0[0]) \($0[1])" }, "\(about)", sourceLocation: sourceLocation)
    }

    @Test(arguments: [
        "DELETE FROM stat_sample WHERE game_date = '2023-11-03'",
        "DELETE FROM stat_sample WHERE game_date = '2023-11-03' AND player_id = 7",
        "DELETE FROM stat_sample WHERE player_id < 90",
        "DELETE FROM stat_sample WHERE game_date IN ('2023-11-01', '2023-11-05')",
        "DELETE FROM stat_sample",
        "DELETE FROM partition_state",
        "UPDATE partition_state SET row_count = row_count + 1",
        "UPDATE partition_state SET row_count = 1 WHERE game_date = '2023-11-01'",
        "UPDATE stat_sample SET game_date = '2023-11-04' WHERE game_date = '2023-11-03' AND player_id > 50",
        "UPDATE stat_sample SET game_date = '2023-10-31' WHERE game_date = '2023-11-03' AND player_id > 50",
        "UPDATE stat_sample SET game_date = '2029-01-01' WHERE game_date = '2023-11-03' AND player_id > 50",
        "UPDATE stat_sample SET game_date = '2023-11-03', game_id = 'moved' WHERE game_date = '2023-11-01'",
    ])
    func `rows that were changed by hand are counted`(_ edit: String) async throws {
        #expect(SampleChanges.firstDate.description == "2023-11-01")
        let temporary = try await Self.store([100, 120, 110, 90])
        try await Self.expectCounted(temporary)
        try temporary.editByHand(edit)
        try await Self.expectCounted(temporary, edit)
    }

    @Test(arguments: UInt64(1)...12)
    func `any edits are counted`(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let temporary = try await Self.store((0..<random.int(1...6)).map { _ in random.int(0...200) })
        for step in 0..<8 {
            let (from, to) = (
                SampleChanges.firstDate + random.int(-1...13), SampleChanges.firstDate + random.int(-1...13)
            )
            let least = random.int(0...200)
            let edit =
                random.chance(50)
                ? "DELETE FROM stat_sample WHERE game_date = '\(from)' AND player_id >= \(least)"
                : "UPDATE OR IGNORE stat_sample SET game_date = '\(to)' WHERE game_date = '\(from)' AND player_id >= \(least)"
            try temporary.editByHand(edit)
            try await Self.expectCounted(temporary, "seed \(seed), step \(step): \(edit)")
        }
    }

    @Test(arguments: ["someday", "0", "2023-11-02x"])
    func `a row of no date is told, wherever it stands`(_ text: String) async throws {
        let temporary = try await Self.store([100, 120, 110])
        try temporary.editByHand(
            "UPDATE stat_sample SET game_date = '\(text)' WHERE player_id = 3 AND game_date = '2023-11-03'")
        await expectFailure(.corrupt, naming: "'\(text)' is no date") {
            _ = try await temporary.open().facts(counting: [StatSample.table])
        }
    }
}
