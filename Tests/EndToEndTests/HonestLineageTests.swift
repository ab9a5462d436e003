import Foundation
import GameCalendar
import Rehearsal
import Testing

/// What a partition is recorded to have been computed from is what was read, whoever writes meanwhile.
struct HonestLineageTests {
    private let league = TinyLeague(dates: 6, from: .november(1))
    private let day = GameDate.november(3)

    private var corrected: TinyLeague {
        var league = league
        league.extraAssists[day] = 3
        return league
    }

    @Test func `a correction imported while a backfill holds its inputs, and taken back afterwards`() async throws {
        let scene = try await Scene(league)
        try scene.write(corrected, to: "corrected")
        let backfill = try scene.program().start(["backfill"], fault: "afterLease:1:stop")
        let deadline = ContinuousClock.now + .seconds(60)
        while try scene.number("SELECT count(*) FROM lease") == 0, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(10))
        }
        try await scene.run("import ./corrected").expect(0)
        backfill.send(SIGCONT)
        #expect(backfill.wait().status == 0)
        let meanwhile = try await Scene(corrected)
        try await meanwhile.run("backfill").expect(0)
        try await scene.run("backfill").expect(0)
        #expect(try scene.digests() == meanwhile.digests())
        try await scene.run("import ./raw").expect(0)
        try await scene.run("backfill").expect(0)
        let undisturbed = try await Scene(league)
        try await undisturbed.run("backfill").expect(0)
        #expect(try scene.digests() == undisturbed.digests())
    }

    @Test func `what was computed from an edited row is computed again when the edit is healed`() async throws {
        let scene = try await Scene(corrected)
        try await scene.run("backfill").expect(0)
        try scene.editStore("UPDATE player_game_summary SET points = points + 40 WHERE game_date = '2023-11-01'")
        // The correction makes later dates be computed from the edited rows; the gate sees that they do not follow.
        try await scene.run("import ./raw", writing: league).expect(0)
        try await scene.run("backfill").expect(1)
        let undisturbed = try await Scene(league)
        try await undisturbed.run("backfill").expect(0)
        #expect(try scene.digests() != undisturbed.digests())
        try await scene.run("backfill --check-data").expect(0)
        #expect(try scene.digests() == undisturbed.digests())
        try await scene.run("verify --digests").expect(0)
    }

    // Damage that was found and not mended is nothing to compute from.
    @Test func `damage outside the scope is told and spreads no further`() async throws {
        let scene = try await Scene(league)
        try await scene.run("backfill").expect(0)
        let before = try scene.digests()
        try scene.editStore("UPDATE player_game_summary SET points = points + 40 WHERE game_date = '2023-11-01'")
        let narrow = try await scene.run("backfill --check-data --dates 2023-11-06")
        narrow.expect(1)
        #expect(narrow.errors.contains("the first is player_game_summary 2023-11-01"), "\(narrow.errors)")
        #expect(narrow.errors.contains("outside the scope were computed from damaged ones"), "\(narrow.errors)")
        try await scene.run("backfill --stale --no-gate").expect(1)
        try await scene.run("backfill").expect(0)
        #expect(try scene.digests() == before)
        try await scene.run("verify --digests").expect(0)
    }

    @Test func `a plan that differs leaves the damaged store as it is`() async throws {
        let scene = try await Scene(league)
        try await scene.run("backfill").expect(0)
        try scene.editStore("UPDATE player_game_summary SET points = points + 40 WHERE game_date = '2023-11-01'")
        let withLineage = "SELECT count(*) FROM partition_state WHERE input_digest IS NOT NULL"
        let before = try scene.number(withLineage)
        try await scene.run("backfill --check-data --expect-plan 0123456789ab").expect(4)
        #expect(try scene.number(withLineage) == before)
        #expect(before > 0)
    }

    @Test func `what was computed from an edited raw row is computed again when import heals it`() async throws {
        let scene = try await Scene(league)
        try scene.editStore("UPDATE nbac_player_boxscore SET assists = assists + 1 WHERE game_date = '2023-11-01'")
        try await scene.run("backfill").expect(0)
        try await scene.run("import ./raw --check-data").expect(0)
        try await scene.run("backfill").expect(0)
        let undisturbed = try await Scene(league)
        try await undisturbed.run("backfill").expect(0)
        #expect(try scene.digests() == undisturbed.digests())
    }

    @Test func `a waived upstream without rows leaves no empty table behind`() async throws {
        let scene = try await Scene(league)
        try scene.editStore(
            """
            INSERT INTO waiver (waiver_id, table_name, start_date, end_date, reason, created_by, created_at)
            VALUES ('w1', 'team_offense_game_summary', '\(day)', '\(day)', 'it does not exist', 'me',
              '2024-01-01T00:00:00.000000Z')
            """)
        try await scene.run("backfill phase3").expect(1)
        let gate = try await scene.run("gate 1")
        gate.expect(1)
        #expect(gate.output.contains("FAIL  complete:player_game_summary: 5 dates"), "\(gate.output)")
        #expect(gate.output.contains("FAIL  complete:team_defense_game_summary: 5 dates"), "\(gate.output)")
    }
}

/// Gate 1 over dates that have not been played.
struct FutureScopeTests {
    @Test func `only dates with finished games are judged`() async throws {
        var league = TinyLeague(dates: 6, from: .november(1))
        let future = league.dates[5]
        league.datesWithoutBoxScores = [future]
        let scene = try Scene()
        try await scene.run("init").expect(0)
        try scene.write(league, to: "raw")
        let file = scene.path("raw/schedule_\(TinyLeague.season).csv")
        let schedule = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map { line in
            line.contains("\(future)") ? line.replacingOccurrences(of: ",Final,", with: ",Scheduled,") : String(line)
        }
        try Data((schedule.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: file))
        try await scene.run("import ./raw").expect(0)
        let scope = "--start-date \(league.dates[0]) --end-date \(future)"
        try await scene.run("backfill --end-date \(league.dates[4]) --start-date \(league.dates[0])").expect(0)
        let gate = try await scene.run("gate 1 \(scope)")
        gate.expect(0)
        #expect(gate.output.contains("5 of 5 dates complete"), "\(gate.output)")
    }
}
