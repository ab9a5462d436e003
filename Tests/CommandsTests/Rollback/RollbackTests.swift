import Testing

/// Taking partitions back, and getting them again.
struct RollbackTests {
    private static let november5 = ["--dates", "2023-11-05", "--table", "player_game_summary"]

    @Test func `without yes nothing goes`() async throws {
        let harness = try await CommandLineHarness.copy()
        let shown = await harness.run(["rollback", "--format", "json"] + Self.november5)
        #expect(shown.code == 0)
        #expect(shown.object["partitions"] as? Int == 1 && shown.object["dry_run"] as? Bool == true)
        #expect(await harness.run("gaps").code == 0)
        #expect(await harness.run(["rollback"] + Self.november5).out.contains("--yes does it"))
    }

    @Test func `what is taken back is missing, its dependants wait, and one backfill gives the same digests`()
        async throws
    {
        let harness = try await CommandLineHarness.copy()
        let before = try await Self.digest(harness)
        let done = await harness.run(["rollback", "--yes", "--format", "json"] + Self.november5)
        #expect(done.code == 0, "\(done.err)")
        #expect(
            Set(done.object.keys) == ["partitions", "runs_superseded", "dry_run", "by_table"]
                && done.object["runs_superseded"] as? Int == 1)
        let missing = await harness.run(
            "gaps", "--report", "missing-dates", "--table", "player_game_summary", "--format", "csv")
        #expect(missing.lines.dropFirst() == ["player_game_summary,2023-11-05"])
        let history = await harness.run(
            "history", "--table", "player_game_summary", "--dates", "2023-11-05", "--format", "json")
        #expect(history.objects("runs").map { $0["status"] as? String } == ["superseded"])
        let plan = await harness.run("plan", "--format", "json")
        let reasons = Set(plan.objects("steps").compactMap { $0["reason"] as? String })
        #expect(reasons.contains("missing"), "\(plan.out)")
        #expect(await harness.run("backfill").code == 0)
        #expect(try await Self.digest(harness) == before)
    }

    @Test func `a batch is taken back as a whole`() async throws {
        let harness = try await CommandLineHarness.copy()
        #expect(
            await harness.run("run", "precompute/ml_feature_store_v2", "--dates", "2023-11-08", "--force").code == 0)
        let history = await harness.run("history", "--limit", "1", "--format", "json")
        let batch = try #require(history.objects("runs").first?["batch_id"] as? String)
        let done = await harness.run("rollback", "--batch", batch, "--yes", "--format", "json")
        let tables = done.objects("by_table").map { "\($0["table"] ?? "") \($0["first_date"] ?? "")" }
        #expect(tables == ["ml_feature_store_v2 2023-11-08"])
        #expect(await harness.run("backfill").code == 0)
    }

    @Test func `imported tables go only on request, and their files are read again`() async throws {
        let harness = try await CommandLineHarness.copy()
        let before = try await Self.digest(harness)
        let scope = ["--dates", "2023-11-05", "--phase", "2", "--yes", "--format", "json"]
        let without = await harness.run(["rollback"] + scope)
        #expect(without.code == 2 && without.err.contains("--include-raw"))
        let with = await harness.run(["rollback", "--include-raw"] + scope)
        #expect(with.object["partitions"] as? Int ?? 0 > 0, "\(with.out)\(with.err)")
        #expect(await harness.run("gaps", "--phase", "2").code == 1)
        try TinyLeague().write(to: harness.path("raw"))
        #expect(await harness.run("import", harness.path("raw")).code == 0)
        #expect(await harness.run("backfill").code == 0)
        #expect(try await Self.digest(harness) == before)
    }

    @Test func `it is refused while another run holds a lease`() async throws {
        let harness = try await CommandLineHarness.copy()
        let lock = try harness.lock(of: "neighbour")
        defer { lock.release() }
        try harness.edit(
            "INSERT INTO lease SELECT 'player_game_summary', '2023-11-12', 'neighbour', 'r1', created_at FROM batch LIMIT 1"
        )
        let result = await harness.run(["rollback", "--yes"] + Self.november5)
        #expect(result.code == 3 && result.err.contains("another run"), "\(result.out)\(result.err)")
        #expect(await harness.run("gaps").code == 0)
    }

    @Test(arguments: ["rollback", "rollback --yes", "rollback --batch no-such-batch --yes --dates 2023-13-01"])
    func `without a scope it is a usage error`(_ line: String) async throws {
        let harness = try await CommandLineHarness.copy()
        #expect(await harness.run(line.split(separator: " ").map(String.init)).code == 2)
    }

    private static func digest(_ harness: CommandLineHarness) async throws -> String {
        let verify = await harness.run("verify", "--digests", "--format", "json")
        return try #require(verify.object["digest"] as? String, "\(verify.err)")
    }
}
