import Testing

/// Command lines of the seed, which must go on working as they are written.
struct SeedSpellingTests {
    private func run(_ line: String, on harness: CommandLineHarness) async -> CommandResult {
        await harness.run(line.split(separator: " ").map(String.init))
    }

    @Test func `run --list`() async throws {
        let result = await run("run --list", on: try CommandLineHarness())
        #expect(result.code == 0)
        #expect(
            Set(result.lines).isSuperset(of: [
                "analytics/player_game_summary", "analytics/team_defense_game_summary",
                "analytics/team_offense_game_summary", "analytics/upcoming_player_game_context",
                "analytics/upcoming_team_game_context",
            ]))
    }

    @Test func `run a job --help`() async throws {
        let result = await run("run analytics/player_game_summary --help", on: try CommandLineHarness())
        #expect(result.code == 0)
        #expect(result.out.contains("USAGE: backcourt run"))
    }

    @Test(arguments: [
        "run analytics/player_game_summary --start-date=2023-11-01 --end-date=2023-11-01 --skip-downstream-trigger=true",
        "run analytics/upcoming_team_game_context --start-date=2023-11-01 --end-date=2023-11-01"
            + " --skip-downstream-trigger",
        "run analytics/player_game_summary --analysis-date=2023-11-01 --skip-downstream-trigger",
    ])
    func `one job without events`(_ line: String) async throws {
        let harness = try await CommandLineHarness.copy()
        #expect(await run(line + " --force", on: harness).code == 0)
        #expect(await outbox(harness) == 0)
    }

    @Test func `without the flag the cascade runs`() async throws {
        let harness = try await CommandLineHarness.copy()
        let line = "run analytics/player_game_summary --start-date=2023-11-12 --end-date=2023-11-12 --force"
        #expect(await run(line, on: harness).code == 0)
        #expect(await outbox(harness) == 1)
    }

    @Test func `backfill phase3 over a range`() async throws {
        let harness = try await CommandLineHarness.copy()
        let result = await run("backfill phase3 --start-date=2021-10-19 --end-date=2024-06-17", on: harness)
        #expect(result.code == 0)
        #expect(result.out.hasPrefix("Nothing to do: 40 partitions asked for"))
        #expect(await outbox(harness) == 0)
    }

    @Test func `gaps for the missing dates of one table`() async throws {
        let harness = try await CommandLineHarness.copy()
        let line = "gaps --report missing-dates --table player_game_summary --format csv"
        let result = await run(line, on: harness)
        #expect(result.code == 0)
        #expect(result.out == "table,game_date\n")
    }

    @Test func `a precompute job of one date`() async throws {
        let harness = try await CommandLineHarness.copy()
        let line = "run precompute/player_composite_factors --analysis-date=2023-11-01"
        let again = await run(line, on: harness)
        #expect(again.code == 0 && again.out.hasPrefix("Nothing to do: 1 partition asked for"))
        let forced = await run("\(line) --force", on: harness)
        #expect(forced.code == 0 && forced.out.contains("1 done (1 unchanged)"))
        #expect(await outbox(harness) == 1)
    }

    @Test func `a prediction job of one date`() async throws {
        let harness = try await CommandLineHarness.copy()
        let line = "run predictions/player_prop_predictions --analysis-date=2023-11-01"
        let again = await run(line, on: harness)
        #expect(again.code == 0 && again.out.hasPrefix("Nothing to do: 1 partition asked for"))
        #expect(await outbox(harness) == 0)
    }

    private func outbox(_ harness: CommandLineHarness) async -> Int {
        await harness.run("query", "SELECT * FROM outbox", "--format", "csv").lines.count - 1
    }
}
