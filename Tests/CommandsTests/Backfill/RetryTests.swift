import Testing

/// Which partitions each form of `retry` runs again.
struct RetryTests {
    /// The tiny league with one of each: failed and blocked on 11-12, partial on 11-09, stale on 11-05.
    private static func damaged() async throws -> CommandLineHarness {
        let harness = try await CommandLineHarness.copy()
        try harness.edit(
            """
            CREATE TABLE kept AS SELECT game_id, overtime_periods FROM nbac_schedule WHERE game_date = '2023-11-12';
            UPDATE nbac_schedule SET overtime_periods = NULL WHERE game_date = '2023-11-12';
            DELETE FROM partition_state WHERE table_name IN ('team_offense_game_summary', 'team_defense_game_summary',
              'player_game_summary') AND game_date = '2023-11-12';
            DELETE FROM team_offense_game_summary WHERE game_date = '2023-11-12';
            DELETE FROM team_defense_game_summary WHERE game_date = '2023-11-12';
            DELETE FROM player_game_summary WHERE game_date = '2023-11-12';
            """)
        try #require(await harness.run("backfill", "phase3", "--quiet").code == 1)
        try harness.edit(
            """
            UPDATE nbac_schedule SET overtime_periods =
              (SELECT overtime_periods FROM kept WHERE kept.game_id = nbac_schedule.game_id)
              WHERE game_date = '2023-11-12';
            DROP TABLE kept;
            DELETE FROM player_daily_cache WHERE game_date = '2023-11-09' AND player_id % 100 = 1;
            UPDATE partition_state SET processor_version = '0', input_digest = digest
              WHERE table_name = 'ml_feature_store_v2' AND game_date = '2023-11-05';
            """)
        return harness
    }

    private static func done(_ result: CommandResult) -> [String: Int] {
        let tables = result.objects("by_table").map { ($0["table"] as? String ?? "", $0["done"] as? Int ?? -1) }
        return Dictionary(uniqueKeysWithValues: tables).filter { $0.value != 0 }
    }

    private static let failed = [
        "team_offense_game_summary": 1, "team_defense_game_summary": 1, "player_game_summary": 1,
    ]

    @Test func `--failed runs what failed, and what waited for it follows`() async throws {
        let harness = try await Self.damaged()
        let result = await harness.run("retry", "--failed", "--format", "json")
        #expect(result.code == 0, "\(result.out)\(result.err)")
        #expect(Self.done(result) == Self.failed)
        let runs = await harness.run(
            "history", "--dates", "2023-11-12", "--phase", "3", "--limit", "3", "--format", "json")
        #expect(
            runs.objects("runs").allSatisfy { $0["trigger_source"] as? String == "retry" && $0["attempt"] as? Int == 1 }
        )
        #expect(await harness.run("failures").code == 0)
    }

    @Test func `--blocked alone waits for what failed and is not asked for`() async throws {
        let harness = try await Self.damaged()
        let result = await harness.run("retry", "--blocked", "--format", "json")
        #expect(result.code == 1 && Self.done(result).isEmpty)
        #expect(result.object["blocked"] as? Int == 2, "\(result.out)")
        let missing = result.objects("blocked_on").first?["missing"] as? [[String: String]]
        #expect(missing == [["table": "team_offense_game_summary", "date": "2023-11-12"]])
        #expect(Self.done(await harness.run("retry", "--failed", "--blocked", "--format", "json")) == Self.failed)
    }

    @Test func `--partial, --stale and --run take one each`() async throws {
        let harness = try await Self.damaged()
        #expect(Self.done(await harness.run("retry", "--partial", "--format", "json")) == ["player_daily_cache": 1])
        #expect(Self.done(await harness.run("retry", "--stale", "--format", "json")) == ["ml_feature_store_v2": 1])
        let history = await harness.run("history", "--status", "failed", "--format", "json")
        let run = try #require(history.objects("runs").first?["run_id"] as? String)
        let one = await harness.run("retry", "--run", run, "--format", "json")
        #expect(Self.done(one)["team_offense_game_summary"] == 1 && one.code == 0, "\(one.out)")
    }

    @Test func `without a choice everything unresolved runs, within the scope`() async throws {
        let harness = try await Self.damaged()
        let some = await harness.run("retry", "--dates", "2023-11-05,2023-11-09", "--format", "json")
        #expect(Self.done(some) == ["player_daily_cache": 1, "ml_feature_store_v2": 1], "\(some.out)")
        let rest = await harness.run("retry", "--format", "json")
        #expect(rest.code == 0 && Self.done(rest) == Self.failed)
        #expect(await harness.run("verify", "--digests").code == 0)
        let none = await harness.run("retry")
        #expect(none.code == 0 && none.out == "Nothing to do: the scope has no such partition.\n")
    }

    @Test func `what fails again ends in 1 and says where to look`() async throws {
        let harness = try await Self.damaged()
        try harness.edit("UPDATE nbac_schedule SET overtime_periods = NULL WHERE game_date = '2023-11-12'")
        let result = await harness.run("retry", "--failed")
        #expect(result.code == 1 && result.out.contains("0 done (0 unchanged), 1 failed, 2 blocked"), "\(result.out)")
        #expect(result.err.contains("'backcourt failures' lists what is still open."), "\(result.err)")
        #expect(result.lines.allSatisfy { $0.count <= 80 }, "\(result.out)")
        let failures = await harness.run("failures", "--format", "json").objects("failures")
        #expect(failures.count == 3 && failures.allSatisfy { $0["attempts"] as? Int ?? 0 >= 2 })
        #expect(
            Set(failures[0].keys) == [
                "run_id", "processor_name", "phase", "data_date", "status", "error_category", "error_code",
                "error_message", "blocked_on", "attempts", "retryable", "suggestion",
            ])
    }

    @Test(arguments: [
        ("retry --run r0", "there is no run 'r0'"), ("retry --run r0 --failed", "leave out the other choices"),
        ("retry --run r0 --dates 2023-11-05", "leave out the other choices"),
        ("retry --run r0 --table player_daily_cache", "leave out the other choices"),
        ("retry --failed --dates 2023-11-5", "not a date"), ("retry --failed --jobs 0", "--jobs is 1 to 64"),
        ("retry --everything", "--everything"),
    ])
    func `what makes no sense ends in 2 and records nothing`(_ line: String, _ words: String) async throws {
        let harness = try await CommandLineHarness.copy()
        let before = await harness.run("query", "SELECT count(*) FROM batch").out
        let result = await harness.run(line.split(separator: " ").map(String.init))
        #expect(result.code == 2 && result.out.isEmpty && result.err.contains(words), "\(result.err)\(result.out)")
        #expect(await harness.run("query", "SELECT count(*) FROM batch").out == before)
    }
}
