import Foundation
import GameCalendar
import Rehearsal
import Testing

/// A store that has lost part of its records, and a schedule that has lost games: nothing is concluded from what is not
/// there, nothing is deleted, and mending it gives the digests of before.
struct LostRecordTests {
    private static let date = "'2023-11-03'"
    private let league = TinyLeague(dates: 6, from: .november(1))

    static let losses = [
        "DELETE FROM partition_state WHERE table_name = 'nbac_schedule' AND game_date = \(date)",
        "DELETE FROM nbac_schedule WHERE game_date = \(date)",
        "DELETE FROM nbac_schedule WHERE rowid = (SELECT min(rowid) FROM nbac_schedule WHERE game_date = \(date))",
        "DELETE FROM partition_state WHERE table_name = 'schedule_pregame' AND game_date = \(date)",
        "DELETE FROM partition_state WHERE table_name = 'schedule_played' AND game_date = \(date)",
        "DELETE FROM partition_state WHERE table_name = 'box_set' AND game_date = \(date)",
        "DELETE FROM partition_state WHERE table_name = 'nbac_shot_chart' AND game_date = \(date)",
        "DELETE FROM nbac_shot_chart WHERE rowid = (SELECT min(rowid) FROM nbac_shot_chart WHERE game_date = \(date))",
        "DELETE FROM partition_state WHERE table_name = 'odds_game_lines' AND game_date = \(date)",
        "DELETE FROM partition_state WHERE table_name = 'arenas'",
    ]

    @Test(arguments: losses)
    func `a lost record stops what rests on it, and is healed by import`(_ sql: String) async throws {
        let scene = try await Scene(league)
        try await scene.run("backfill").expect(0)
        let before = try scene.digests()
        let rows = try scene.number(Self.computedRows)
        try scene.editStore(sql)
        try await scene.run("gate 0").expect(1)
        try await scene.run("verify").expect(1)
        try await scene.run("backfill phase3 --force").expect(1)
        #expect(try scene.number(Self.computedRows) == rows)
        try await scene.run("import ./raw --check-data").expect(0)
        try await scene.run("backfill").expect(0)
        try await scene.run("verify --digests").expect(0)
        #expect(try scene.digests() == before)
    }

    @Test(arguments: [2, 4])
    func `a schedule row that cannot be read deletes nothing and fails gate 0`(_ teams: Int) async throws {
        var league = league
        league.teams = teams
        let scene = try await Scene(league)
        try await scene.run("backfill").expect(0)
        let before = try scene.digests()
        let rows = try scene.number(Self.computedRows)
        let name = "schedule_\(TinyLeague.season).csv"
        let good = try #require(league.files[name])
        let bad = Self.withUnreadableAttendance(good, on: "2023-11-03")
        try Data(bad.utf8).write(to: URL(fileURLWithPath: scene.path("raw/\(name)")))
        try await scene.run("import ./raw/\(name)").expect(0)
        let gate = try await scene.run("gate 0")
        gate.expect(1)
        #expect(gate.output.contains("unscheduled_game"), "\(gate.output)")
        if teams == 2 {
            // The only game of the day: what was computed from it waits for the schedule instead of going.
            try await scene.run("backfill phase3").expect(1)
            #expect(try scene.number(Self.computedRows) == rows)
            try await scene.run("gate 1").expect(1)
        }
        try await scene.run("import ./raw", writing: league).expect(0)
        try await scene.run("backfill").expect(0)
        try await scene.run("gate 0").expect(0)
        try await scene.run("gate 1").expect(0)
        #expect(try scene.digests() == before)
    }

    @Test func `an empty schedule is a problem and takes nothing away`() async throws {
        let scene = try await Scene(league)
        try await scene.run("backfill").expect(0)
        let rows = try scene.number(Self.computedRows)
        let name = "schedule_\(TinyLeague.season).csv"
        let header = try #require(league.files[name]?.split(separator: "\n").first)
        try Data("\(header)\n".utf8).write(to: URL(fileURLWithPath: scene.path("raw/\(name)")))
        try await scene.run("import ./raw/\(name)").expect(0)
        try await scene.run("verify").expect(1)
        try await scene.run("gaps").expect(1)
        try await scene.run("backfill phase3").expect(1)
        #expect(try scene.number(Self.computedRows) == rows)
    }

    @Test func `the first date leaves the schedule, and its partitions go`() async throws {
        var league = league
        let scene = try await Scene(league)
        try await scene.run("backfill").expect(0)
        let first = league.dates.removeFirst()
        try await scene.run("import ./raw", writing: league).expect(0)
        try await scene.run("verify").expect(1)
        try await scene.run("gate 1").expect(1)
        try await scene.run("backfill").expect(0)
        try await scene.run("gate 1").expect(0)
        let scratch = try await Scene(league)
        try await scratch.run("backfill").expect(0)
        #expect(try scene.digests() == scratch.digests())
        #expect(try scene.number("SELECT count(*) FROM player_game_summary WHERE game_date = '\(first)'") == 0)
    }

    @Test func `a range is the days it names, also when its edge left the schedule`() async throws {
        var league = league
        let scene = try await Scene(league)
        try await scene.run("backfill").expect(0)
        let gone = league.dates.remove(at: 3)
        try await scene.run("import ./raw", writing: league).expect(0)
        try await scene.run("backfill --start-date \(league.dates[1]) --end-date \(gone)").expect(0)
        #expect(try scene.number("SELECT count(*) FROM player_game_summary WHERE game_date = '\(gone)'") == 0)
    }

    private static func withUnreadableAttendance(_ schedule: String, on date: String) -> String {
        var isSpoilt = false
        return schedule.split(separator: "\n").map { line in
            guard !isSpoilt, line.contains(date) else { return String(line) }
            isSpoilt = true
            return line.replacingOccurrences(of: ",18000,", with: ",\"18,000\",")
        }.joined(separator: "\n") + "\n"
    }

    private static let computedRows = """
        SELECT (SELECT count(*) FROM team_offense_game_summary) + (SELECT count(*) FROM team_defense_game_summary)
          + (SELECT count(*) FROM player_game_summary) + (SELECT count(*) FROM upcoming_team_game_context)
          + (SELECT count(*) FROM upcoming_player_game_context)
        """
}
