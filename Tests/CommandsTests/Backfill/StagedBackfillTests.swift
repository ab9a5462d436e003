import Testing

/// Stage after stage, each behind its gate.
struct StagedBackfillTests {
    private static let holed = "DELETE FROM nbac_team_boxscore WHERE game_date = '2023-11-05'"

    private static func gates(_ result: CommandResult) -> [String] {
        result.objects("gates").map { gate in
            "\(gate["gate"] ?? "") \(gate["passed"] as? Bool == true ? "passed" : "held")"
                + (gate["overridden"] as? Bool == true ? ", overridden" : "")
        }
    }

    private static func computed(_ harness: CommandLineHarness, _ phase: String) async -> Int {
        let coverage = await harness.run("gaps", "--format", "json")
        let total = coverage.object["total"] as? [String: Any]
        return total?["phase\(phase)_dates"] as? Int ?? -1
    }

    @Test func `both phases run, and three gates are judged`() async throws {
        let harness = try await CommandLineHarness.imported()
        let result = await harness.run("backfill", "--format", "json")
        #expect(result.code == 0, "\(result.err)")
        #expect(Self.gates(result) == ["0 passed", "1 passed", "2 passed"])
        let fields: Set = ["gate", "status", "passed", "overridden", "held", "evaluated_at"]
        #expect(result.objects("gates").allSatisfy { Set($0.keys) == fields && $0["held"] as? Bool == false })
        #expect(result.object["done"] as? Int == 106 && result.object["excluded"] as? Int == 0)
        #expect(await harness.run("status").out.contains("passed"))
    }

    @Test func `a gate that has passed over the same facts is not judged again`() async throws {
        let harness = try await CommandLineHarness.copy()
        let before = await harness.run("query", "SELECT count(*) FROM gate_verdict", "--format", "csv").lines
        let again = await harness.run("backfill", "--format", "json")
        #expect(again.code == 0 && Self.gates(again) == ["0 passed", "1 passed", "2 passed"])
        #expect(again.objects("gates").allSatisfy { $0["held"] as? Bool == true })
        #expect(await harness.run("backfill").out.contains("Gate 2: READY FOR STAGE 3, as judged at 20"))
        #expect(await harness.run("query", "SELECT count(*) FROM gate_verdict", "--format", "csv").lines == before)
    }

    @Test func `a hole in raw data ends it at gate 0 before anything is computed, and the same command goes on after`()
        async throws
    {
        let harness = try await CommandLineHarness.imported(Self.holed)
        let held = await harness.run("backfill", "--format", "json")
        #expect(held.code == 1)
        #expect(Self.gates(held) == ["0 held"])
        #expect(held.object["done"] as? Int == 0)
        #expect(await Self.computed(harness, "3") == 0)
        let text = await harness.run("backfill")
        #expect(text.out.hasPrefix("Gate 0: STAGE 0 INCOMPLETE.") && text.out.contains("2023-11-05"), "\(text.out)")
        #expect(text.out.contains("Nothing was computed") && !text.out.contains("Nothing to do"))

        #expect(await harness.run("import", harness.path("raw"), "--check-data").code == 0)
        let healed = await harness.run("backfill", "--format", "json")
        #expect(healed.code == 0 && Self.gates(healed) == ["0 passed", "1 passed", "2 passed"])
    }

    @Test func `gate 1 keeps phase 4 from starting`() async throws {
        let harness = try await CommandLineHarness.imported(
            "UPDATE nbac_team_boxscore SET fg_attempts = 0, ft_attempts = 0, turnovers = 0 WHERE game_date = '2023-11-12'"
        )
        let result = await harness.run("backfill", "--format", "json")
        #expect(result.code == 1, "\(result.out)")
        #expect(Self.gates(result) == ["0 passed", "1 held"], "\(result.out)")
        #expect(await Self.computed(harness, "4") == 0)
    }

    @Test func `with no-gate every stage runs, and the verdict keeps who overrode it`() async throws {
        let harness = try await CommandLineHarness.imported(Self.holed)
        let result = await harness.run("backfill", "--no-gate", "--format", "json")
        #expect(result.code == 1)
        #expect(Self.gates(result).first == "0 held, overridden")
        #expect(await Self.computed(harness, "3") > 0)
        let overrides = await harness.run(
            "query", "SELECT gate, override FROM gate_verdict WHERE override IS NOT NULL", "--format", "csv")
        #expect(overrides.lines.count > 1 && overrides.lines[1].contains("--no-gate"), "\(overrides.out)")
    }

    @Test(arguments: [["--table", "player_game_summary"], ["--only", "player_game_summary"]])
    func `a part of the tables knows no gates`(_ filter: [String]) async throws {
        let harness = try await CommandLineHarness.imported()
        let result = await harness.run(["backfill", "--format", "json"] + filter)
        #expect(result.objects("gates").isEmpty)
        #expect(await harness.run("query", "SELECT * FROM gate_verdict", "--format", "csv").lines.count == 1)
    }

    @Test func `a phase knows the gates around it`() async throws {
        let harness = try await CommandLineHarness.imported()
        let result = await harness.run("backfill", "--phase", "3", "--format", "json")
        #expect(Self.gates(result) == ["0 passed", "1 passed"])
        #expect(await Self.computed(harness, "4") == 0)
    }

    @Test func `a dry run judges nothing and writes nothing`() async throws {
        let harness = try await CommandLineHarness.imported()
        let result = await harness.run("backfill", "--dry-run", "--format", "json")
        #expect(result.code == 0)
        #expect(result.objects("steps").count == 106, "\(result.out.prefix(300))")
        #expect(await harness.run("query", "SELECT * FROM gate_verdict", "--format", "csv").lines.count == 1)
        #expect(await Self.computed(harness, "3") == 0)
    }

    @Test func `a limit of dates limits what the gates judge`() async throws {
        let harness = try await CommandLineHarness.imported()
        let result = await harness.run("backfill", "--limit", "3", "--format", "json")
        #expect(Self.gates(result).first == "0 passed", "\(result.err)\(result.out)")
        #expect(await Self.computed(harness, "3") == 3)
        #expect(await Self.computed(harness, "4") == 3)
    }

    @Test func `a gate that holds is a notice`() async throws {
        let harness = try await CommandLineHarness.imported(Self.holed)
        #expect(await harness.run("backfill", "--quiet").code == 1)
        let notices = await harness.run(
            "query", "SELECT level, text FROM notice WHERE category = 'gate_failed'", "--format", "csv")
        #expect(notices.lines.count == 2 && notices.out.contains("gate 0 holds the backfill"), "\(notices.out)")
    }
}
