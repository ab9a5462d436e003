import Testing

/// A league of other teams than the thirty.
struct LeagueTeamsTests {
    @Test func `a table with a row for every team has those of the league`() async throws {
        let harness = try CommandLineHarness()
        try TinyLeague().write(to: harness.path("raw"))
        #expect(await harness.run("init", "--teams", "NYK,BOS,LAL,DEN").code == 0)
        #expect(harness.text("workspace/config.json")?.contains("\"teams\"") == true)
        #expect(await harness.run("import", harness.path("raw")).code == 0)
        let backfill = await harness.run("backfill")
        #expect(backfill.code == 0, "\(backfill.err)\(backfill.out)")
        let teams = await harness.run(
            "query", "SELECT DISTINCT team_abbr FROM team_defense_zone_analysis ORDER BY 1", "--format", "csv")
        #expect(teams.lines.dropFirst() == ["BOS", "DEN", "LAL", "NYK"])
        #expect(await harness.run("config", "--format", "json").object["teams"] as? Int == 4)
    }

    @Test func `another league makes stale what holds every team, and what reads that`() async throws {
        let harness = try await CommandLineHarness.copy()
        #expect(await harness.run("plan", "--stale", "--format", "json").objects("steps").isEmpty)
        #expect(await harness.run("init", "--force", "--teams", "BOS,DEN,LAL,NYK").code == 0)
        let stale = await harness.run("plan", "--stale", "--format", "json").objects("steps")
        #expect(
            Set(stale.compactMap { $0["table"] as? String })
                == [
                    "team_defense_zone_analysis", "player_composite_factors", "ml_feature_store_v2",
                    "player_prop_predictions", "prediction_grades",
                ])
        #expect(await harness.run("backfill").code == 0)
        let rows = "SELECT count(*) AS n FROM team_defense_zone_analysis"
        #expect(await harness.run("query", rows, "--format", "csv").lines.last == "\(4 * TinyLeague.dates.count)")
    }

    @Test(arguments: ["BOS,XYZ", "BOS", "", "bos,den"])
    func `what is no league is a usage error that names the culprit`(_ teams: String) async throws {
        let harness = try CommandLineHarness()
        let result = await harness.run("init", "--teams", teams)
        #expect(result.code == 2 && result.err.contains("--teams"), "\(result.err)")
    }
}
