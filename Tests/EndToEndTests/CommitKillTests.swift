import Foundation
import GameCalendar
import Rehearsal
import Testing

/// Waivers and rollbacks killed at single writes to the store, and before and after their commit: either nothing of them
/// happened or all, and the same command again finishes.
@Suite struct CommitKillTests {
    /// A command of one commit, on a complete store.
    enum Commit: String, CaseIterable, Sendable {
        case waive, revoke, rollback, rollbackWithRaw

        fileprivate var line: String {
            let range = "--start-date 2023-11-02 --end-date 2023-11-03"
            return switch self {
            case .waive: "waive player_game_summary --reason never-published \(range)"
            case .revoke: "waive --revoke \(CommitKillTests.waiver)"
            case .rollback: "rollback --yes \(range)"
            case .rollbackWithRaw: "rollback --yes --include-raw \(range)"
            }
        }
    }

    fileprivate static let waiver = "w1"
    // The store is opened with some twenty writes; how many follow depends on the commit.
    private static let faults =
        ["beforeCommit:1", "afterCommit:1"] + [10, 26, 27, 28, 30, 33, 40, 80, 160, 320].map { "storeWrite:\($0)" }
    private static let league = TinyLeague(dates: 4, from: .november(1))

    // A complete store with one waiver, of another table.
    private func complete() async throws -> Scene {
        let scene = try await Scene(Self.league)
        try await scene.run("backfill").expect(0)
        try scene.editStore(
            """
            INSERT INTO waiver (waiver_id, table_name, start_date, end_date, reason, created_by, created_at)
            VALUES ('\(Self.waiver)', 'arenas', '2023-11-01', '2023-11-01', 'a reason to waive', 'somebody',
              '2023-11-01T00:00:00.000000Z')
            """)
        return scene
    }

    @Test(arguments: Commit.allCases)
    func `killed anywhere it is done or not done, and repeating it finishes`(_ commit: Commit) async throws {
        let scene = try await complete()
        let before = try StoredTruth(scene)
        try scene.keepWorkspace()
        try await scene.run(commit.line).expect(0)
        let after = try StoredTruth(scene)
        #expect(before != after)
        var outcomes: Set<StoredTruth> = []
        for fault in Self.faults {
            try scene.restoreWorkspace()
            let finished = try scene.program().run(commit.line.split(separator: " ").map(String.init), fault: fault)
            if finished.status == 0 { break }
            #expect(finished.outcome.ending == .killed(signal: SIGKILL), "\(fault): \(finished.errors)")
            let found = try StoredTruth(scene)
            #expect(found == before || found == after, "\(fault)")
            outcomes.insert(found)
            try await scene.run(commit.line).expect(0)
            #expect(try StoredTruth(scene) == after, "\(fault)")
        }
        #expect(outcomes == [before, after])
        try await expectMended(scene, after: commit, before)
    }

    private func expectMended(_ scene: Scene, after commit: Commit, _ before: StoredTruth) async throws {
        if commit == .rollbackWithRaw {
            try await scene.run("import ./raw").expect(0)
            #expect(try scene.number("SELECT count(*) FROM import_file_partition WHERE importer_version = ''") == 0)
        }
        try await scene.run("backfill").expect(0)
        try await scene.run("verify --digests").expect(0)
        #expect(try StoredTruth(scene).digests == before.digests)
    }
}

/// What a commit changes, without times and new ids.
private struct StoredTruth: Hashable {
    let digests: [String: String]
    private let rows: [String]

    init(_ scene: Scene) throws {
        digests = try scene.digests()
        rows = try scene.texts(
            """
            SELECT 'waiver ' || table_name || start_date || end_date || reason || (revoked_at IS NULL) FROM waiver
            UNION ALL SELECT 'run ' || processor_name || data_date || status FROM processor_run_history
            UNION ALL SELECT 'file ' || file || table_name || game_date FROM import_file_partition
            UNION ALL SELECT 'input ' || table_name || game_date || input_name FROM partition_input
            UNION ALL SELECT 'rows ' || game_date || count(*) FROM player_game_summary GROUP BY game_date
            UNION ALL SELECT 'rows ' || game_date || count(*) FROM nbac_player_boxscore GROUP BY game_date
            ORDER BY 1
            """)
    }
}
