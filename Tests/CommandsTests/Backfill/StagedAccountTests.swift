import Foundation
import Testing

/// What a backfill in stages says when a gate is in its way, and where its verdicts show afterwards.
struct StagedAccountTests {
    private static let holed = "DELETE FROM nbac_team_boxscore WHERE game_date = '2023-11-05'"
    // The first two games of the last date have no possessions: phase 3 fails on it.
    private static let empty =
        "UPDATE nbac_team_boxscore SET fg_attempts = 0, ft_attempts = 0, turnovers = 0 WHERE game_date = '2023-11-12'"

    private static func verdicts(_ harness: CommandLineHarness) async -> [String] {
        await harness.run("query", "SELECT gate, passed FROM gate_verdict ORDER BY evaluated_at", "--format", "csv")
            .lines.dropFirst().map { $0 }
    }

    @Test func `a gate between the stages: every step is accounted for, and people read what to do`() async throws {
        let harness = try await CommandLineHarness.imported(Self.empty)
        let text = await harness.run("backfill")
        #expect(text.code == 1)
        #expect(text.out.contains("66 steps not reached.\n"), "\(text.out)")
        #expect(text.out.contains("Gate 0: READY FOR STAGE 1. Gate 1: STAGE 1 INCOMPLETE.\n"))
        #expect(text.out.contains("  FAIL  complete:team_offense_game_summary") && text.out.contains("2023-11-12"))
        let advice = text.out.components(separatedBy: "The next stage was not begun: ")
        #expect(advice.count == 2 && advice[1].contains("--no-gate"), "\(text.out)")

        let json = await harness.run("backfill", "--format", "json")
        #expect(json.code == 1 && json.object["requested"] as? Int == 106)
        #expect(json.object["unfinished"] as? Int == 66 && json.object["interrupted"] as? Bool == false)
        #expect(json.objects("gates").map { $0["status"] as? String } == ["READY FOR STAGE 1", "STAGE 1 INCOMPLETE"])
        #expect(await Self.verdicts(harness) == ["0,1", "1,0", "1,0"], "gate 0 is judged once, gate 1 each time")
    }

    @Test func `before the first stage nothing is reached, and nothing is recorded as asked for`() async throws {
        let harness = try await CommandLineHarness.imported(Self.holed)
        let json = await harness.run("backfill", "--format", "json")
        #expect(json.object["requested"] as? Int == 106 && json.object["unfinished"] as? Int == 106, "\(json.out)")
        #expect(await harness.run("query", "SELECT * FROM batch", "--format", "csv").lines.count == 1)
        #expect(await harness.run("history", "--phase", "3,4", "--format", "csv").lines.count == 1)
    }

    @Test func `after the cause is healed the same command goes on where it stopped`() async throws {
        let harness = try await CommandLineHarness.imported(Self.empty)
        #expect(await harness.run("backfill", "--quiet").code == 1)
        #expect(await harness.run("import", harness.path("raw"), "--check-data").code == 0)
        let healed = await harness.run("backfill", "--format", "json")
        #expect(healed.code == 0, "\(healed.out)\(healed.err)")
        #expect(healed.object["unfinished"] as? Int == 0 && healed.objects("gates").count == 3)
        #expect(healed.object["done"] as? Int ?? 106 < 106, "what was done is not done again")
        #expect(await harness.run("verify", "--digests").code == 0)
    }

    @Test func `an override is told wherever verdicts are`() async throws {
        let harness = try await CommandLineHarness.imported(Self.holed)
        let text = await harness.run("backfill", "--no-gate")
        #expect(text.code == 1 && text.out.contains("Gate 0: STAGE 0 INCOMPLETE, overridden."), "\(text.out)")
        let gates = await harness.run("gaps", "--report", "gates", "--format", "csv")
        #expect(
            gates.lines[1].hasPrefix("0,not_passed,")
                && gates.lines[1].hasSuffix("--no-gate: backcourt backfill --no-gate"))
        #expect(await harness.run("gaps", "--report", "gates").out.contains("--no-gate: backcourt backfill --no-gate"))
        let status = await harness.run("status", "--format", "json")
        #expect(status.objects("gates").map { $0["status"] as? String }.first == "not_passed")
        // Judged again without the option, it is as if nobody had overridden it.
        #expect(await harness.run("gate", "0").code == 1)
        let again = await harness.run("gaps", "--report", "gates", "--format", "csv")
        #expect(again.lines[1].hasPrefix("0,not_passed,") && again.lines[1].hasSuffix(","))
    }

    @Test func `an override of a gate that passes is none`() async throws {
        let harness = try await CommandLineHarness.imported()
        let result = await harness.run("backfill", "--no-gate", "--format", "json")
        #expect(result.code == 0 && result.objects("gates").allSatisfy { $0["overridden"] as? Bool == false })
        let overrides = "SELECT * FROM gate_verdict WHERE override IS NOT NULL"
        #expect(await harness.run("query", overrides, "--format", "csv").lines.count == 1)
    }

    @Test func `the last gate decides, too, when there was nothing left to compute`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit("UPDATE player_daily_cache SET usage_rate_last_10 = NULL; DELETE FROM gate_verdict")
        let result = await harness.run("backfill")
        #expect(result.code == 1 && result.out.contains("Gate 2: STAGE 2 INCOMPLETE."), "\(result.out)")
        #expect(result.out.contains("FAIL  contamination_clean"))
        #expect(await harness.run("backfill", "--check-data", "--quiet").code == 0)
    }

    @Test func `dates before history are left out, the others go through their gates`() async throws {
        let harness = try await CommandLineHarness.imported()
        #expect(await harness.run("init", "--force", "--history-start", "2023-11-04").code == 0)
        let before = await harness.run("backfill", "--dates", "2023-11-01,2023-11-02", "--format", "json")
        #expect(before.code == 1 && before.objects("gates").isEmpty, "\(before.out)")
        #expect((before.object["exclusions"] as? [String: Int]) == ["before_history": 26])
        #expect(await Self.verdicts(harness).isEmpty)
        let both = await harness.run("backfill", "--dates", "2023-11-02,2023-11-04", "--format", "json")
        #expect(both.code == 1, "the earlier date stays undone")
        #expect(both.object["done"] as? Int == 13 && both.object["excluded"] as? Int == 15, "\(both.out)")
        #expect(both.objects("gates").map { $0["passed"] as? Bool } == [true, true, true], "\(both.out)")
    }

    @Test func `a day without games asks nothing and judges nothing`() async throws {
        let harness = try await CommandLineHarness.imported()
        let result = await harness.run("backfill", "--dates", "2023-11-03")
        #expect(result.code == 0 && result.out == "Nothing to do: there are no game dates in the scope.\n")
        #expect(await Self.verdicts(harness).isEmpty)
    }

    @Test func `a phase that comes too late is a usage error`() async throws {
        let harness = try await CommandLineHarness.copy()
        let result = await harness.run("backfill", "phase3", "--from-phase", "4")
        #expect(result.code == 2 && result.err.contains("phase3 comes before --from-phase 4"), "\(result.err)")
        #expect(await harness.run("backfill", "--from-phase", "2").code == 2)
        let later = await harness.run("backfill", "--from-phase", "4", "--format", "json")
        #expect(later.code == 0 && later.object["requested"] as? Int == 66)
        #expect(later.objects("gates").map { $0["gate"] as? Int } == [1, 2])
    }
}
