import GameCalendar
import Rehearsal
import Testing

/// What is refused is refused before anything is recorded.
@Suite struct UsageTests {
    @Test(arguments: [
        "backfill phase3 --skip-downstream", "backfill phase3 --start-date 2023-13-01",
        "backfill phase3 --start-date 2023-11-02 --end-date 2023-11-01", "backfill phase9", "backfill phase3 --jobs 0",
        "backfill phase3 --dates 2023-11-01 --season 2023-24", "backfill phase3 --only team_offence",
        "run analytics/team_offence", "run analytics/player_game_summary --analysis-date yesterday",
        "retry --failed --table nothing", "backfill phase3 --limit 0",
    ])
    func `a wrong command line exits 2 and leaves no trace`(_ line: String) async throws {
        let scene = try await Scene(TinyLeague(dates: 2, from: .november(1)))
        let before = try scene.digests()
        let result = try await scene.run(line)
        result.expect(2)
        #expect(!result.errors.isEmpty)
        #expect(try scene.number("SELECT count(*) FROM batch WHERE command LIKE '%backfill%'") == 0)
        #expect(try scene.number("SELECT count(*) FROM processor_run_history WHERE phase <> 'phase_2_raw'") == 0)
        #expect(try scene.digests() == before)
    }

    @Test func `a plan that is not the one expected exits 4 and does nothing`() async throws {
        let scene = try await Scene(TinyLeague(dates: 2, from: .november(1)))
        try await scene.run("backfill phase3 --expect-plan 0123456789abcdef").expectSentence(4, "plan")
        #expect(try scene.number("SELECT count(*) FROM processor_run_history WHERE phase <> 'phase_2_raw'") == 0)
    }

    @Test func `without a workspace the sentence says how to make one`() async throws {
        let scene = try Scene()
        try await scene.run("plan").expectSentence(2, "backcourt init")
    }

    @Test func `before the first import there is nothing to plan`() async throws {
        let scene = try Scene()
        try await scene.run("init").expect(0)
        try await scene.run("plan").expectSentence(2, "backcourt import")
    }
}
