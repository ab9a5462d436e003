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
        let roll = "rollback --phase 4,5 --dates 2023-11-12 --yes"
        #expect(await run(roll, on: harness).code == 0)
        let done = await run(line, on: harness)
        #expect(done.code == 0, "\(done.err)")
        #expect(done.out.contains("1 phase4-trigger, 1 predictions-trigger"), "\(done.out)")
        #expect(await run("gaps", on: harness).code == 0)
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
        let topics = await topics(harness)
        #expect(topics.prefix(2) == ["phase4-complete", "predictions-trigger"])
        #expect(topics.dropFirst(2).allSatisfy { $0 == "predictions-complete" }, "\(topics)")
    }

    @Test func `a prediction job of one date`() async throws {
        let harness = try await CommandLineHarness.copy()
        let line = "run predictions/player_prop_predictions --analysis-date=2023-11-01"
        let again = await run(line, on: harness)
        #expect(again.code == 0 && again.out.hasPrefix("Nothing to do: 1 partition asked for"))
        #expect(await outbox(harness) == 0)
    }

    @Test func `a trigger for one date`() async throws {
        let harness = try await CommandLineHarness.copy()
        #expect(await run("rollback --phase 4,5 --dates 2023-11-01 --yes", on: harness).code == 0)
        let line = "publish nba-phase4-trigger --analysis-date 2023-11-01 --correlation-id backfill-phase4-2023-11-01"
        let result = await run(line + " --format json", on: harness)
        #expect(result.code == 0, "\(result.err)")
        #expect(result.object["correlation_id"] as? String == "backfill-phase4-2023-11-01")
        #expect((result.object["message_id"] as? String)?.isEmpty == false)
        #expect(await run("gaps", on: harness).code == 0)
        let tree = await run("trace backfill-phase4-2023-11-01", on: harness)
        #expect(tree.lines.contains { $0.contains("predictions-trigger 2023-11-01: published") }, "\(tree.out)")
    }

    private func topics(_ harness: CommandLineHarness) async -> [String] {
        let result = await harness.run("query", "SELECT topic FROM outbox ORDER BY created_at", "--format", "csv")
        return Array(result.lines.dropFirst())
    }

    private func outbox(_ harness: CommandLineHarness) async -> Int {
        await harness.run("query", "SELECT * FROM outbox", "--format", "csv").lines.count - 1
    }
}
