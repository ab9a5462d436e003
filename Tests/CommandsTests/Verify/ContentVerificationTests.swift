import Foundation
import Testing

/// `verify --contamination` and `verify --leak`: what is found in a store that was edited by hand.
struct ContentVerificationTests {
    private static let date = "2023-11-11"

    private static func problems(_ result: CommandResult, _ code: String) -> [[String: Any]] {
        result.objects("problems").filter { $0["code"] as? String == code }
    }

    @Test func `five columns are CLEAN and five dates know nothing of their results`() async throws {
        let harness = try await CommandLineHarness.league.value
        let result = await harness.run("verify", "--contamination", "--leak", "--format", "json")
        #expect(result.code == 0, "\(result.out)")
        let findings = result.objects("contamination")
        #expect(
            findings.map { "\($0["table"] ?? "").\($0["column"] ?? "")" } == [
                "team_defense_game_summary.opp_paint_attempts", "team_defense_zone_analysis.paint_pct_allowed_last_15",
                "player_composite_factors.shot_zone_mismatch_score", "player_daily_cache.usage_rate_last_10",
                "ml_feature_store_v2.opponent_def_rating_last_15",
            ])
        #expect(findings.allSatisfy { $0["verdict"] as? String == "CLEAN" && $0["valid_pct"] as? Double == 100 })
        #expect(findings.allSatisfy { $0["rows"] as? Int ?? 0 > 0 && $0["valid"] as? Int == $0["rows"] as? Int })
        let leak = try #require(result.object["leak"] as? [String: Any])
        #expect((leak["dates"] as? [String])?.count == 5 && leak["findings"] as? Int == 0)
        #expect(await harness.run("verify", "--leak", "--format", "json").out.contains("\"leak\":"))
        let text = await harness.run("verify", "--contamination", "--leak")
        #expect(text.out.contains("Leak check: 0 leaks on 2023-11-") && text.lines.last == "No problems.")
        #expect(text.lines.allSatisfy { $0.count <= 80 }, "\(text.out)")
    }

    @Test(arguments: ["player_daily_cache", "ml_feature_store_v2"])
    func `a row that holds its own game is found, whatever is recorded of it`(_ table: String) async throws {
        let harness = try await CommandLineHarness.copy()
        // As a window that ends with the day's own game would have it.
        try harness.edit(
            """
            UPDATE \(table) SET points_avg_last_5 = points_avg_last_5 +
              (SELECT points FROM player_game_summary AS own WHERE own.game_id = \(table).game_id
                AND own.player_id = \(table).player_id) / 5.0
            WHERE game_date = '\(Self.date)'
            """)
        #expect(await harness.run("verify").code == 0, "counting does not see it")
        let result = await harness.run("verify", "--leak", "--dates", Self.date, "--format", "json")
        #expect(result.code == 1, "\(result.err)")
        let leaks = Self.problems(result, "leak")
        #expect(leaks.map { $0["table"] as? String } == [table] && leaks[0]["date"] as? String == Self.date)
        #expect((result.object["leak"] as? [String: Any])?["findings"] as? Int == 1)
        let text = await harness.run("verify", "--leak", "--dates", Self.date)
        #expect(text.code == 1 && text.out.contains("\(table) \(Self.date): leak, "), "\(text.out)")
        #expect(text.out.contains("--force") && text.lines.allSatisfy { $0.count <= 80 }, "\(text.out)")

        let name = "precompute/\(table)"
        #expect(await harness.run("run", name, "--dates", Self.date, "--force").code == 0)
        #expect(await harness.run("verify", "--leak", "--dates", Self.date).code == 0)
    }

    @Test func `gate 2 does not pass over such a row`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit("UPDATE player_daily_cache SET points_avg_last_5 = points_avg_last_5 + 1")
        let gate = await harness.run("gate", "2", "--format", "json")
        #expect(gate.code == 1)
        let leak = try #require(gate.objects("conditions").first { $0["code"] as? String == "no_leak" })
        #expect(leak["passed"] as? Bool == false && leak["required"] as? Bool == true)
        let examples = try #require(leak["examples"] as? [String])
        #expect(!examples.isEmpty && examples.allSatisfy { $0.hasPrefix("player_daily_cache 2023-11-") })
    }

    @Test func `values without a source are contaminated, with the oldest cause and the phase to begin with`()
        async throws
    {
        let harness = try await CommandLineHarness.copy()
        try harness.edit(
            """
            DELETE FROM player_game_summary WHERE game_date <= '2023-11-05';
            DELETE FROM partition_state WHERE table_name = 'player_game_summary' AND game_date <= '2023-11-05';
            """)
        let result = await harness.run("verify", "--contamination", "--format", "json")
        #expect(result.code == 1)
        let usage = try #require(
            result.objects("contamination").first { $0["table"] as? String == "player_daily_cache" })
        #expect(usage["verdict"] as? String == "CONTAMINATED", "\(usage)")
        #expect(usage["oldest_cause"] as? String == "player_game_summary 2023-11-01" && usage["phase"] as? Int == 3)
        #expect(usage["rows"] as? Int == 160 && usage["valid"] as? Int ?? 160 < 80)
        let problem = try #require(Self.problems(result, "contaminated").first)
        #expect(problem["table"] as? String == "player_daily_cache" && problem["date"] as? String == "2023-11-01")
        let detail = try #require(problem["detail"] as? String)
        #expect(detail.contains("oldest cause player_game_summary 2023-11-01, compute again from phase 3"))
        let text = await harness.run("verify", "--contamination")
        #expect(text.code == 1 && text.out.contains("CONTAMINATED"))
        #expect(text.lines.allSatisfy { $0.count <= 80 }, "\(text.out)")

        let heal = ["backfill", "--from-phase", "3", "--force", "--no-gate", "--quiet"]
        #expect(await harness.run(heal).code == 0)
        #expect(await harness.run("verify", "--contamination", "--digests").code == 0)
    }

    @Test func `a zero where nothing was measured is an error at any share`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit(
            """
            UPDATE player_daily_cache SET usage_rate_last_10 = 0 WHERE rowid =
              (SELECT min(rowid) FROM player_daily_cache WHERE game_date = '2023-11-01')
            """)
        let result = await harness.run("verify", "--contamination", "--format", "json")
        #expect(result.code == 1)
        let usage = try #require(
            result.objects("contamination").first { $0["table"] as? String == "player_daily_cache" })
        #expect(usage["zeros"] as? Int == 1 && usage["verdict"] as? String == "CLEAN", "\(usage)")
        #expect(Self.problems(result, "contaminated").count == 1)
    }

    @Test func `without a complete date nothing can be proved: a usage error that says what to do`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit("DELETE FROM partition_state WHERE table_name = 'player_game_summary'")
        let result = await harness.run("verify", "--leak")
        #expect(result.code == 2 && result.out.isEmpty && result.err.contains("backcourt backfill"), "\(result.err)")
    }
}
