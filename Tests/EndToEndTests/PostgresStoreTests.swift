import Foundation
import GameCalendar
import Rehearsal
import Testing

/// The same program over a server: the same digests, the same answers, the same healing.
@Suite(.enabled(if: PostgresDatabase.server != nil)) struct PostgresStoreTests {
    private static let league = TinyLeague(dates: 10, from: .november(1))

    /// A workspace over a database of its own.
    private func scene(_ database: PostgresDatabase, timeout: Int? = nil) async throws -> Scene {
        let scene = try Scene()
        try await scene.run("init --store postgres --url \(database.address)").expect(0)
        if let timeout {
            let path = "\(scene.workspace)/config.json"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacing("{\n", with: "{\n  \"worker_timeout_seconds\" : \(timeout),\n", maxReplacements: 1)
                .write(toFile: path, atomically: true, encoding: .utf8)
        }
        return scene
    }

    @Test func `import, backfill and everything that reads give what they give on SQLite`() async throws {
        let embedded = try await Scene(Self.league)
        let database = try PostgresDatabase()
        let served = try await scene(database)
        try await served.run("import ./raw", writing: Self.league).expect(0)
        for scene in [embedded, served] { try await scene.run("backfill --quiet --jobs 2").expect(0) }
        let expected = try embedded.answer(Scene.everyDigest)
        #expect(expected.split(separator: "\n").count > 150)
        #expect(try served.answer(Scene.everyDigest) == expected)
        for line in [
            "gaps|--report|coverage-by-month", "gaps|--report|null-shares", "gaps|--report|readiness",
            "gaps|--report|duplicate-keys", "processors", "plan|--force", "schema|--verify", "failures",
            "explain|player_game_summary|--player|201|--date|2023-11-05", "players", "grade",
            "query|SELECT game_date, count(*), sum(points), avg(points), max(is_starter) FROM player_game_summary "
                + "GROUP BY 1 ORDER BY 1",
        ] {
            let arguments = line.split(separator: "|").map(String.init) + ["--format", "csv"]
            let (left, right) = (try embedded.program().run(arguments), try served.program().run(arguments))
            #expect(left.status == right.status && left.output == right.output, "\(line): \(left) \(right)")
        }
        try await served.run("backfill").expect(0)
        try await served.run("verify").expect(0)
    }

    @Test func `a server that is shut down is told of in one sentence, not in the server's words`() async throws {
        let server = try PostgresServer()
        let database = try PostgresDatabase(on: server)
        let scene = try await scene(database)
        let finished = try scene.program().run(["query", "SELECT pg_sleep(60)"]) { _ in
            // Rows of a query are fetched by portions.
            let active = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'FETCH % FROM answer'"
            var looks = 0
            while try database.rows(active).isEmpty, looks < 200 {
                usleep(100_000)
                looks += 1
            }
            try server.shutDown()
        }
        #expect(finished.status == 5)
        let lines = finished.errors.split(separator: "\n")
        #expect(lines.count == 1 && lines.first?.hasPrefix("backcourt: ") == true, "\(finished.errors)")
    }

    @Test(arguments: ["afterLease:2", "beforeCommit:3", "afterCommit:2"])
    func `a killed backfill is taken over when its worker has been silent for long enough`(_ fault: String) async throws
    {
        let embedded = try await Scene(Self.league)
        try await embedded.run("backfill --quiet").expect(0)
        let database = try PostgresDatabase()
        let served = try await scene(database, timeout: 2)
        try await served.run("import ./raw", writing: Self.league).expect(0)
        let killed = try served.program().run(["backfill", "--quiet"], fault: fault)
        #expect(killed.outcome.ending == .killed(signal: SIGKILL))
        let isTaken = try await eventually(60) {
            try served.program().run(["backfill", "--quiet"]).status == 0
        }
        #expect(isTaken)
        #expect(try served.answer(Scene.everyDigest) == embedded.answer(Scene.everyDigest))
    }

    @Test func `a store moves to a server and back, and is the same`() async throws {
        let embedded = try await Scene(Self.league)
        try await embedded.run("backfill --quiet").expect(0)
        let database = try PostgresDatabase()
        let served = try await scene(database)
        try await embedded.run("migrate --to \(served.workspace)").expect(0)
        #expect(try served.answer(Scene.everyDigest) == embedded.answer(Scene.everyDigest))
        let history = "query|SELECT * FROM processor_run_history ORDER BY run_id"
        let lineage = "query|SELECT table_name, game_date, input_name, digest FROM partition_input ORDER BY 1, 2, 3"
        let numbers =
            "query|SELECT table_name, game_date, changed_at_commit, computed_at_commit FROM partition_state ORDER BY 1, 2"
        for line in [history, lineage, numbers] {
            #expect(try served.answer(line) == embedded.answer(line))
        }
        // Nothing is left to do, and nothing is copied twice.
        let nothing = try await served.run("backfill --format json")
        #expect(nothing.status == 0 && nothing.output.contains("\"done\":0"), "\(nothing.output)")
        let again = try await embedded.run("migrate --to \(served.workspace) --format json")
        #expect(again.status == 0 && again.output.contains("\"copied\":0"), "\(again.output)")
        // What is computed there comes back.
        try await served.run("backfill phase3 --force --quiet").expect(0)
        let back = try Scene()
        try await back.run("init").expect(0)
        try await served.run("migrate --to \(back.workspace)").expect(0)
        #expect(try back.digests() == embedded.digests())
        try await back.run("verify --digests").expect(0)
        // A store with something else in it is left alone.
        let other = try await Scene(TinyLeague(dates: 3, from: .november(4)))
        try await embedded.run("migrate --to \(other.workspace)").expectSentence(2, "empty store")
    }

    @Test func `what cannot be reached or may not be used is one sentence`() async throws {
        let scene = try Scene()
        for line in ["init --store postgres", "init --store sqlite --url postgresql://h/d"] {
            let result = try await scene.run(line)
            #expect(result.status == 2 && result.errors.contains("--url"), "\(result.errors)")
        }
        let secret = try await scene.run("init --store postgres --url postgresql://u:pw@127.0.0.1/d")
        secret.expectSentence(2, "PGPASSWORD")
        #expect(!secret.errors.contains("pw@"))
        try await scene.run("init --store postgres --url postgresql://u@127.0.0.1:1/d").expectSentence(5, "127.0.0.1:1")
        #expect(!FileManager.default.fileExists(atPath: "\(scene.workspace)/config.json"))
        let database = try PostgresDatabase()
        try database.run("CREATE SCHEMA nba_raw; CREATE TABLE nba_raw.nbac_schedule (game_id bigint)")
        try await scene.run("init --store postgres --url \(database.address)").expectSentence(5, "nbac_schedule")
        #expect(!FileManager.default.fileExists(atPath: "\(scene.workspace)/config.json"))
    }
}
