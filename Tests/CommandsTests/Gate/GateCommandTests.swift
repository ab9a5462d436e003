import Foundation
import Testing

/// What `gate` prints, keeps and ends with.
struct GateCommandTests {
    private static let day = "table_name = 'player_daily_cache' AND game_date = '2023-11-08'"

    /// The tiny league without one partition of phase 4.
    private static func holed() async throws -> CommandLineHarness {
        let harness = try await CommandLineHarness.copy()
        try harness.edit("DELETE FROM partition_state WHERE \(day)")
        try harness.edit("DELETE FROM player_daily_cache WHERE game_date = '2023-11-08'")
        return harness
    }

    @Test(arguments: 0...2)
    func `a pass says which stage is next, ends in 0 and is kept`(_ gate: Int) async throws {
        let harness = try await CommandLineHarness.copy()
        let text = await harness.run("gate", "\(gate)")
        #expect(text.code == 0, "\(text.err)")
        #expect(text.lines[0] == "Gate \(gate), 2023-11-01 to 2023-11-12, 8 game dates")
        #expect(text.lines.last == "READY FOR STAGE \(gate + 1)")

        let json = await harness.run("gate", "\(gate)", "--format", "json")
        #expect(json.object["gate"] as? Int == gate && json.object["passed"] as? Bool == true)
        #expect(json.object["status"] as? String == "READY FOR STAGE \(gate + 1)")
        #expect(
            json.object["scope"] as? NSDictionary
                == ["start": "2023-11-01", "end": "2023-11-12", "total_dates": 8] as NSDictionary)
        #expect(
            json.object["phase"] as? NSDictionary
                == [
                    "total_dates": 8, "complete_dates": 8, "waived_dates": 0, "missing_dates": 0,
                    "completeness_pct": 100, "gate_status": "passed",
                ] as NSDictionary)
        #expect((json.object["facts_digest"] as? String)?.count == 64)
        let kept = await harness.run(
            "query", "SELECT json FROM gate_verdict WHERE gate = \(gate) ORDER BY evaluated_at DESC LIMIT 1",
            "--format", "json")
        #expect(kept.object["rows"] as? [[String]] == [[json.out.trimmingCharacters(in: .newlines)]])
    }

    @Test func `csv has a line for each condition`() async throws {
        let harness = try await CommandLineHarness.copy()
        let csv = await harness.run("gate", "2", "--format", "csv")
        let json = await harness.run("gate", "2", "--format", "json")
        #expect(csv.lines[0] == "gate,code,required,passed,expected,actual")
        let codes: [String] = csv.lines.dropFirst().map { line in String(line.split(separator: ",")[1]) }
        #expect(codes == json.objects("conditions").map { $0["code"] as? String ?? "" })
        for code in [
            "complete:player_daily_cache", "success_rate:ml_feature_store_v2", "contamination_clean", "no_leak",
        ] {
            #expect(csv.lines.contains { $0.hasPrefix("2,\(code),true,true,") }, "\(code): \(csv.out)")
        }
    }

    @Test func `a hole ends in 1 and is named`() async throws {
        let harness = try await Self.holed()
        let text = await harness.run("gate", "2")
        #expect(text.code == 1 && text.lines.last == "STAGE 2 INCOMPLETE")
        #expect(text.out.contains("  FAIL  complete:player_daily_cache"))
        #expect(text.out.contains("2023-11-08") && text.out.contains("7 of 8 dates complete (87.5 %)"))

        let json = await harness.run("gate", "2", "--format", "json")
        #expect(json.code == 1 && json.object["passed"] as? Bool == false)
        #expect(json.object["status"] as? String == "STAGE 2 INCOMPLETE")
        let phase = try #require(json.object["phase"] as? [String: Any])
        #expect(phase["complete_dates"] as? Int == 7 && phase["missing_dates"] as? Int == 1)
        #expect(phase["completeness_pct"] as? Double == 87.5 && phase["gate_status"] as? String == "not_passed")
        let failed = json.objects("conditions").filter {
            $0["passed"] as? Bool == false && $0["required"] as? Bool == true
        }
        #expect(failed.contains { $0["code"] as? String == "complete:player_daily_cache" })
        let verdict = await harness.run(
            "query", "SELECT gate, passed, override FROM gate_verdict ORDER BY evaluated_at DESC LIMIT 1", "--format",
            "csv")
        #expect(verdict.lines[1] == "2,0,")
        #expect(await harness.run("gate", "1").code == 0, "phase 3 is whole")
    }

    @Test func `all gates are judged at once, and one that fails decides`() async throws {
        let harness = try await Self.holed()
        let json = await harness.run("gate", "all", "--format", "json")
        #expect(json.code == 1)
        #expect(json.objects("gates").map { $0["passed"] as? Bool } == [true, true, false, false])
        let text = await harness.run("gate", "all")
        #expect(
            text.lines.filter { $0.hasPrefix("READY") || $0.hasPrefix("STAGE") } == [
                "READY FOR STAGE 1", "READY FOR STAGE 2", "STAGE 2 INCOMPLETE", "STAGE 3 INCOMPLETE",
            ])
    }

    @Test func `a range that leaves the hole out passes, and says so for that range only`() async throws {
        let harness = try await Self.holed()
        let part = await harness.run(
            "gate", "2", "--start-date", "2023-11-01", "--end-date", "2023-11-05", "--format", "json")
        #expect(part.code == 0, "\(part.out)")
        #expect((part.object["scope"] as? [String: Any])?["total_dates"] as? Int == 4)
        #expect(await harness.run("gate", "2").code == 1)
    }

    @Test(arguments: ["--dates 2021-01-01", "--season 2020-21", "--start-date 2023-11-03 --end-date 2023-11-03"])
    func `without a game date it cannot be judged: 2, and no verdict`(_ scope: String) async throws {
        let harness = try await CommandLineHarness.copy()
        let count = "SELECT count(*) FROM gate_verdict"
        let before = await harness.run("query", count).out
        let result = await harness.run(["gate", "1"] + scope.split(separator: " ").map(String.init))
        #expect(result.code == 2 && result.out.isEmpty && result.err.contains("no game dates"), "\(result.err)")
        #expect(await harness.run("query", count).out == before)
    }

    @Test(arguments: ["gate", "gate 4", "gate one", "gate 1 --dates tomorrow"])
    func `what is no gate is a usage error of short lines`(_ line: String) async throws {
        let harness = try await CommandLineHarness.copy()
        let result = await harness.run(line.split(separator: " ").map(String.init))
        #expect(result.code == 2 && result.out.isEmpty)
        #expect(result.err.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(result.err)")
    }
}
