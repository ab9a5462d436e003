import Foundation
import GameCalendar
import Rehearsal
import Testing

/// What `failures` suggests heals what it is suggested for.
struct SuggestionTests {
    // One unresolved partition and its suggestion.
    private struct Failure {
        let table: String
        let date: String
        let suggestion: String
    }

    private func failures(_ scene: Scene) async throws -> [Failure] {
        let result = try await scene.run("failures --format json")
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        let rows = try #require(object?["failures"] as? [[String: Any]])
        return try rows.map { row in
            Failure(
                table: try #require(row["processor_name"] as? String), date: try #require(row["data_date"] as? String),
                suggestion: try #require(row["suggestion"] as? String))
        }
    }

    // The command behind "backcourt", and behind "then:" when something has to be done first.
    private func follow(_ failure: Failure, _ scene: Scene) async throws {
        let last = failure.suggestion.components(separatedBy: "then: ").last ?? ""
        try #require(last.hasPrefix("backcourt "))
        try await scene.run(String(last.dropFirst("backcourt ".count))).expect(0)
        let left = try await failures(scene)
        #expect(!left.contains { $0.table == failure.table && $0.date == failure.date }, "\(failure)")
    }

    @Test func `a gap in the window: each suggestion alone heals its partition`() async throws {
        let league = TinyLeague(dates: 5, from: .november(1))
        for number in 0..<2 {
            let scene = try await Scene(league)
            try await scene.run("backfill phase3 --dates 2023-11-05").expect(1)
            let blocked = try await failures(scene)
            try #require(blocked.count == 2)
            let dates = "2023-11-01,2023-11-02,2023-11-03,2023-11-04,2023-11-05"
            #expect(blocked[number].suggestion == "backcourt backfill phase3 --dates \(dates)")
            try await follow(blocked[number], scene)
        }
    }

    @Test func `raw data missing: the suggestion names it, and heals once it is there`() async throws {
        let scene = try await RecoveryScenario.rawMissing.stage()
        let blocked = try await failures(scene)
        #expect(blocked.allSatisfy { $0.suggestion.contains("import FOLDER  # with nbac_") })
        #expect(blocked.allSatisfy { $0.suggestion.contains("2023-11-03") })
        try await scene.run("import ./late").expect(0)
        let latest = try #require(blocked.last)
        try await follow(latest, scene)
    }

    @Test func `what waited for a failure follows it, on later dates too`() async throws {
        let scene = try await RecoveryScenario.oneFailure.stage()
        try await scene.run("import ./corrected").expect(0)
        try await scene.run("retry --failed --dates 2023-11-03").expect(0)
        #expect(try await failures(scene).isEmpty)
        try await scene.run("verify --phase 2,3").expect(0)
    }

    @Test func `blocked ones that can run are no longer left behind by a retry of the failed`() async throws {
        let scene = try await RecoveryScenario.oneFailure.stage()
        try await scene.run("import ./corrected").expect(0)
        try await scene.run("run analytics/team_offense_game_summary --dates 2023-11-03").expect(0)
        try await scene.run("retry --failed").expect(0)
        #expect(try await failures(scene).isEmpty)
    }

    @Test(arguments: ["afterLease:1", "afterLease:2"])
    func `what a killed process was at is told as interrupted at once`(_ fault: String) async throws {
        let scene = try await Scene(TinyLeague(dates: 12, from: .november(1)))
        let finished = try scene.program().run(["backfill"], fault: fault)
        #expect(finished.outcome.ending == .killed(signal: 9))
        let open = try scene.number("SELECT count(*) FROM processor_run_history WHERE status = 'running'")
        #expect(open > 0)
        let failures = try await scene.run("failures --format json")
        failures.expect(1)
        #expect(failures.output.components(separatedBy: "\"error_code\":\"process_ended\"").count == open + 1)
        let status = try await scene.run("status --format json")
        #expect(status.output.contains("\"unresolved_failures\":\(open)"))
        try await scene.run("retry --failed").expect(0, 1)
        #expect(
            try scene.number(
                """
                SELECT count(*) FROM processor_run_history WHERE status = 'interrupted'
                  AND error_category = 'cancelled' AND error_code = 'process_ended' AND error_message LIKE '%run the same%'
                """) == open)
        try await scene.run("backfill").expect(0)
        try await scene.run("failures").expect(0)
    }

    @Test func `a run that imported something is not retried`() async throws {
        let scene = try await Scene(TinyLeague(dates: 2, from: .november(1)))
        let history = try await scene.run("history --table nbac_schedule --limit 1 --format csv")
        let run = try #require(history.output.split(separator: "\n").last?.split(separator: ",").first)
        try await scene.run("retry --run \(run)").expectSentence(2, "imported nbac_schedule", "backcourt import")
    }

    @Test func `a stopped processor is told of until a success, or a reset, closes its breaker`() async throws {
        let scene = try await RecoveryScenario.oneCause.stage()
        for command in ["status", "failures"] {
            let shown = try await scene.run(command)
            #expect(shown.output.contains("Breaker open: team_offense_game_summary, after 5 failures in a row"))
            #expect(try await scene.run("\(command) --format json").output.contains("\"state\":\"open\""))
        }
        #expect(try await scene.run("gaps --report failures-by-cause").output.contains("breaker_open"))
        try await scene.run("import ./corrected").expect(0)
        try await scene.run("retry --failed --dates 2023-11-01 --reset-breaker").expect(0)
        #expect(try await scene.run("status --format json").output.contains("\"breakers\":[]"))
    }
}
