import Testing

/// How commands end that cannot do what they are asked.
struct ExitCodeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let code: Int32
        /// What the message must say.
        let message: String
        var testDescription: String { arguments.joined(separator: " ") }

        init(_ code: Int32, _ message: String, _ arguments: String...) {
            (self.code, self.message, self.arguments) = (code, message, arguments)
        }
    }

    @Test(arguments: [
        Case(2, "no table or job 'nonsense'", "export", "nonsense"),
        Case(2, "no table or job 'nonsense'", "schema", "nonsense"),
        Case(2, "no table or job 'nonsense'", "history", "--table", "nonsense"),
        Case(2, "no table or job 'nonsense'", "diff", "nonsense", "2023-11-01", "--against", "r1"),
        Case(2, "no table or job 'nonsense'", "explain", "nonsense", "1", "2"),
        Case(2, "--start-date", "history", "--start-date", "2023-02-30"),
        Case(2, "is before", "verify", "--start-date", "2023-11-02", "--end-date", "2023-11-01"),
        Case(2, "one kind of scope", "verify", "--season", "2023-24", "--month", "2023-11"),
        Case(2, "not a season", "export", "nbac_schedule", "--season", "2023-25"),
        Case(2, "not a month", "export", "nbac_schedule", "--month", "2023-13"),
        Case(2, "not a status", "history", "--status", "fine"),
        Case(2, "at least 1", "history", "--limit", "0"),
        Case(2, "there is no run 'r0'", "history", "--run", "r0"),
        Case(2, "there is no run 'r0'", "trace", "--run", "r0"),
        Case(2, "nothing has the correlation id", "trace", "nobody"),
        Case(2, "takes a table and a date", "trace", "--partition", "nbac_schedule"),
        Case(2, "Give one of", "trace"),
        Case(2, "neither a workspace nor", "diff", "nbac_schedule", "2023-11-01", "--against", "r0"),
        Case(2, "only reading is allowed", "query", "DELETE FROM nbac_schedule"),
        Case(2, "no such table", "query", "SELECT * FROM nowhere"),
        Case(2, "give one SELECT", "query", "SELECT 1; SELECT 2"),
        Case(2, "its folder exists", "export", "nbac_schedule", "--to", "/nonexistent/file.csv"),
        Case(2, "is a directory", "export", "nbac_schedule", "--to", "/"),
        Case(2, "has no game dates", "export", "players", "--month", "2023-11"),
        Case(2, "goes with --format csv", "export", "players", "--format", "json", "--excel-safe"),
        Case(2, "can be written to", "backup", "/nonexistent/copy.sqlite"),
        Case(2, "no letter or digit", "players", "!!"),
        Case(2, "not a market", "lines", "2023-11-12", "--market", "steals"),
        Case(2, "neither a date nor", "lines", "0099999999"),
        Case(2, "no date of the scope is complete", "verify", "--leak", "--dates", "2020-01-01"),
        Case(2, "Give one of", "processors", "--list", "--graph"),
        Case(2, "is not explained", "explain", "nbac_schedule", "0022300001", "arena"),
        Case(2, "has no column", "explain", "player_game_summary", "0022300001", "1101", "height"),
        Case(2, "the key of", "explain", "player_game_summary", "0022300001", "points"),
        Case(2, "has no row with the key", "explain", "player_game_summary", "0022300001", "7", "points"),
        Case(2, "Give a table", "explain", "player_game_summary"),
        Case(2, "Unknown option", "config", "--nonsense"),
        Case(2, "no configuration at", "config", "--workspace", "/nonexistent"),
    ])
    func `what makes no sense ends in 2 with a sentence and no result`(_ example: Case) async throws {
        let harness = try await CommandLineHarness.league.value
        let result = await harness.run(example.arguments)
        #expect(result.code == example.code)
        #expect(result.out.isEmpty, "\(result.out)")
        #expect(result.err.contains(example.message), "\(result.err)")
    }

    @Test func `before the first import there is nothing to verify or export`() async throws {
        let harness = try CommandLineHarness()
        await harness.run("init")
        for arguments in [
            ["verify"], ["export", "nbac_schedule"], ["trace", "--partition", "nbac_schedule", "2023-11-01"],
        ] {
            let result = await harness.run(arguments)
            #expect(result.code == 2)
            #expect(result.err.contains("nothing is imported yet"))
        }
        #expect(await harness.run("history").code == 0)
        #expect(await harness.run("players", "jokic").out == "(none)\n")
        let settings = await harness.run("config", "--format", "json")
        #expect(settings.code == 0 && settings.out.contains("\"history_start\":null"))
    }
}
