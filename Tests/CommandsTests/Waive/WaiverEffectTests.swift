import Foundation
import Testing

/// What other commands say of waived partitions, and what people read of waivers.
struct WaiverEffectTests {
    private static let reason = "never published by the source"
    private static let hole = """
        DELETE FROM ml_feature_store_v2 WHERE game_date IN ('2023-11-05', '2023-11-08');
        DELETE FROM partition_state WHERE table_name = 'ml_feature_store_v2'
          AND game_date IN ('2023-11-05', '2023-11-08');
        """

    private static func waived(_ more: String...) async throws -> CommandLineHarness {
        let harness = try await CommandLineHarness.copy()
        try harness.edit(hole)
        let made = await harness.run(
            ["waive", "precompute/ml_feature_store_v2", "--start-date", "2023-11-05", "--end-date", "2023-11-08"]
                + ["--reason", reason] + more)
        #expect(made.code == 0, "\(made.err)")
        return harness
    }

    @Test func `plan, gaps, status, verify and gate count what is waived apart`() async throws {
        let harness = try await Self.waived()
        let plan = await harness.run("plan", "--table", "ml_feature_store_v2", "--format", "json")
        #expect(plan.objects("steps").isEmpty)
        let waived = plan.objects("exclusions").filter { $0["reason"] as? String == "waived" }
        #expect(waived.map { $0["date"] as? String } == ["2023-11-05", "2023-11-08"])
        let coverage = await harness.run(
            "gaps", "--report", "coverage-all-tables", "--table", "ml_feature_store_v2", "--format", "csv")
        #expect(coverage.code == 0 && coverage.lines[1] == "ml_feature_store_v2,4,8,6,6,0,0,0,2")
        let years = await harness.run("gaps", "--phase", "4", "--format", "json").object["total"] as? [String: Any]
        #expect(years?["phase4_dates"] as? Int == 6 && years?["missing_4"] as? Int == 0)
        #expect(years?["waived_4"] as? Int == 2)
        let status = await harness.run("status", "--format", "json")
        // What was predicted from the waived rows before they went.
        #expect(status.object["remaining"] as? Int == 2)
        #expect(await harness.run("verify", "--table", "ml_feature_store_v2").code == 0)
        #expect(await harness.run("failures").code == 0)
    }

    @Test func `gate 2 passes, with the dates and the waiver in its verdict`() async throws {
        let harness = try await Self.waived()
        let gate = await harness.run("gate", "2", "--format", "json")
        #expect(gate.code == 0, "\(gate.out)")
        let phase = try #require(gate.object["phase"] as? [String: Any])
        #expect(phase["complete_dates"] as? Int == 6 && phase["waived_dates"] as? Int == 2)
        #expect(phase["missing_dates"] as? Int == 0 && phase["completeness_pct"] as? Double == 75)
        let waiver = try #require(gate.objects("waivers").first)
        #expect(Set(waiver.keys) == ["waiver_id", "table", "start_date", "end_date", "reason"])
        #expect(waiver["reason"] as? String == Self.reason)
        let text = await harness.run("gate", "2")
        #expect(text.out.contains("6 of 8 dates complete (75.0 %), 2 waived\n"), "\(text.out)")
        let needless = await harness.run("gate", "2", "--format", "csv").lines.first {
            $0.contains(",waiver_unneeded,")
        }
        #expect(needless == "2,waiver_unneeded,false,true,0,0")
    }

    @Test func `what becomes complete after all is reported as needing no waiver`() async throws {
        let harness = try await Self.waived()
        let computed = await harness.run("run", "precompute/ml_feature_store_v2", "--dates", "2023-11-05", "--force")
        #expect(computed.code == 0, "\(computed.out)\(computed.err)")
        let gate = await harness.run("gate", "2", "--format", "json")
        let needless = try #require(gate.objects("conditions").first { $0["code"] as? String == "waiver_unneeded" })
        #expect(gate.code == 0 && needless["required"] as? Bool == false && needless["passed"] as? Bool == false)
        #expect((needless["examples"] as? [String])?.first?.contains("ml_feature_store_v2 2023-11-05") == true)
        let list = await harness.run("waive", "--list", "--format", "json").objects("waivers")
        #expect(list[0]["waived"] as? Int == 1 && list[0]["unneeded"] as? Int == 1)
        #expect(
            await harness.run("waive", "--list").out.contains("active, 1 partition waived, 1 complete\n"))
    }

    @Test func `a backfill goes around it, and what needs it is computed all the same`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit(Self.hole.replacing("ml_feature_store_v2", with: "player_daily_cache"))
        #expect(
            await harness.run("waive", "player_daily_cache", "--month", "2023-11", "--reason", Self.reason).code == 0)
        let result = await harness.run("backfill", "phase4", "--format", "json")
        #expect(result.code == 0 && (result.object["exclusions"] as? [String: Int])?["waived"] == 2, "\(result.out)")
        #expect(result.object["done"] as? Int == 2, "the features of the two dates")
        #expect(await harness.run("history", "--table", "player_daily_cache", "--format", "csv").lines.count == 9)
    }

    @Test func `people read what a waiver is good for, within eighty columns`() async throws {
        let harness = try await Self.waived("--expires", "2030-01-01")
        let later = await harness.run(
            "waive", "*", "--dates", "2031-11-05", "--reason", "a season that has not been scheduled by anybody yet")
        #expect(later.out.contains(": active, but nothing falls on its dates\n"), "\(later.out)")
        let needless = await harness.run(
            "waive", "PlayerGameSummaryProcessor", "--dates", "2023-11-05", "--reason", Self.reason)
        #expect(needless.out.contains(": active, needless: 1 partition complete\n"), "\(needless.out)")
        let list = await harness.run("waive", "--list")
        #expect(list.lines[0].hasSuffix(": active, 2 partitions waived"))
        #expect(
            list.out.contains("  ml_feature_store_v2 2023-11-05 to 2023-11-08, until 2030-01-01: never\n"))
        #expect(list.lines.allSatisfy { $0.count <= 80 }, "\(list.out)")
        #expect(await (try CommandLineHarness.copy()).run("waive", "--list").out == "No waivers.\n")
    }

    @Test func `csv has one line for each waiver, oldest first`() async throws {
        let harness = try await Self.waived()
        #expect(await harness.run("waive", "*", "--dates", "2023-11-11", "--reason", Self.reason).code == 0)
        let list = await harness.run("waive", "--list", "--format", "csv")
        #expect(
            list.lines[0] == "waiver_id,table,start_date,end_date,state,waived,unneeded,reason,created_by,created_at,"
                + "expires_at,revoked_at")
        let cells = list.lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(
            cells.map { $0[1...6].joined(separator: ",") } == [
                "ml_feature_store_v2,2023-11-05,2023-11-08,active,2,0", "*,2023-11-11,2023-11-11,active,2,18",
            ])
        #expect(cells.allSatisfy { $0.count == 12 && $0[10].isEmpty && $0[11].isEmpty })
    }

    @Test func `revoking twice changes nothing, and an unknown id is told how to find one`() async throws {
        let harness = try await Self.waived()
        let id = try #require(
            await harness.run("waive", "--list", "--format", "json").objects("waivers")[0]["waiver_id"] as? String)
        let first = await harness.run("waive", "--revoke", id, "--format", "json").objects("waivers")[0]
        let second = await harness.run("waive", "--revoke", id, "--format", "json")
        #expect(
            second.code == 0 && second.objects("waivers")[0]["revoked_at"] as? String == first["revoked_at"] as? String)
        #expect(await harness.run("gaps", "--phase", "4").code == 1)
        let unknown = await harness.run("waive", "--revoke", "w0")
        #expect(unknown.code == 2 && unknown.err.contains("'backcourt waive --list' shows them"))
    }

    @Test(arguments: [
        ("waive ml_feature_store_v2 --list", "--list or --revoke"), ("waive --list --revoke w1", "--list or --revoke"),
        ("waive --revoke w1 --dates 2023-11-05", "neither dates nor a reason"),
        ("waive --list --expires 2030-01-01", "neither dates nor a reason"),
        ("waive player_daily_cache,arenas --dates 2023-11-05 --reason long-enough-reason", "no table or job"),
        ("waive box_set --dates 2023-11-05 --reason long-enough-reason", "no table or job"),
        ("waive partition_state --dates 2023-11-05 --reason long-enough-reason", "no table or job"),
        ("waive analytics/player_daily_cache --dates 2023-11-05 --reason long-enough-reason", "no table or job"),
        ("waive ml_feature_store_v2 --season 1999-00 --reason long-enough-reason", "holds no dates"),
        ("waive ml_feature_store_v2 --dates 2023-11-05 --month 2023-11 --reason long-enough-reason", "one kind"),
        ("waive ml_feature_store_v2 --dates 2023-11-05 --reason ..........  --expires tomorrow", "--expires"),
    ])
    func `what makes no sense is said in short lines, and waives nothing`(_ line: String, _ words: String) async throws
    {
        let harness = try await CommandLineHarness.copy()
        let result = await harness.run(line.split(separator: " ").map(String.init))
        #expect(result.code == 2 && result.out.isEmpty && result.err.contains(words), "\(result.err)\(result.out)")
        #expect(await harness.run("waive", "--list").out == "No waivers.\n")
    }
}
