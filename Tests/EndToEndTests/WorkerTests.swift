import Foundation
import GameCalendar
import Rehearsal
import Testing

/// A worker that nobody tells what to do.
struct WorkerTests {
    private let league = TinyLeague(dates: 4, from: .november(1))

    private func worker(_ scene: Scene) throws -> ChildProcess {
        try scene.program().start(["worker", "--quiet"], output: scene.path("out"), errors: scene.path("errors"))
    }

    private func stop(_ child: ChildProcess, _ scene: Scene) throws {
        child.send(SIGTERM)
        let outcome = child.wait(atMost: 30)
        if outcome == nil {
            child.send(SIGKILL)
            _ = child.wait()
        }
        let said = (try? String(contentsOfFile: scene.path("errors"), encoding: .utf8)) ?? ""
        #expect(outcome?.status == 143, "\(said)")
        #expect(said.isEmpty, "\(said)")
    }

    private static let complete = "SELECT count(*) FROM prediction_grades"

    @Test func `it waits for games, for what is taken back and for corrections, and does them`() async throws {
        let scene = try Scene()
        try await scene.run("init").expect(0)
        let child = try worker(scene)
        try await Task.sleep(for: .seconds(1))
        #expect(!child.hasEnded)
        try await scene.run("import ./raw", writing: league).expect(0)
        let isComputed = try await eventually(120) { try scene.number(Self.complete) > 0 }
        #expect(isComputed)
        let digests = try await settled(scene)
        try await scene.run("rollback --phase 4,5 --start-date 2023-11-03 --yes").expect(0)
        let isRepaired = try await eventually(60) { try scene.digests() == digests }
        #expect(isRepaired)
        var corrected = league
        corrected.extraAssists = [.november(2): 1]
        try await scene.run("import ./raw", writing: corrected).expect(0)
        _ = try await eventually(60) {
            try scene.digests()["player_game_summary 2023-11-02"] != digests["player_game_summary 2023-11-02"]
        }
        let after = try await settled(scene)
        try stop(child, scene)
        let other = try await Scene(corrected)
        try await other.run("backfill --quiet").expect(0)
        #expect(after == (try other.digests()))
    }

    @Test func `what fails again and again is not tried again until something has changed`() async throws {
        var damaged = league
        damaged.datesWithoutOvertimes = [.november(2)]
        let scene = try await Scene(damaged)
        let child = try worker(scene)
        let hasFailed = try await eventually(60) {
            try scene.number("SELECT count(*) FROM processor_run_history WHERE status = 'failed'") > 0
        }
        #expect(hasFailed)
        _ = try await settled(scene)
        let runs = try scene.number("SELECT count(*) FROM processor_run_history")
        try await Task.sleep(for: .seconds(6))
        #expect(try scene.number("SELECT count(*) FROM processor_run_history") == runs)
        // A waiver is a change, too.
        try await scene.run("waive * --dates 2023-11-02 --reason overtimes-were-never-collected").expect(0)
        let isTriedAgain = try await eventually(60) {
            try scene.number("SELECT count(*) FROM processor_run_history") != runs
        }
        #expect(isTriedAgain)
        try stop(child, scene)
    }

    @Test func `until idle it ends, and says whether anything is left`() async throws {
        let scene = try await Scene(league)
        let whole = try scene.program().run(["worker", "--until-idle", "--format", "json"])
        #expect(whole.status == 0, "\(whole.errors)")
        let other = try await Scene(league)
        try await other.run("backfill --quiet").expect(0)
        #expect(try scene.digests() == other.digests())
        var damaged = league
        damaged.datesWithoutOvertimes = [.november(2)]
        let broken = try await Scene(damaged)
        #expect(try broken.program().run(["worker", "--until-idle", "--quiet"]).status == 1)
        let empty = try Scene()
        try await empty.run("init").expect(0)
        try await empty.run("worker --until-idle").expectSentence(2, "nothing is imported")
    }

    // The digests once nothing has been written for two seconds.
    private func settled(_ scene: Scene) async throws -> [String: String] {
        var seen = try scene.digests()
        for _ in 0..<30 {
            try await Task.sleep(for: .seconds(2))
            let now = try scene.digests()
            if now == seen { break }
            seen = now
        }
        return seen
    }
}
