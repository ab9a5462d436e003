import Testing

/// Which tables a command is about, and what is said when there are none.
struct TableFilterTests {
    @Test(arguments: ["gaps", "verify", "plan", "failures", "history", "retry", "backfill"])
    func `every phase has tables`(_ command: String) async throws {
        let harness = try await CommandLineHarness.copy()
        let result = await harness.run(command, "--phase", "5")
        #expect(result.code == 0, "\(result.err)")
    }

    @Test(arguments: ["gaps", "plan", "backfill"])
    func `a table of another phase is a usage error`(_ command: String) async throws {
        let harness = try await CommandLineHarness.copy()
        let result = await harness.run(command, "--phase", "2", "--table", "player_game_summary")
        #expect(result.code == 2 && result.err.contains("player_game_summary is not of phase 2"))
    }

    @Test(arguments: ["backfill phase3 --only", "backfill --table", "plan --table", "retry --table"])
    func `an imported table is not computed`(_ line: String) async throws {
        let harness = try await CommandLineHarness.copy()
        for table in ["nbac_schedule", "nbac_schedule,player_game_summary"] {
            let result = await harness.run(line.split(separator: " ").map(String.init) + [table])
            #expect(result.code == 2 && result.err.contains("nbac_schedule is imported, not computed"))
        }
        let phase = await harness.run(line.split(separator: " ").dropLast().map(String.init) + ["--phase", "2"])
        #expect(phase.code == 2 && phase.err.contains("phase 2 is imported, not computed"))
    }

    @Test(arguments: [
        ["--table", "player_game_summary"], ["--only", "player_game_summary"],
        ["--table", "PlayerGameSummaryProcessor", "--phase", "3"], ["phase3", "--table=analytics/player_game_summary"],
    ])
    func `a backfill takes the filters every command has`(_ words: [String]) async throws {
        let harness = try await CommandLineHarness.copy()
        let result = await harness.run(["backfill"] + words)
        #expect(result.out == "Nothing to do: 8 partitions asked for, none needs work.\n", "\(result.err)")
        #expect(await harness.run("backfill", "--phase", "3", "--dates", "2023-11-01").out.contains("5 partitions"))
    }

    @Test func `the same filter twice is refused`() async throws {
        let harness = try await CommandLineHarness.copy()
        let result = await harness.run(
            "backfill", "--table", "player_game_summary", "--only", "player_game_summary")
        #expect(result.code == 2 && result.err.contains("not both"))
    }

    @Test func `a table that is not of the target is told`() async throws {
        let harness = try await CommandLineHarness.copy()
        let result = await harness.run("backfill", "phase5", "--table", "player_game_summary")
        #expect(result.code == 2 && result.err.contains("player_game_summary is not of phase5"))
    }
}
