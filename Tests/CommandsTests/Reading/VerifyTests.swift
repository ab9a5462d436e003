import Testing

struct VerifyTests {
    @Test func `two stores with equal data print the same digest`() async throws {
        let league = try await CommandLineHarness.league.value
        let other = try CommandLineHarness()
        try TinyLeague().write(to: other.path("raw"))
        await other.run("init")
        await other.run("import", other.path("raw"))
        await other.run("backfill", "all", "--jobs", "2", "--quiet")
        let digests = [await league.run("verify", "--digests"), await other.run("verify", "--digests")].map(
            \.lines.last)
        #expect(digests[0]?.hasPrefix("digest ") == true)
        #expect(digests[0] == digests[1])
    }

    @Test func `what is not computed is missing and ends in 1`() async throws {
        let harness = try CommandLineHarness()
        try TinyLeague().write(to: harness.path("raw"))
        await harness.run("init")
        await harness.run("import", harness.path("raw"))
        let result = await harness.run("verify", "--phase", "3", "--show-missing")
        #expect(result.code == 1)
        #expect(result.out.contains("missing in player_game_summary: 2023-11-01…2023-11-12\n"))
        #expect(result.out.contains("40 problems.\n"))
        let csv = await harness.run("verify", "--table", "player_game_summary", "--format", "csv")
        #expect(
            csv.out
                == "table,expected,present,complete,partial,stale,missing,waived\nplayer_game_summary,8,0,0,0,0,8,0\n")
    }

    @Test func `an edited row is found, in its table and in the projections taken from it`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit("UPDATE player_game_summary SET points = points + 1 WHERE game_id = '0022300001'")
        #expect(await harness.run("verify").code == 0)
        let result = await harness.run("verify", "--digests", "--format", "json")
        #expect(result.code == 1)
        let problems = result.objects("problems")
        #expect(problems.count == 1)
        #expect(problems.first?["code"] as? String == "content_mismatch")
        #expect(problems.first?["table"] as? String == "player_game_summary")
        #expect(problems.first?["date"] as? String == "2023-11-01")
        await harness.run("backfill", "--check-data", "--quiet")
        #expect(await harness.run("verify", "--digests").code == 0)
    }

    @Test func `a projection that is not its rows' is found`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit("DELETE FROM partition_state WHERE table_name = 'box_set' AND game_date = '2023-11-04'")
        let result = await harness.run("verify", "--digests", "--table", "nbac_player_boxscore", "--format", "json")
        #expect(result.code == 1)
        let codes = result.objects("problems").map { $0["code"] as? String }
        #expect(codes == ["partial", "projection_mismatch"])
        #expect(result.objects("problems").first?["detail"] as? String == "the state of its projection box_set is lost")
    }

    @Test func `rows nobody recorded are found`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit("DELETE FROM partition_state WHERE table_name = 'team_offense_game_summary'")
        let result = await harness.run(
            "verify", "--digests", "--start-date", "2023-11-04", "--table", "team_offense_game_summary", "--format",
            "json")
        #expect(result.objects("problems").map { $0["code"] as? String } == ["partial", "unrecorded_rows"])
    }
}
