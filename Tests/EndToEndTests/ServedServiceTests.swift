import Foundation
import GameCalendar
import Rehearsal
import Testing

/// The service and its pages over stores that are elsewhere.
@Suite(.serialized) struct ServedServiceTests {
    @Test(.enabled(if: PostgresDatabase.server != nil, "without the server that make test starts"))
    func `over PostgreSQL a date arrives and ends in predictions and grades, and pages show them`() async throws {
        let database = try PostgresDatabase()
        try await lives(["--store", "postgres", "--url", database.address])
    }

    @Test(.enabled(if: BigQueryProject.emulator != nil, "without the emulator that make test starts"))
    func `over BigQuery a date arrives and ends in predictions and grades, and pages show them`() async throws {
        try await lives(["--store", "bigquery", "--url", try BigQueryProject().address])
    }

    private func lives(_ place: [String]) async throws {
        var league = TinyLeague(dates: 5, from: .november(1))
        let dates = league.dates
        league.unplayedFrom = dates[3]
        let scene = try Scene()
        try await scene.run("init \(place.joined(separator: " "))").expect(0)
        try await scene.run("import ./raw", writing: league).expect(0)
        try await scene.run("backfill --quiet").expect(0)
        let service = try LiveProgram(scene.program(), errors: scene.path("err"))
        let arePredicted = try await eventually(120) { try rows("player_prop_predictions", dates[3], scene) > 0 }
        #expect(arePredicted, "\(service.messages)")
        league.unplayedFrom = dates[4]
        try service.deliver(league.files)
        let areGraded = try await eventually(120) {
            try rows("prediction_grades", dates[3], scene) > 0 && rows("player_prop_predictions", dates[4], scene) > 0
        }
        #expect(areGraded, "\(service.messages)")
        for (path, shown) in [
            ("/", "Backfill"), ("/gates", "Gate 1"), ("/api/status", "\"workers\""), ("/metrics", "backcourt"),
            ("/healthz", "ok"), ("/readyz", "ok"),
        ] {
            let answer = try service.reader().get(path)
            #expect(
                answer.status == 200 && answer.body.contains(shown),
                "\(path): \(answer.status) \(answer.body.prefix(300))")
        }
        #expect(service.stop()?.ending == .exited(0), "\(service.messages)")
        try await scene.run("verify --digests --quiet").expect(0)
        try await scene.run("gate all --format json").expect(0, 1)
    }

    @Test(.enabled(if: PostgresDatabase.server != nil, "without the server that make test starts"))
    func `whom the store has failed registers anew, and what it did not know that it held is free`() async throws {
        let database = try PostgresDatabase()
        let scene = try Scene()
        try await scene.run("init --store postgres --url \(database.address)").expect(0)
        try await scene.run("import ./raw", writing: TinyLeague(dates: 2, from: .november(1))).expect(0)
        let service = try LiveProgram(scene.program(), errors: scene.path("err"))
        let engine = "nba_orchestration"
        let isRegistered = try await eventually(30) { try workers(database).count == 1 }
        #expect(isRegistered, "\(service.messages)")
        let first = try workers(database)
        // As a claim leaves it that was granted, and whose answer was lost.
        try database.run(
            """
            INSERT INTO \(engine).lease (table_name, game_date, worker_id, run_id, acquired_at)
            SELECT 'player_game_summary', '2023-11-01', worker_id, 'r-lost', now() FROM \(engine).worker
            """)
        try database.run("ALTER TABLE \(engine).outbox RENAME TO outbox_away; NOTIFY backcourt_commit")
        let isTold = await eventually(60) { service.messages.contains("waiting for the store") }
        #expect(isTold, "\(service.messages)")
        try database.run("ALTER TABLE \(engine).outbox_away RENAME TO outbox")
        let isAnew = try await eventually(30) { try workers(database).count == 1 && workers(database) != first }
        #expect(isAnew, "\(service.messages)")
        #expect(try database.rows("SELECT run_id FROM \(engine).lease") == [])
        #expect(service.stop()?.ending == .exited(0), "\(service.messages)")
        #expect(try workers(database) == [])
    }

    private func workers(_ database: PostgresDatabase) throws -> [String] {
        try database.rows("SELECT worker_id FROM nba_orchestration.worker")
    }

    private func rows(_ table: String, _ date: GameDate, _ scene: Scene) throws -> Int {
        let sql = "SELECT count(*) AS n FROM \(table) WHERE game_date = DATE '\(date)'"
        let finished = try scene.program().run(["query", sql, "--format", "csv"])
        return finished.output.split(separator: "\n").last.flatMap { Int($0) } ?? 0
    }
}
