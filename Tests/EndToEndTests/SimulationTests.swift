import Foundation
import Testing

/// Made-up leagues through the command line: they keep every rule, and the pipeline runs on them.
struct SimulationTests {
    @Test(arguments: [
        "--teams 4 --games 8 --seed 1", "--teams 4 --games 1 --seed 2 --seasons 4", "--teams 6 --games 14 --seed 3",
        "--teams 10 --games 12 --seed 4", "--teams 12 --games 6 --seed 5", "--teams 30 --games 5 --seed 6 --seasons 1",
        "--teams 30 --games 10 --seed 18446744073709551615 --seasons 1",
    ])
    func `a made-up league breaks no rule`(_ shape: String) async throws {
        let scene = try Scene()
        try await scene.run("init").expect(0)
        try await scene.run("simulate \(shape) --lines --out ./league").expect(0)
        let imported = try await scene.run("import ./league --strict --quiet")
        imported.expect(0)
        #expect(!imported.output.contains("Issues") && imported.errors.isEmpty)
        for table in ["import_issue", "import_quarantine"] {
            #expect(try scene.number("SELECT count(*) FROM \(table)") == 0)
        }
        let unknown = "SELECT count(*) FROM nbac_player_boxscore WHERE player_id NOT IN (SELECT player_id FROM players)"
        #expect(try scene.number(unknown) == 0)
        let idle = """
            SELECT count(*) FROM nbac_inactive_list l JOIN nbac_player_boxscore b
            ON b.game_id = l.game_id AND b.player_id = l.player_id
            """
        #expect(try scene.number(idle) == 0)
        #expect(try scene.number("SELECT count(*) - count(DISTINCT player_lookup) FROM players") == 0)
    }

    @Test func `the whole pipeline runs on a made-up league`() async throws {
        let scene = try Scene()
        try await scene.run("init").expect(0)
        try await scene.run("simulate --teams 6 --games 24 --lines --import").expect(0)
        let backfill = try await scene.run("backfill --jobs 2")
        backfill.expect(0)
        for number in 1...3 { #expect(backfill.output.contains("READY FOR STAGE \(number)")) }
        try await scene.run("gaps").expect(0)
        try await scene.run("verify --digests").expect(0)
        for sql in [
            "SELECT count(*) FROM player_game_summary", "SELECT count(*) FROM upcoming_player_game_context",
            "SELECT count(*) FROM team_offense_game_summary WHERE pace IS NOT NULL",
        ] { #expect(try scene.number(sql) > 0, "\(sql)") }
        let traded = """
            SELECT count(*) FROM (SELECT player_id FROM nbac_player_boxscore GROUP BY player_id, season
            HAVING count(DISTINCT team_abbr) > 1)
            """
        #expect(try scene.number(traded) > 0)
    }

    @Test func `without a workspace a league is written but not imported`() async throws {
        let scene = try Scene()
        try await scene.run("simulate --teams 4 --games 2 --out ./league").expect(0)
        try await scene.run("simulate --teams 4 --games 2 --out ./league --import").expectSentence(2, "backcourt init")
        #expect(!FileManager.default.fileExists(atPath: scene.workspace))
    }

    @Test func `without a folder an import goes through the inbox`() async throws {
        let scene = try Scene()
        try await scene.run("init").expect(0)
        let simulated = try await scene.run("simulate --teams 4 --games 2 --import --format json")
        simulated.expect(0)
        let inbox = "\(scene.workspace)/inbox"
        #expect(simulated.output.contains("\"out\":\"\(inbox)\""))
        #expect(FileManager.default.fileExists(atPath: "\(inbox)/schedule_2023-24.csv"))
        try await scene.run("import").expect(0)
        #expect(try scene.number("SELECT count(*) FROM import_file_partition") > 0)
    }

    @Test func `a folder with files of its own is left alone`() async throws {
        let scene = try Scene()
        let small = "simulate --seasons 1 --teams 4 --games 2 --out ./league"
        try await scene.run(small + " --defects late").expect(0)
        try await scene.run(small).expect(0)
        #expect(!FileManager.default.fileExists(atPath: scene.path("league/late/shots_2023-24_late.csv")))
        try scene.write(["notes.txt": "mine"], to: "league")
        try await scene.run(small).expectSentence(2, "notes.txt", "--out")
        try FileManager.default.removeItem(atPath: scene.path("league/notes.txt"))
        try scene.write(["arenas.csv": "arena,city,lat,lon,timezone\n"], to: "league")
        try await scene.run(small).expectSentence(2, "arenas.csv", "--out")
        try await scene.run("simulate --teams 4 --games 2 --out ./league/arenas.csv").expectSentence(2, "no folder")
        try FileManager.default.createSymbolicLink(
            atPath: scene.path("link"), withDestinationPath: scene.path("league"))
        try await scene.run("simulate --teams 4 --games 2 --out ./link").expectSentence(2, "arenas.csv")
    }
}
