import Testing

/// The five precompute jobs under every spelling, and what is printed.
struct PrecomputeJobTests {
    static let tables = [
        "team_defense_zone_analysis", "player_shot_zone_analysis", "player_composite_factors", "player_daily_cache",
        "ml_feature_store_v2",
    ]

    @Test(arguments: tables)
    func `a job runs for the dates given and says what it wrote`(_ table: String) async throws {
        let harness = try await CommandLineHarness.copy()
        let rows = table == "team_defense_zone_analysis" ? 30 : 20
        let done = await harness.run(
            "run", "precompute/\(table)", "--dates", "2023-11-08", "--force", "--skip-downstream-trigger")
        #expect(done.code == 0, "\(done.err)")
        #expect(done.lines[0].split(separator: " ") == ["table", "done", "unchanged", "rows_written"])
        #expect(done.lines[1].split(separator: " ") == ["\(table)", "1", "1", "\(rows)"])
        #expect(done.lines[2].hasPrefix("1 done (1 unchanged), 0 failed: \(rows) rows in "))
        #expect(done.lines[3].hasPrefix("Batch b") && done.lines.count == 4)
        let whole = await harness.run("run", "precompute/\(table)", "--format", "json")
        #expect(whole.object["requested"] as? Int == 8 && whole.object["excluded"] as? Int == 8)
    }

    @Test(
        arguments: zip(
            tables,
            [
                "TeamDefenseZoneAnalysisProcessor", "PlayerShotZoneAnalysisProcessor",
                "PlayerCompositeFactorsProcessor",
                "PlayerDailyCacheProcessor", "MlFeatureStoreV2Processor",
            ]))
    func `table, job and processor names mean the same`(_ table: String, _ processor: String) async throws {
        let harness = try await CommandLineHarness.league.value
        let plans = await [table, "precompute/\(table)", processor].asyncMap { name in
            await harness.run("run", name, "--analysis-date", "2023-11-08", "--force", "--dry-run", "--format", "json")
        }
        #expect(plans.allSatisfy { $0.code == 0 }, "\(plans.map(\.err))")
        #expect(plans[0].objects("steps").map { $0["table"] as? String } == [table])
        #expect(Set(plans.map(\.out)).count == 1)
    }

    @Test func `a date whose inputs are missing is blocked, and they are listed`() async throws {
        let harness = try await CommandLineHarness.copy()
        let roll = [
            "rollback", "--table", "player_shot_zone_analysis,ml_feature_store_v2", "--dates", "2023-11-08", "--yes",
        ]
        #expect(await harness.run(roll).code == 0)
        let blocked = await harness.run("run", "precompute/ml_feature_store_v2", "--dates", "2023-11-08")
        #expect(blocked.code == 1)
        let sentence = blocked.out.split { $0 == "\n" || $0 == " " }.joined(separator: " ")
        #expect(
            sentence.hasSuffix(
                "ml_feature_store_v2 2023-11-08 waits for player_composite_factors 2023-11-08; "
                    + "player_shot_zone_analysis 2023-11-08"), "\(blocked.out)")
        #expect(blocked.lines.allSatisfy { $0.count <= 80 })
        #expect(
            await harness.run("gaps", "--report", "2", "--format", "csv").lines.count == 3, "no other table is computed"
        )
        let failure = await harness.run("failures", "--format", "json").objects("failures")[0]
        #expect(failure["status"] as? String == "blocked")
        #expect(failure["suggestion"] as? String == "backcourt backfill --dates 2023-11-08")
        #expect(await harness.run("backfill", "--dates", "2023-11-08").code == 0)
        #expect(await harness.run("verify", "--digests").code == 0)
    }

    @Test(arguments: [
        ("run precompute/player_game_summary", "no table or job"),
        ("run analytics/ml_feature_store_v2", "no table or job"),
        ("run precompute/", "no table or job"),
        ("run precompute/player_daily_cache,ml_feature_store_v2", "no table or job"),
        ("run precompute/player_daily_cache --analysis-date 2023-11-08 --dates 2023-11-08", "not both"),
        ("run precompute/player_daily_cache --dates 2023-11-08,", "not a date"), ("run", "run --list"),
    ])
    func `what is no job is a usage error`(_ line: String, _ words: String) async throws {
        let result = await (try await CommandLineHarness.league.value).run(line.split(separator: " ").map(String.init))
        #expect(result.code == 2 && result.out.isEmpty && result.err.contains(words), "\(result.err)")
    }
}

extension Array where Element: Sendable {
    fileprivate func asyncMap<Value>(_ transform: (Element) async -> Value) async -> [Value] {
        var values: [Value] = []
        for element in self { values.append(await transform(element)) }
        return values
    }
}
