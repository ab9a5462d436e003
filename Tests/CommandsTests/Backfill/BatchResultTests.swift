import Testing

/// What backfill, run and retry say of partitions they did not compute.
struct BatchResultTests {
    private static let gap = """
        DELETE FROM partition_state WHERE table_name = 'player_game_summary' AND game_date = '2023-11-02';
        DELETE FROM player_game_summary WHERE game_date = '2023-11-02';
        DELETE FROM partition_state WHERE table_name LIKE 'upcoming%' AND game_date > '2023-11-02';
        DELETE FROM upcoming_team_game_context WHERE game_date > '2023-11-02';
        DELETE FROM upcoming_player_game_context WHERE game_date > '2023-11-02';
        """

    @Test(arguments: ["run analytics/upcoming_team_game_context", "backfill --only upcoming_team_game_context"])
    func `a blocked date says what it waits for`(_ line: String) async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit(Self.gap)
        let words = line.split(separator: " ").map(String.init) + ["--dates", "2023-11-05"]
        let shown = await harness.run(words)
        #expect(shown.code == 1)
        #expect(
            shown.out.contains("upcoming_team_game_context 2023-11-05 waits for player_game_summary 2023-11-02\n"),
            "\(shown.out)")
        let result = await harness.run(words + ["--format", "json"])
        let blocked = try #require(result.objects("blocked_on").first)
        #expect(blocked["table"] as? String == "upcoming_team_game_context")
        #expect(blocked["date"] as? String == "2023-11-05")
        #expect(
            blocked["missing"] as? [[String: String]] == [["table": "player_game_summary", "date": "2023-11-02"]])
    }

    @Test(arguments: [false, true]) func `what is critical is told at once, unless nothing is to be told`(
        _ isQuiet: Bool
    ) async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit("UPDATE nbac_schedule SET overtime_periods = NULL")
        let words = ["backfill", "--only", "team_offense_game_summary", "--force"]
        let result = await harness.run(words + (isQuiet ? ["--quiet"] : []))
        #expect(result.code == 1)
        #expect(result.err.contains("breaker_opened") != isQuiet, "\(result.err)")
        if isQuiet { #expect(result.err.isEmpty) }
    }

    @Test func `more blocked dates than a screen holds are counted`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit(Self.gap + "DELETE FROM nbac_player_boxscore WHERE game_date = '2023-11-02';")
        let result = await harness.run("backfill", "phase3")
        #expect(result.code == 1)
        #expect(result.lines.count { $0.contains(" waits for ") } == 10)
        #expect(result.out.contains("  and 3 more\n"), "\(result.out)")
    }

    @Test func `a plan's exclusion carries the exact list beside the readable one`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit(Self.gap)
        let plan = await harness.run(
            "plan", "--table", "upcoming_team_game_context", "--dates", "2023-11-01,2023-11-05", "--format", "json")
        let exclusions = plan.objects("exclusions")
        #expect(exclusions.map { $0["reason"] as? String } == ["already_complete", "missing_upstream"])
        #expect(Set(exclusions[0].keys) == ["table", "date", "reason", "detail"])
        #expect(
            exclusions[1]["missing"] as? [[String: String]]
                == [["table": "player_game_summary", "date": "2023-11-02"]])
    }

    @Test(arguments: ["backfill", "run analytics/player_game_summary"])
    func `dates before history are told, and are no success`(_ line: String) async throws {
        let harness = try await CommandLineHarness.copy()
        #expect(await harness.run("init", "--force", "--history-start", "2023-11-04").code == 0)
        let words = line.split(separator: " ").map(String.init)
        let result = await harness.run(words + ["--dates", "2023-11-01"])
        #expect(result.code == 1)
        #expect(result.out.contains("Left out and not complete: ") && result.out.contains(" before_history."))
        #expect(await harness.run(words + ["--dates", "2023-11-03"]).code == 0, "a day without games")
    }

    @Test func `what another run holds is no reason to say that nothing needs work`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit(
            """
            DELETE FROM partition_state WHERE table_name = 'player_game_summary' AND game_date = '2023-11-12';
            INSERT INTO worker SELECT '9xalive', 'here', 9, created_at, created_at FROM batch LIMIT 1;
            INSERT INTO lease SELECT 'player_game_summary', '2023-11-12', '9xalive', 'r1', created_at FROM batch LIMIT 1;
            """)
        let lock = try harness.lock(of: "9xalive")
        let result = await harness.run("backfill", "--only", "player_game_summary")
        #expect(result.code == 3)
        #expect(result.out == "Nothing was done: 8 partitions asked for.\n1 partition held by another run.\n")
        lock.release()
        #expect(await harness.run("backfill", "--only", "player_game_summary").code == 0)
    }
}
