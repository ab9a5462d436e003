import Testing

/// `plan --stale` and `plan --what-if`: the extent of a correction before anything is computed.
struct StalePlanTests {
    /// The tiny league after one player's points of 11-05 were corrected and his table computed again.
    private static func corrected() async throws -> CommandLineHarness {
        let harness = try await CommandLineHarness.copy()
        try harness.edit(
            """
            UPDATE partition_state SET digest = input_digest, changed_at_commit = changed_at_commit + 1000
              WHERE table_name = 'team_defense_game_summary' AND game_date = '2023-11-05'
            """)
        return harness
    }

    private static func reasons(_ plan: CommandResult) -> [String: [String: Int]] {
        let totals = plan.objects("totals").map { total in
            (total["table"] as? String ?? "", total["reasons"] as? [String: Int] ?? [:])
        }
        return Dictionary(uniqueKeysWithValues: totals).filter { !$0.value.isEmpty }
    }

    @Test func `it lists what is stale and what may become so, and nothing that is missing`() async throws {
        let harness = try await Self.corrected()
        #expect(
            await harness.run("rollback", "--table", "ml_feature_store_v2", "--dates", "2023-11-01", "--yes").code == 0)
        let plan = await harness.run("plan", "--stale", "--format", "json")
        #expect(plan.code == 0)
        #expect(
            Self.reasons(plan) == [
                "upcoming_team_game_context": ["stale": 4], "team_defense_zone_analysis": ["stale": 4],
                "upcoming_player_game_context": ["upstream_stale": 4],
                "player_shot_zone_analysis": ["upstream_stale": 4],
                "player_composite_factors": ["upstream_stale": 4], "player_daily_cache": ["upstream_stale": 4],
                "ml_feature_store_v2": ["upstream_stale": 4], "player_prop_predictions": ["upstream_stale": 4],
                "prediction_grades": ["upstream_stale": 4], "ml_feature_store_v3": ["upstream_stale": 4],
            ], "\(Self.reasons(plan))")
        let dates = Set(plan.objects("steps").compactMap { $0["date"] as? String })
        #expect(dates == ["2023-11-08", "2023-11-09", "2023-11-11", "2023-11-12"])
        #expect(plan.object["estimate_runs"] as? Int ?? 0 > 0 && plan.object["estimate_seconds"] is Double)
        let whole = await harness.run("plan", "--format", "json")
        #expect(Self.reasons(whole)["ml_feature_store_v2"]?["missing"] == 1)
    }

    @Test func `what-if says exactly what would change, and a backfill does the same`() async throws {
        let harness = try await Self.corrected()
        let plan = await harness.run("plan", "--stale", "--what-if", "--format", "json")
        let outcome = try #require(plan.object["what_if"] as? [String: Any])
        #expect(Set(outcome.keys) == ["recomputed", "unchanged", "changed", "cut_off", "failed", "partitions"])
        // The rows are what they were: it ends with what reads them directly.
        #expect(
            outcome["changed"] as? Int == 0 && outcome["recomputed"] as? Int == 8 && outcome["cut_off"] as? Int == 32)
        let text = await harness.run("plan", "--stale", "--what-if")
        #expect(text.out.contains("Would recompute 8: 0 change, 8 stay as they are, 32 cut off.\n"), "\(text.out)")
        #expect(text.lines.allSatisfy { $0.count <= 80 }, "\(text.out)")
        let done = await harness.run("backfill", "--stale", "--no-gate", "--format", "json")
        for (member, value) in [("stale", 40), ("recomputed", 8), ("unchanged", 8), ("changed", 0), ("cut_off", 32)] {
            #expect(done.object[member] as? Int == value, "\(member): \(done.out)")
        }
        #expect(await harness.run("plan", "--stale", "--format", "json").objects("steps").isEmpty)
    }

    @Test func `a raised version makes stale, and both say how much`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit(
            "UPDATE partition_state SET processor_version = '0', input_digest = digest WHERE table_name = 'player_daily_cache'"
        )
        let plan = await harness.run("plan", "--stale")
        let words = plan.out.split { $0.isWhitespace }.joined(separator: " ")
        #expect(plan.code == 0 && words.contains("player_daily_cache 8 8 stale"), "\(plan.out)")
        #expect(words.contains("ml_feature_store_v2 8 8 upstream_stale"), "\(plan.out)")
        #expect(plan.out.contains(" by ") && plan.out.contains(" runs of before.\n"))
        let csv = await harness.run(
            "plan", "--stale", "--table", "player_daily_cache", "--dates", "2023-11-01", "--format", "csv")
        #expect(csv.out == "table,phase,date,reason\nplayer_daily_cache,phase_4_precompute,2023-11-01,stale\n")
        let stale = await harness.run("gaps", "--report", "stale", "--dates", "2023-11-01", "--format", "csv")
        #expect(stale.lines[1].hasPrefix("player_daily_cache,2023-11-01,stale,processor_version,0,0 is now "))
    }

    @Test func `stale and forced are not both`() async throws {
        let harness = try await CommandLineHarness.league.value
        for command in ["plan", "backfill"] {
            let result = await harness.run(command, "--stale", "--force")
            #expect(result.code == 2 && result.err.contains("Give --stale or --force, not both."))
        }
    }

    @Test func `before the first run nobody knows how long it takes`() async throws {
        let harness = try CommandLineHarness()
        try TinyLeague().write(to: harness.path("raw"))
        await harness.run("init")
        await harness.run("import", harness.path("raw"))
        let plan = await harness.run("plan", "--format", "json")
        #expect(plan.object["estimate_runs"] as? Int == 0 && plan.out.contains("\"estimate_seconds\":null"))
        #expect(
            await harness.run("plan").out.contains("How long it takes is not known: nothing like it has run yet.\n"))
        let status = await harness.run("status", "--format", "json")
        #expect(status.object["remaining"] as? Int == 106 && status.out.contains("\"seconds_left\":null"))
        #expect(await harness.run("run", "precompute/ml_feature_store_v2", "--dates", "2023-11-01").code == 1)
    }

    @Test func `what is left has an estimate once something like it has run`() async throws {
        let harness = try await CommandLineHarness.copy()
        #expect(await harness.run("rollback", "--phase", "4", "--dates", "2023-11-11,2023-11-12", "--yes").code == 0)
        let status = await harness.run("status", "--format", "json")
        #expect(status.object["remaining"] as? Int == 14)
        #expect(status.object["seconds_left"] as? Double ?? -1 > 0 && status.out.contains("\"eta\":null"))
        #expect(await harness.run("status").out.contains("Left: 14 partitions, about 1 s.\n"))
    }
}
