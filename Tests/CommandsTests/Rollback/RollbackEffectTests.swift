import Testing

/// What other commands say after a rollback, and which words it refuses.
struct RollbackEffectTests {
    private static let stretch = ["--start-date", "2023-11-04", "--end-date", "2023-11-08"]

    @Test func `people see what would go, then what is gone, then nothing`() async throws {
        let harness = try await CommandLineHarness.copy()
        let words = ["rollback", "--table", "team_offense_game_summary"] + Self.stretch
        let shown = await harness.run(words)
        #expect(
            shown.lines[1].hasPrefix("team_offense_game_summary           3  2023-11-04  2023-11-08"), "\(shown.out)")
        #expect(shown.lines.last == "3 partitions would go, 3 runs superseded; --yes does it.")
        let done = await harness.run(words + ["--yes"])
        #expect(done.code == 0 && done.lines.last == "3 partitions are gone, 3 runs superseded.")
        let again = await harness.run(words + ["--yes"])
        #expect(again.code == 0 && again.out == "Nothing to take back.\n")
        let one = await harness.run("rollback", "--dates", "2023-11-09", "--table", "player_daily_cache", "--yes")
        #expect(one.lines.last == "1 partition is gone, 1 run superseded.")
    }

    @Test func `csv has a line for each table, in catalog order`() async throws {
        let harness = try await CommandLineHarness.league.value
        let csv = await harness.run(["rollback", "--phase", "4", "--format", "csv"] + Self.stretch)
        #expect(csv.lines[0] == "table,partitions,first_date,last_date")
        #expect(
            csv.lines.dropFirst() == [
                "team_defense_zone_analysis,3,2023-11-04,2023-11-08",
                "player_shot_zone_analysis,3,2023-11-04,2023-11-08",
                "player_composite_factors,3,2023-11-04,2023-11-08", "player_daily_cache,3,2023-11-04,2023-11-08",
                "ml_feature_store_v2,3,2023-11-04,2023-11-08",
            ])
    }

    @Test func `what read it becomes stale or waits, in plan, gaps, gate, status and trace`() async throws {
        let harness = try await CommandLineHarness.copy()
        #expect(await harness.run(["rollback", "--table", "player_game_summary", "--yes"] + Self.stretch).code == 0)
        let plan = await harness.run("plan", "--format", "json").objects("totals")
        func reasons(_ table: String) -> [String: Int]? {
            plan.first { $0["table"] as? String == table }?["reasons"] as? [String: Int]
        }
        #expect(reasons("player_game_summary") == ["missing": 3])
        #expect(
            reasons("player_daily_cache") == ["stale": 5] || reasons("player_daily_cache")?["upstream_stale"] != nil,
            "\(String(describing: reasons("player_daily_cache")))")
        #expect(reasons("team_offense_game_summary") == [:])
        let stale = await harness.run("gaps", "--report", "stale", "--table", "player_daily_cache", "--format", "csv")
        #expect(
            stale.lines.contains(
                "player_daily_cache,2023-11-09,stale,player_game_summary,3,\"2023-11-04,2023-11-05,2023-11-08\""),
            "\(stale.out)")
        let gate = await harness.run("gate", "1")
        #expect(gate.code == 1 && gate.out.contains("FAIL  complete:player_game_summary"), "\(gate.out)")
        let status = await harness.run("status", "--format", "json")
        #expect(status.objects("gates").map { $0["status"] as? String } == ["passed", "not_passed", "outdated"])
        #expect(status.object["unresolved_failures"] as? Int == 0 && status.object["remaining"] as? Int ?? 0 > 3)
        let trace = await harness.run("trace", "--partition", "player_game_summary", "2023-11-05", "--format", "json")
        #expect(trace.object["state"] as? String == "missing" && trace.object.keys.contains("digest"))
        #expect(await harness.run("failures").out == "No unresolved failures.\n")
    }

    @Test func `history keeps the runs as superseded, and no report counts them`() async throws {
        let harness = try await CommandLineHarness.copy()
        #expect(await harness.run(["rollback", "--phase", "3,4", "--yes"] + Self.stretch).code == 0)
        let runs = await harness.run(["history", "--status", "superseded", "--format", "json"] + Self.stretch)
        #expect(runs.objects("runs").count == 30)
        #expect(runs.objects("runs").allSatisfy { $0["success"] as? Bool == false && $0["finished_at"] is String })
        let success = await harness.run("gaps", "--report", "8", "--table", "player_daily_cache", "--format", "csv")
        #expect(success.lines[1] == "player_daily_cache,8,5,5,0,62.5")
        let backfill = await harness.run("backfill", "--format", "json")
        #expect(backfill.code == 0, "\(backfill.out)")
        let attempts = await harness.run(
            "history", "--table", "player_daily_cache", "--dates", "2023-11-05", "--format", "json")
        #expect(attempts.objects("runs").map { $0["status"] as? String } == ["success", "superseded"])
        #expect(await harness.run("verify", "--digests").code == 0)
    }

    @Test func `a batch within dates is taken back on these dates only`() async throws {
        let harness = try await CommandLineHarness.copy()
        #expect(await harness.run("run", "precompute/ml_feature_store_v2", "--force", "--quiet").code == 0)
        let newest = await harness.run("history", "--limit", "1", "--format", "json").objects("runs")[0]
        let batch = try #require(newest["batch_id"] as? String)
        let part = await harness.run(["rollback", "--batch", batch, "--format", "json"] + Self.stretch)
        #expect(part.object["partitions"] as? Int == 3 && part.object["dry_run"] as? Bool == true)
        let whole = await harness.run("rollback", "--batch", batch, "--format", "json")
        #expect(whole.object["partitions"] as? Int == 8)
        // What a later batch has written since is not of this one.
        #expect(
            await harness.run("run", "precompute/ml_feature_store_v2", "--dates", "2023-11-05", "--force").code == 0)
        #expect(await harness.run("rollback", "--batch", batch, "--format", "json").object["partitions"] as? Int == 7)
    }

    @Test func `leases of the dead are in nobody's way`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit(
            """
            INSERT INTO worker SELECT '9xdead', 'here', 9, created_at, created_at FROM batch LIMIT 1;
            INSERT INTO lease SELECT 'player_daily_cache', '2023-11-05', '9xdead', 'r1', created_at FROM batch LIMIT 1;
            """)
        let done = await harness.run(["rollback", "--table", "player_daily_cache", "--yes"] + Self.stretch)
        #expect(done.code == 0, "\(done.err)")
        #expect(await harness.run("backfill").code == 0)
        #expect(await harness.run("verify", "--digests").code == 0)
    }

    @Test func `while another run is at work even seeing it is allowed, doing it is not`() async throws {
        let harness = try await CommandLineHarness.copy()
        let lock = try harness.lock(of: "neighbour")
        defer { lock.release() }
        try harness.edit(
            "INSERT INTO lease SELECT 'player_game_summary', '2023-11-12', 'neighbour', 'r1', created_at FROM batch LIMIT 1"
        )
        #expect(await harness.run(["rollback", "--phase", "4"] + Self.stretch).code == 0)
        let refused = await harness.run(["rollback", "--phase", "4", "--yes"] + Self.stretch)
        #expect(refused.code == 3 && refused.out.isEmpty)
        #expect(refused.err == "backcourt: another run is at work; wait for its end, or stop it, and roll back then\n")
    }

    @Test(arguments: [
        ("rollback --table player_daily_cache", "Say what to take back"),
        ("rollback --include-raw --yes", "--batch ID"),
        ("rollback --dates 2023-11-05 --table nbac_schedule --yes", "--include-raw"),
        ("rollback --dates 2023-11-05 --table nothing --yes", "no table or job 'nothing'"),
        ("rollback --dates 2023-11-05 --phase 3 --table player_daily_cache --yes", "is not of phase 3"),
        ("rollback --batch b0 --yes", "no run belongs to a batch 'b0'"),
        ("rollback --start-date 2023-11-08 --end-date 2023-11-04 --yes", "is before"),
        ("rollback --dates yesterday --yes", "not a date"),
    ])
    func `what makes no sense ends in 2 and takes nothing back`(_ line: String, _ words: String) async throws {
        let harness = try await CommandLineHarness.copy()
        let result = await harness.run(line.split(separator: " ").map(String.init))
        #expect(result.code == 2 && result.out.isEmpty && result.err.contains(words), "\(result.err)\(result.out)")
        #expect(await harness.run("gaps").code == 0)
    }
}
