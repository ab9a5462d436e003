import Foundation
import GameCalendar
import Rehearsal
import Testing

/// The same program over BigQuery, of which an emulator plays the part: the same digests, the same healing.
@Suite(.enabled(if: BigQueryProject.emulator != nil, "without the emulator that make test starts"), .serialized)
struct BigQueryStoreTests {
    private static let league = TinyLeague(dates: 5, from: .november(1))

    private func scene(_ project: BigQueryProject) async throws -> Scene {
        let scene = try Scene()
        try await scene.run("init --store bigquery --url \(project.address)").expect(0)
        return scene
    }

    @Test func `import, backfill and everything that reads give what they give on SQLite`() async throws {
        let embedded = try await Scene(Self.league)
        let cloud = try await scene(try BigQueryProject())
        try await cloud.run("import ./raw", writing: Self.league).expect(0)
        let plan = try await cloud.run("plan --format json")
        #expect(plan.status == 0 && plan.output.contains("\"estimate_read_bytes\":"), "\(plan.output) \(plan.errors)")
        for scene in [embedded, cloud] { try await scene.run("backfill --quiet --jobs 2").expect(0) }
        let expected = try embedded.answer(Scene.everyDigest)
        #expect(expected.split(separator: "\n").count > 75)
        #expect(try cloud.answer(Scene.everyDigest) == expected)
        for line in [
            "gaps|--report|coverage-by-month", "gaps|--report|null-shares", "gaps|--report|duplicate-keys",
            "schema|--verify", "failures", "explain|player_game_summary|--player|201|--date|2023-11-05", "players",
            "query|SELECT game_date, count(*) AS n, sum(points) AS p, avg(points) AS a, max(is_starter) AS s "
                + "FROM player_game_summary GROUP BY 1 ORDER BY 1",
        ] {
            let arguments = line.split(separator: "|").map(String.init) + ["--format", "csv"]
            let (left, right) = (try embedded.program().run(arguments), try cloud.program().run(arguments))
            #expect(left.status == right.status && left.output == right.output, "\(line): \(left) \(right)")
        }
        try await cloud.run("verify --digests").expect(0)
        for refused in [
            "DELETE FROM player_game_summary WHERE TRUE", "SELECT * FROM partition_state, player_game_summary",
        ] {
            #expect(try cloud.program().run(["query", refused]).status == 2)
        }
    }

    @Test(.enabled(if: PostgresDatabase.server != nil, "without the server that make test starts"))
    func `the engine's tables may be on a server`() async throws {
        let embedded = try await Scene(Self.league)
        let cloud = try Scene()
        let (project, database) = (try BigQueryProject(), try PostgresDatabase())
        try await cloud.run(
            "init --store bigquery --url \(project.address) --engine-store postgres --engine-url \(database.address)"
        ).expect(0)
        try await cloud.run("import ./raw", writing: Self.league).expect(0)
        for scene in [embedded, cloud] { try await scene.run("backfill phase3 --quiet").expect(0) }
        #expect(try cloud.answer(Scene.everyDigest) == embedded.answer(Scene.everyDigest))
        #expect(!FileManager.default.fileExists(atPath: "\(cloud.workspace)/backcourt.sqlite"))
        let config = try await cloud.run("config --format json")
        #expect(config.output.contains("\"engine_store\":\"postgres\""), "\(config.output)")
        let ddl = try await cloud.run("schema --ddl")
        #expect(
            ddl.output.contains("PARTITION BY `game_date` CLUSTER BY") && ddl.output.contains("CREATE UNIQUE INDEX"))
    }

    @Test(arguments: ["beforeCommit:2", "afterCommit:2"])
    func `a killed backfill leaves nothing that is believed and is not so`(_ fault: String) async throws {
        let embedded = try await Scene(Self.league)
        try await embedded.run("backfill phase3 --quiet").expect(0)
        let cloud = try await scene(try BigQueryProject())
        try await cloud.run("import ./raw", writing: Self.league).expect(0)
        let killed = try cloud.program().run(["backfill", "phase3", "--quiet"], fault: fault)
        #expect(killed.outcome.ending == .killed(signal: SIGKILL))
        let check = try await cloud.run("verify --format json")
        // Killed before a commit, this process had its rows in one store and nothing of them in the other.
        #expect(check.output.contains("without a recorded state") == fault.hasPrefix("before"))
        try await cloud.run("backfill phase3 --quiet").expect(0)
        #expect(try cloud.answer(Scene.everyDigest) == embedded.answer(Scene.everyDigest))
        let healed = try await cloud.run("verify --digests --format json")
        #expect(!healed.output.contains("content_mismatch") && !healed.output.contains("unrecorded"))
    }

    @Test(arguments: ["beforeCommit:3"])
    func `a killed import goes on where it was`(_ fault: String) async throws {
        let embedded = try await Scene(Self.league)
        let cloud = try await scene(try BigQueryProject())
        try cloud.write(Self.league, to: "raw")
        let killed = try cloud.program().run(["import", cloud.path("raw")], fault: fault)
        #expect(killed.outcome.ending == .killed(signal: SIGKILL))
        try await cloud.run("import ./raw").expect(0)
        #expect(try cloud.answer(Scene.everyDigest) == embedded.answer(Scene.everyDigest))
        // Every row was read again: nothing but what is not computed yet is a problem.
        let check = try await cloud.run("verify --digests --format json")
        #expect(!check.output.contains("content_mismatch") && !check.output.contains("unrecorded_rows"))
    }

    @Test func `a store moves there and back, and is the same`() async throws {
        let embedded = try await Scene(Self.league)
        try await embedded.run("backfill --quiet").expect(0)
        let cloud = try await scene(try BigQueryProject())
        try await embedded.run("migrate --to \(cloud.workspace)").expect(0)
        #expect(try cloud.answer(Scene.everyDigest) == embedded.answer(Scene.everyDigest))
        let nothing = try await cloud.run("backfill --format json")
        #expect(nothing.status == 0 && nothing.output.contains("\"done\":0"), "\(nothing.output)")
        let again = try await embedded.run("migrate --to \(cloud.workspace) --format json")
        #expect(again.status == 0 && again.output.contains("\"copied\":0"), "\(again.output)")
        let back = try Scene()
        try await back.run("init").expect(0)
        try await cloud.run("migrate --to \(back.workspace)").expect(0)
        #expect(try back.digests() == embedded.digests())
        try await back.run("verify --digests").expect(0)
    }

    @Test func `what cannot be reached or may not be used is one sentence`() async throws {
        let scene = try Scene()
        for (line, word) in [
            ("init --store bigquery", "--url"), ("init --engine-store sqlite", "--engine-store"),
            ("init --store bigquery --url bigquery://p --engine-store postgres", "--engine-url"),
            ("init --store bigquery --url bigquery://p --engine-store bigquery", "--engine-store"),
        ] {
            let result = try await scene.run(line)
            #expect(result.status == 2 && result.errors.contains(word), "\(result.errors)")
        }
        try await scene.run("init --store bigquery --url bigquery://u:pw@p").expectSentence(2, "password")
        try await scene.run("init --store bigquery --url bigquery://p?credentials=/none.json")
            .expectSentence(5, "/none.json")
        try await scene.run("init --store bigquery --url bigquery://p?endpoint=http://127.0.0.1:1")
            .expectSentence(5, "127.0.0.1:1")
        let project = try BigQueryProject()
        try project.post(#"{"datasetReference":{"datasetId":"nba_raw"},"location":"US"}"#, to: "/datasets")
        try project.post(
            #"{"tableReference":{"tableId":"nbac_schedule"},"schema":{"fields":[{"name":"game_id","type":"INT64"}]}}"#,
            to: "/datasets/nba_raw/tables")
        try await scene.run("init --store bigquery --url \(project.address)").expectSentence(5, "nbac_schedule")
        try await scene.run("init --store bigquery --url \(project.address)&location=EU").expectSentence(
            2, "location=US")
        #expect(!FileManager.default.fileExists(atPath: "\(scene.workspace)/config.json"))
    }
}
