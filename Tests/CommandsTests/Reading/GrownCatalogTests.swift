import Testing

/// A store made by a program that knew fewer tables: what reads says what is missing, what writes adds the tables.
struct GrownCatalogTests {
    private static func olderStore() async throws -> CommandLineHarness {
        let harness = try await CommandLineHarness.copy()
        try harness.edit("DROP TABLE ml_feature_store_v2")
        try harness.edit("DELETE FROM partition_state WHERE table_name = 'ml_feature_store_v2'")
        return harness
    }

    @Test func `reading commands count a table that is not there as empty`() async throws {
        let harness = try await Self.olderStore()
        let gaps = await harness.run("gaps", "--report", "missing-dates", "--table", "ml_feature_store_v2")
        #expect(gaps.code == 1, "\(gaps.err)")
        let plan = await harness.run("plan", "--table", "ml_feature_store_v2", "--format", "json")
        #expect(plan.object["requested"] as? Int == TinyLeague.dates.count, "\(plan.err)")
        let verify = await harness.run("verify")
        #expect(verify.code == 1 && verify.out.contains("ml_feature_store_v2"))
    }

    @Test(arguments: ["backfill", "gate 0", "retry --failed", "waive --list"])
    func `no command ends for a table that is not there`(_ line: String) async throws {
        let result = try await Self.olderStore().run(line.split(separator: " ").map(String.init))
        #expect(result.code <= 1, "\(result.err)")
    }

    @Test func `a backfill adds it and fills it`() async throws {
        let harness = try await Self.olderStore()
        let backfill = await harness.run("backfill", "phase4")
        #expect(backfill.code == 0, "\(backfill.err)")
        #expect(await harness.run("gaps", "--phase", "4").code == 0)
        #expect(await harness.run("verify", "--digests").code == 0)
    }

    @Test func `a table that was dropped by hand is missing, not complete`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit("DROP TABLE player_daily_cache")
        #expect(await harness.run("gaps", "--phase", "4").code == 1)
        #expect(await harness.run("backfill", "phase4").code == 0)
        #expect(await harness.run("verify", "--digests").code == 0)
    }
}
