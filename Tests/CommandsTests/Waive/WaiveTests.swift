import Testing

/// Accepting a hole: what it satisfies, how it shows, how it ends.
struct WaiveTests {
    private static let reason = ["--reason", "never published by the source"]

    /// The tiny league without the box scores of one date, and what was computed from them gone.
    private static func holed() async throws -> CommandLineHarness {
        let harness = try await CommandLineHarness.copy()
        for table in ["nbac_player_boxscore", "nbac_team_boxscore"] {
            try harness.edit("DELETE FROM \(table) WHERE game_date = '2023-11-05'")
            try harness.edit("DELETE FROM partition_state WHERE table_name = '\(table)' AND game_date = '2023-11-05'")
        }
        return harness
    }

    @Test func `a waived hole satisfies gate 0 and is listed in its verdict`() async throws {
        let harness = try await Self.holed()
        #expect(await harness.run("gate", "0").code == 1)
        for table in ["nbac_player_boxscore", "nbac_team_boxscore"] {
            let made = await harness.run(["waive", table, "--dates", "2023-11-05"] + Self.reason)
            #expect(made.code == 0, "\(made.err)")
        }
        let gate = await harness.run("gate", "0", "--format", "json")
        #expect(gate.code == 0, "\(gate.out)")
        #expect(
            gate.objects("waivers").map { $0["table"] as? String } == ["nbac_player_boxscore", "nbac_team_boxscore"])
        let verify = await harness.run("verify", "--phase", "2", "--format", "json")
        let boxes = verify.objects("tables").first { $0["table"] as? String == "nbac_player_boxscore" }
        #expect(boxes?["waived"] as? Int == 1 && boxes?["missing"] as? Int == 0)
    }

    @Test func `json has the waiver's id and standing`() async throws {
        let harness = try await Self.holed()
        let made = await harness.run(
            ["waive", "nbac_player_boxscore", "--dates", "2023-11-05", "--format", "json"] + Self.reason)
        let waiver = try #require(made.objects("waivers").first)
        #expect(made.object["waiver_id"] as? String == waiver["waiver_id"] as? String)
        #expect(
            Set(waiver.keys) == [
                "waiver_id", "table", "start_date", "end_date", "state", "waived", "unneeded", "reason", "created_by",
                "created_at", "expires_at", "revoked_at",
            ])
        #expect(waiver["state"] as? String == "active" && waiver["waived"] as? Int == 1)
    }

    @Test(arguments: ["", "too short", "                ", "no             ", "1234567890123"])
    func `a reason that says nothing is none`(_ reason: String) async throws {
        let harness = try await CommandLineHarness.copy()
        let made = await harness.run(
            "waive", "player_daily_cache", "--dates", "2023-11-05", "--reason", reason)
        #expect(made.code == 2 && made.err.contains("--reason"), "\(made.err)")
    }

    @Test func `without a waiver the list is empty, before the first import, too`() async throws {
        let harness = try CommandLineHarness()
        try #require(await harness.run("init").code == 0)
        let list = await harness.run("waive", "--list", "--format", "json")
        #expect(list.code == 0 && list.objects("waivers").isEmpty, "\(list.err)")
    }

    @Test func `a list names no waiver above the others`() async throws {
        let harness = try await CommandLineHarness.copy()
        try #require(
            await harness.run(["waive", "player_daily_cache", "--dates", "2023-11-05"] + Self.reason).code == 0)
        #expect(await harness.run("waive", "--list", "--format", "json").object["waiver_id"] == nil)
    }

    @Test func `a list with a hole becomes one waiver for each stretch`() async throws {
        let harness = try await CommandLineHarness.copy()
        let made = await harness.run(
            ["waive", "player_game_summary", "--dates", "2023-11-01,2023-11-02,2023-11-05", "--format", "json"]
                + Self.reason)
        let spans = made.objects("waivers").map { "\($0["start_date"] ?? "")…\($0["end_date"] ?? "")" }
        #expect(spans == ["2023-11-01…2023-11-02", "2023-11-05…2023-11-05"])
        #expect(made.objects("waivers").allSatisfy { $0["unneeded"] as? Int ?? 0 > 0 })
    }

    @Test func `a revoked waiver covers nothing and stays listed`() async throws {
        let harness = try await Self.holed()
        let made = await harness.run(
            ["waive", "nbac_player_boxscore", "--dates", "2023-11-05", "--format", "json"] + Self.reason)
        let id = try #require(made.object["waiver_id"] as? String)
        let gaps = ["gaps", "--report", "missing-dates", "--table", "nbac_player_boxscore", "--format", "csv"]
        #expect(await harness.run(gaps).lines.count == 1)
        let revoked = await harness.run("waive", "--revoke", id, "--format", "json")
        #expect(revoked.code == 0 && revoked.objects("waivers").first?["state"] as? String == "revoked")
        #expect(await harness.run(gaps).lines.dropFirst() == ["nbac_player_boxscore,2023-11-05"])
        let list = await harness.run("waive", "--list", "--format", "csv")
        #expect(list.lines.count == 2 && list.lines[1].contains("revoked"))
    }

    @Test func `one that has expired covers nothing`() async throws {
        let harness = try await Self.holed()
        let arguments = ["waive", "nbac_player_boxscore", "--dates", "2023-11-05", "--expires", "2024-06-19"]
        #expect(await harness.run(arguments + Self.reason).code == 0)
        #expect(await harness.run("gaps", "--table", "nbac_player_boxscore").code == 0)
        try harness.edit("UPDATE waiver SET expires_at = '2024-06-18T00:00:00.000000Z'")
        let list = await harness.run("waive", "--list", "--format", "json")
        #expect(list.objects("waivers").first?["state"] as? String == "expired")
        #expect(await harness.run("gaps", "--table", "nbac_player_boxscore").code == 1)
    }

    @Test func `the star waives every table on the date, and the backfill goes on around it`() async throws {
        let harness = try await Self.holed()
        #expect(await harness.run(["waive", "*", "--dates", "2023-11-05"] + Self.reason).code == 0)
        let backfill = await harness.run("backfill")
        #expect(backfill.code == 0, "\(backfill.err)\(backfill.out)")
        let coverage = await harness.run("gaps", "--format", "json")
        let total = coverage.object["total"] as? [String: Any]
        #expect(total?["waived_2"] as? Int == 1, "\(coverage.out)")
        #expect(coverage.code == 0)
    }

    @Test(arguments: [
        "waive", "waive player_game_summary --reason long-enough-reason", "waive --list --dates 2023-11-05",
        "waive player_game_summary --dates 2023-11-05", "waive player_game_summary --dates 2023-11-05 --reason short",
        "waive player_game_summary --dates 2023-11-05 --reason long-enough-reason --expires 2024-06-17",
        "waive no_such_table --dates 2023-11-05 --reason long-enough-reason", "waive --revoke no-such-waiver",
        "waive player_game_summary --dates 2023-11-31 --reason long-enough-reason",
    ])
    func `what makes no sense is a usage error of one sentence`(_ line: String) async throws {
        let harness = try await CommandLineHarness.copy()
        let result = await harness.run(line.split(separator: " ").map(String.init))
        #expect(result.code == 2, "\(result.out)")
        #expect(!result.err.isEmpty && result.out.isEmpty)
        #expect(await harness.run("waive", "--list", "--format", "csv").lines.count == 1)
    }
}
