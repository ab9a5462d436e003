import Testing

struct DiffTests {
    @Test func `against an equal workspace nothing differs`() async throws {
        let harness = try await CommandLineHarness.copy()
        let league = try await CommandLineHarness.league.value
        let result = await harness.run(
            "diff", "player_game_summary", "2023-11-01", "--against", league.workspace, "--format", "json")
        #expect(result.code == 0)
        #expect(result.object["equal"] as? Bool == true)
    }

    @Test func `against another workspace keys and columns are told, before and after`() async throws {
        let harness = try await CommandLineHarness.copy()
        let league = try await CommandLineHarness.league.value
        try harness.edit("UPDATE player_game_summary SET points = 99 WHERE game_id = '0022300001' AND player_id = 1102")
        try harness.edit("DELETE FROM player_game_summary WHERE game_id = '0022300001' AND player_id = 1103")
        let result = await harness.run(
            "diff", "player_game_summary", "2023-11-01", "--against", league.workspace, "--format", "csv")
        #expect(result.code == 1)
        let before = await league.run(
            "query", "SELECT points FROM player_game_summary WHERE game_id = '0022300001' AND player_id = 1102",
            "--format", "csv")
        #expect(
            result.lines == [
                "key,kind,column,before,after", "0022300001 1102,changed,points,\(before.lines[1]),99",
                "0022300001 1103,removed,,,",
            ])
    }

    @Test func `against a run it is said whether its rows are still stored`() async throws {
        let harness = try await CommandLineHarness.copy()
        let first = try await run(of: "team_offense_game_summary", harness)
        let current = await harness.run("diff", "team_offense_game_summary", "2023-11-01", "--against", first)
        #expect(current.code == 0)
        #expect(current.out.contains("is the current one"))
        await harness.run("backfill", "phase3", "--force", "--dates", "2023-11-01", "--quiet")
        let same = await harness.run("diff", "team_offense_game_summary", "2023-11-01", "--against", first)
        #expect(same.code == 0)
        #expect(same.out.contains("wrote the same rows"))
        try harness.edit(
            "UPDATE partition_state SET digest = '\(String(repeating: "0", count: 64))' "
                + "WHERE table_name = 'team_offense_game_summary' AND game_date = '2023-11-01'")
        let gone = await harness.run("diff", "team_offense_game_summary", "2023-11-01", "--against", first)
        #expect(gone.code == 1)
        #expect(gone.out.contains("are no longer stored"))
    }

    @Test func `a run of another partition is refused`() async throws {
        let harness = try await CommandLineHarness.league.value
        let first = try await run(of: "team_offense_game_summary", harness)
        let result = await harness.run("diff", "player_game_summary", "2023-11-01", "--against", first)
        #expect(result.code == 2)
        #expect(result.err.contains("is of team_offense_game_summary 2023-11-01"))
    }

    private func run(of table: String, _ harness: CommandLineHarness) async throws -> String {
        let result = await harness.run(
            "history", "--table", table, "--start-date", "2023-11-01", "--format", "json")
        return try #require(result.objects("runs").first?["run_id"] as? String)
    }
}
