import Foundation
import GameCalendar
import Rehearsal
import Testing

/// Four workers on one server, and everything that can happen to them.
@Suite(.enabled(if: PostgresServer.script != nil), .serialized) struct PostgresWorkersTests {
    private typealias Disturbance = WorkerFleet.Disturbance

    // Two seasons of four teams, of more dates than one worker takes at a time; and what one backfill makes of it in a file.
    private static let reference = Task {
        let scene = try Scene()
        try await scene.run("init").expect(0)
        try await scene.run("simulate --seasons 2 --teams 4 --games 18 --lines --out ./league --quiet").expect(0)
        try await scene.run("import ./league --quiet").expect(0)
        try await scene.run("backfill --quiet").expect(0)
        return scene
    }

    // Seconds without a sign of life after which a worker is dead.
    private static let silence = 2

    private static let digests =
        "SELECT table_name, game_date, digest, row_count, rows_missing FROM partition_state ORDER BY 1, 2"

    private func answer(_ sql: String, _ program: Program) throws -> String {
        let finished = try program.run(["query", sql, "--format", "csv"])
        #expect(finished.status == 0, "\(finished.errors)")
        return finished.output
    }

    /// A store with the league imported and nothing computed.
    private func imported(_ database: PostgresDatabase) async throws -> Scene {
        let scene = try Scene()
        try await scene.run("init --store postgres --url \(database.address)").expect(0)
        let path = "\(scene.workspace)/config.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("{\n", with: "{\n  \"worker_timeout_seconds\" : \(Self.silence),\n", maxReplacements: 1)
            .write(toFile: path, atomically: true, encoding: .utf8)
        let league = try await Self.reference.value.path("league")
        let imported = try scene.program().run(["import", league, "--quiet"])
        #expect(imported.status == 0, "\(imported.errors)")
        return scene
    }

    private static let courses: [(name: String, disturbances: [WorkerFleet.Disturbance], skews: [Int])] = [
        ("nothing", [], [0]),
        ("kill", [.kill, .kill, .kill, .kill, .kill], [0]),
        ("terminate", [.terminate, .terminate, .terminate, .terminate, .terminate], [0]),
        ("pause", [.pause, .pause], [0]),
        ("restart", [.restart, .restart], [0]),
        ("clocks", [.kill, .interrupt, .kill], [0, 7200, -7200, 86_400]),
        ("everything", [.kill, .pause, .terminate, .restart, .interrupt, .kill, .terminate], [0, -3600, 3600, 0]),
    ]

    @Test(arguments: 0..<courses.count)
    func `whatever happens to four workers, they give the digests of one backfill`(course: Int) async throws {
        let (name, disturbances, skews) = Self.courses[course]
        let embedded = try await Self.reference.value
        let server = try PostgresServer()
        let database = try PostgresDatabase(on: server)
        let scene = try await imported(database)
        let program = try scene.program()
        let seed = UInt64(course) + 11
        let fleet = try WorkerFleet(
            of: 4, like: program, on: database, silence: Double(Self.silence), jobs: course % 2 + 1, skews: skews,
            seed: seed)
        try fleet.disturb(disturbances, pause: 300...1200)
        try fleet.finish(within: 240)
        #expect(fleet.troubles.isEmpty, "\(name), seed \(seed)")
        let comment = Comment("\(name), seed \(seed): \(fleet.done), \(fleet.troubles)")
        #expect(fleet.done.values.reduce(0, +) == disturbances.count, comment)
        #expect(try answer(Self.digests, program) == answer(Self.digests, embedded.program()), comment)
        // Of every partition there is one success, whoever else has begun it.
        let twice = """
            SELECT processor_name, data_date, count(*) AS n FROM processor_run_history
            WHERE success AND phase <> 'phase_2_raw' GROUP BY 1, 2 HAVING count(*) > 1
            """
        #expect(try answer(twice, program).split(separator: "\n").count == 1, comment)
        // What a worker held that was killed when nothing was left for others to do, the next to come clears away.
        try await Task.sleep(for: .seconds(Self.silence + 1))
        #expect(try program.run(["worker", "--until-idle", "--quiet"]).status == 0)
        for left in [
            "SELECT * FROM lease",
            "SELECT run_id, processor_name, data_date FROM processor_run_history WHERE status = 'running'",
        ] {
            let found = try answer(left, program)
            #expect(found.split(separator: "\n").count == 1, "\(found) \(comment)")
        }
        try await scene.run("verify --digests --quiet").expect(0)
    }
}
