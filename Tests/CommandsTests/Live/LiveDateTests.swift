import Foundation
import Testing

/// A league of eight dates of which the last one or two are still to come.
struct LiveDateTests {
    private static let last = "2023-11-12"

    /// Everything played is computed.
    private func league(unplayedFrom date: String) async throws -> CommandLineHarness {
        let harness = try CommandLineHarness()
        try TinyLeague(unplayedFrom: date).write(to: harness.path("raw"))
        for arguments in [["init"], ["import", harness.path("raw")], ["backfill", "--quiet"]] {
            let result = await harness.run(arguments)
            try #require(result.code == 0, "\(arguments): \(result.err)\(result.out)")
        }
        return harness
    }

    private func rows(_ harness: CommandLineHarness, _ table: String, _ date: String) async -> Int {
        let query = "SELECT count(*) FROM \(table) WHERE game_date = '\(date)'"
        return Int(await harness.run("query", query, "--format", "csv").lines.last ?? "") ?? -1
    }

    private func digest(_ harness: CommandLineHarness, _ table: String, _ date: String) async -> String? {
        let query = "SELECT digest FROM partition_state WHERE table_name = '\(table)' AND game_date = '\(date)'"
        return await harness.run("query", query, "--format", "csv").lines.dropFirst().first
    }

    @Test func `games to come are predicted, frozen once played, and graded as they were published`() async throws {
        let harness = try await league(unplayedFrom: Self.last)
        let slate = await harness.run("run", "live", "--date", Self.last)
        #expect(slate.code == 0, "\(slate.err)")
        #expect(await rows(harness, "player_prop_predictions", Self.last) > 0)
        #expect(await rows(harness, "prediction_grades", Self.last) == 0)
        #expect(await rows(harness, "player_game_summary", Self.last) == 0)
        let published = await digest(harness, "player_prop_predictions", Self.last)

        // The games are played, and the lists tell that Jokić, who was expected, did not.
        try TinyLeague().write(to: harness.path("played"))
        #expect(await harness.run("import", harness.path("played"), "--quiet").code == 0)
        let lived = await harness.run("run", "live", "--date", Self.last)
        #expect(lived.code == 0, "\(lived.err)\(lived.out)")
        #expect(await digest(harness, "player_prop_predictions", Self.last) == published)
        #expect(await rows(harness, "player_game_summary", Self.last) == 20)
        #expect(
            await rows(harness, "prediction_grades", Self.last)
                == rows(harness, "player_prop_predictions", Self.last))
        #expect(await harness.run("gaps").code == 0)

        let kept = await harness.run("backfill", "phase5", "--force", "--dates", Self.last)
        #expect(kept.code == 0)
        #expect(await digest(harness, "player_prop_predictions", Self.last) == published)
        #expect(await harness.run("predict", "--force", "--dates", Self.last).code == 0)
        let frozen = "SELECT count(frozen_at) FROM partition_state WHERE table_name = 'player_prop_predictions'"
        #expect(await harness.run("query", frozen, "--format", "csv").lines.last == "0")
    }

    @Test func `a date lived by events equals a date that was backfilled`() async throws {
        let backfilled = try await CommandLineHarness.league.value
        let harness = try await league(unplayedFrom: "2023-11-11")
        for date in ["2023-11-11", Self.last] {
            let unplayed = date == Self.last ? nil : Self.last
            try TinyLeague(unplayedFrom: unplayed).write(to: harness.path(date))
            #expect(await harness.run("import", harness.path(date), "--quiet").code == 0)
            let result = await harness.run("run", "live", "--date", date)
            #expect(result.code == 0, "\(date): \(result.err)\(result.out)")
        }
        for table in ["player_game_summary", "ml_feature_store_v2", "player_composite_factors"] {
            for date in ["2023-11-11", Self.last] {
                #expect(await digest(harness, table, date) == digest(backfilled, table, date), "\(table) \(date)")
            }
        }
        #expect(await harness.run("gate", "3").code == 0, "gates 1 and 2 were passed over the dates of the backfill")
        let all = await harness.run("gate", "all")
        #expect(all.code == 0, "\(all.out)")
        #expect(all.out.contains("READY FOR STAGE 4"))
    }

    @Test func `what was taken back is computed again when the date is lived again`() async throws {
        let harness = try await league(unplayedFrom: Self.last)
        #expect(await harness.run("run", "live", "--date", Self.last).code == 0)
        let published = await digest(harness, "player_prop_predictions", Self.last)
        for phases in ["3,4,5", "5", "4,5"] {
            let gone = await harness.run("rollback", "--phase", phases, "--dates", Self.last, "--yes")
            #expect(gone.code == 0, "\(gone.err)")
            let lived = await harness.run("run", "live", "--date", Self.last)
            #expect(lived.code == 0, "\(phases): \(lived.err)\(lived.out)")
            #expect(await digest(harness, "player_prop_predictions", Self.last) == published, "\(phases)")
        }
    }

    @Test func `one root, one tree`() async throws {
        let harness = try await league(unplayedFrom: Self.last)
        #expect(await harness.run("run", "live", "--date", Self.last).code == 0)
        let trace = await harness.run("trace", "live-\(Self.last)", "--format", "json")
        let nodes = trace.objects("nodes")
        let ids = Set(nodes.compactMap { $0["id"] as? String })
        let triggers = nodes.filter { ($0["topic"] as? String)?.hasSuffix("-trigger") == true }
        #expect(
            triggers.map { $0["topic"] as? String } == ["phase3-trigger", "phase4-trigger", "predictions-trigger"])
        #expect(triggers.allSatisfy { ids.contains($0["cause"] as? String ?? "") })
        let runs = nodes.filter { $0["kind"] as? String == "run" }
        #expect(!runs.isEmpty && runs.allSatisfy { ids.contains($0["cause"] as? String ?? "") })
        let roots = nodes.filter { !ids.contains($0["cause"] as? String ?? "") }
        #expect(roots.allSatisfy { $0["topic"] as? String == "phase2-complete" })
    }

    @Test func `a day without games is answered with the nearest game dates`() async throws {
        let harness = try await CommandLineHarness.copy()
        let result = await harness.run("run", "live", "--date", "2023-11-03")
        #expect(result.code == 2 && result.out.isEmpty)
        #expect(result.err.contains("2023-11-02") && result.err.contains("2023-11-04"), "\(result.err)")
        let rehearsal = await harness.run("gate", "3", "--date", "2023-11-03")
        #expect(rehearsal.code == 2 && rehearsal.err.contains("2023-11-02 and 2023-11-04"), "\(rehearsal.err)")
    }

    @Test(arguments: [
        "run live", "run live --date 2023-11-12 --force", "run live --date tomorrow",
        "run analytics/player_game_summary --date 2023-11-12", "publish phase9 --analysis-date 2023-11-12",
        "publish phase3-trigger", "publish --analysis-date 2023-11-12",
    ])
    func `what cannot be meant is a usage error that records nothing`(_ line: String) async throws {
        let harness = try await CommandLineHarness.copy()
        let result = await harness.run(line.split(separator: " ").map(String.init))
        #expect(result.code == 2 && result.out.isEmpty, "\(result.out)")
        #expect(await harness.run("query", "SELECT * FROM outbox", "--format", "csv").lines.count == 1)
    }

    @Test func `a correction of an old date reaches the next games`() async throws {
        let harness = try await league(unplayedFrom: Self.last)
        #expect(await harness.run("run", "live", "--date", Self.last).code == 0)
        let before = await digest(harness, "player_prop_predictions", Self.last)
        // Everybody of Denver made one shot more on the first date.
        try TinyLeague(unplayedFrom: Self.last).write(to: harness.path("corrected"))
        let file = "\(harness.path("corrected"))/player_boxscores_2023-24.csv"
        try harness.rewrite(file) { line in
            line.contains(",2023-11-01,") && line.contains(",\(TinyLeague.jokic),")
                ? line.replacing(",2880,48,", with: ",2820,47,") : line
        }
        #expect(await harness.run("import", harness.path("corrected"), "--quiet").code == 0)
        let result = await harness.run("run", "live", "--date", "2023-11-01")
        #expect(result.code == 0, "\(result.err)\(result.out)")
        let slate = await harness.run("run", "live", "--date", Self.last)
        #expect(slate.code == 0)
        #expect(await digest(harness, "player_prop_predictions", Self.last) != before)
        let stale = "SELECT count(*) FROM player_prop_predictions WHERE game_date = '\(Self.last)'"
        #expect(await harness.run("query", stale, "--format", "csv").code == 0)
    }

    @Test func `what is published stands once rows of the games are there, whatever the schedule says`() async throws {
        let harness = try await league(unplayedFrom: Self.last)
        #expect(await harness.run("run", "live", "--date", Self.last).code == 0)
        let published = await digest(harness, "player_prop_predictions", Self.last)
        // Boxes and the list of those out come while the schedule calls the games scheduled still.
        try TinyLeague().write(to: harness.path("played"))
        for file in ["schedule_2023-24.csv", "shots_2023-24.csv"] {
            try FileManager.default.removeItem(atPath: "\(harness.path("played"))/\(file)")
        }
        #expect(await harness.run("import", harness.path("played"), "--quiet").code == 0)
        #expect(await rows(harness, "nbac_player_boxscore", Self.last) == 20)
        let lived = await harness.run("run", "live", "--date", Self.last)
        #expect(await digest(harness, "player_prop_predictions", Self.last) == published, "\(lived.out)\(lived.err)")
        _ = await harness.run("backfill", "phase5", "--force", "--dates", Self.last, "--no-gate")
        #expect(await digest(harness, "player_prop_predictions", Self.last) == published)
    }

    @Test func `frozen predictions are explained and found free of leaks`() async throws {
        let harness = try await league(unplayedFrom: Self.last)
        #expect(await harness.run("run", "live", "--date", Self.last).code == 0)
        try TinyLeague().write(to: harness.path("played"))
        #expect(await harness.run("import", harness.path("played"), "--quiet").code == 0)
        #expect(await harness.run("run", "live", "--date", Self.last).code == 0)
        let key = "SELECT game_id FROM player_prop_predictions WHERE game_date = '\(Self.last)' AND player_id = 1101"
        let game = await harness.run("query", key, "--format", "csv").lines.last ?? ""
        let explained = await harness.run(
            "explain", "player_prop_predictions", game, "1101", "moving_average_v1", "points", "predicted_value",
            "--format", "json")
        #expect(explained.code == 0, "\(explained.err)\(explained.out)")
        #expect(explained.object["frozen_at"] as? String != nil)
        let leaks = await harness.run("verify", "--leak", "--dates", Self.last)
        #expect(leaks.code == 0, "\(leaks.out)\(leaks.err)")
        // Jokić was predicted and then did not play: his grade is void, and is explained, too.
        let jokic = "SELECT game_id FROM prediction_grades WHERE player_id = \(TinyLeague.jokic) AND status = 'void'"
        let void = await harness.run("query", jokic, "--format", "csv").lines
        try #require(void.count > 1)
        for column in ["status", "minutes_played", "error"] {
            let grade = await harness.run(
                "explain", "prediction_grades", void[1], "\(TinyLeague.jokic)", "rules_v1", "points", column)
            #expect(grade.code == 0, "\(column): \(grade.err)\(grade.out)")
        }
    }

    @Test func `predict computes what its predictions need, and trains when asked on any date of the month`()
        async throws
    {
        let harness = try CommandLineHarness()
        try TinyLeague().write(to: harness.path("raw"))
        for arguments in [
            ["init"], ["import", harness.path("raw")], ["backfill", "phase3", "--quiet"],
            ["backfill", "phase4", "--quiet"], ["predict", "--dates", "2023-11-09"],
        ] {
            let result = await harness.run(arguments)
            try #require(result.code == 0, "\(arguments): \(result.err)\(result.out)")
        }
        #expect(await rows(harness, "player_prop_predictions", "2023-11-09") > 0)
        #expect(await rows(harness, "player_prop_predictions", "2023-11-12") == 0)
        let runs = "SELECT count(*) FROM processor_run_history WHERE processor_name = 'model_artifact'"
        let before = await harness.run("query", runs, "--format", "csv").lines.last ?? ""
        #expect(await harness.run("predict", "--train", "--dates", "2023-11-09").code == 0)
        let after = await harness.run("query", runs, "--format", "csv").lines.last ?? ""
        #expect(Int(after) == Int(before).map { $0 + 1 })
    }

    @Test func `an event is known by its id, whoever sends it again`() async throws {
        let harness = try await CommandLineHarness.copy()
        let first = await harness.run(
            "publish", "phase3-complete", "--analysis-date", Self.last, "--processor", "player_game_summary",
            "--format", "json")
        let id = try #require(first.object["message_id"] as? String)
        #expect(first.code == 0 && first.object["repeat"] == nil)
        let told = await harness.run(
            "publish", "phase3-trigger", "--analysis-date", Self.last, "--correlation-id", "my run")
        #expect(told.code == 2 && told.err.contains("letters, digits"), "\(told.err)")
        let stored = "SELECT count(*) FROM outbox WHERE outbox_id = '\(id)'"
        #expect(await harness.run("query", stored, "--format", "csv").lines.last == "1")
    }

    @Test func `what predictions wait for is told`() async throws {
        let harness = try await CommandLineHarness.imported()
        #expect(await harness.run("backfill", "phase3", "--quiet").code == 0)
        let result = await harness.run("predict", "--dates", "2023-11-09")
        #expect(result.code == 1 && result.err.contains("missing_upstream"), "\(result.err)\(result.out)")
    }
}
