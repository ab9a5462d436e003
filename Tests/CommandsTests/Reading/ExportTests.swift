import Foundation
import Testing

struct ExportTests {
    @Test func `rows come by date and key with their header, numbers exact`() async throws {
        let harness = try await CommandLineHarness.league.value
        let result = await harness.run("export", "team_offense_game_summary", "--dates", "2023-11-02,2023-11-01")
        #expect(result.code == 0)
        #expect(result.lines.count == 9)
        #expect(result.lines[0].hasPrefix("game_id,game_date,season,season_year,season_type,game_key,team_abbr"))
        let keys = result.lines.dropFirst().map { $0.split(separator: ",")[..<2].joined(separator: " ") }
        #expect(keys == keys.sorted())
        #expect(!result.lines[0].contains("source_file_id"))
        let stored = await harness.run(
            "query", "SELECT offensive_rating FROM team_offense_game_summary WHERE game_id = '0022300001'", "--format",
            "csv")
        #expect(result.out.contains(stored.lines[1]), "the shortest form that reads back as the same number")
    }

    @Test func `csv and json hold the same rows, and NULL stays NULL`() async throws {
        let harness = try await CommandLineHarness.league.value
        let csv = await harness.run("export", "upcoming_player_game_context", "--start-date", "2023-11-01")
        let json = await harness.run(
            "export", "upcoming_player_game_context", "--start-date", "2023-11-01", "--format", "json")
        let rows = json.objects("rows")
        #expect(json.object["table"] as? String == "upcoming_player_game_context")
        #expect(rows.count == csv.lines.count - 1 && rows.count == 20)
        #expect(rows.allSatisfy { $0["points_avg_last_5"] is NSNull && $0["points_line"] is NSNull })
    }

    @Test func `a file equals what standard output gets, and leaves no draft`() async throws {
        let harness = try await CommandLineHarness.copy()
        let printed = await harness.run("export", "analytics/player_game_summary")
        let result = await harness.run("export", "player_game_summary", "--to", harness.path("out.csv"))
        #expect(result.code == 0 && result.out.isEmpty)
        #expect(result.err.contains("160 rows of player_game_summary"))
        #expect(harness.text("out.csv") == printed.out)
        let left = try FileManager.default.contentsOfDirectory(atPath: harness.directory)
        #expect(left.filter { $0.hasPrefix("out.csv") } == ["out.csv"])
        let quiet = await harness.run("export", "player_game_summary", "--to", harness.path("out.csv"), "--quiet")
        #expect(quiet.err.isEmpty)
    }

    @Test func `a table without dates and the engine's own are exported whole`() async throws {
        let harness = try await CommandLineHarness.league.value
        #expect(await harness.run("export", "players").lines.count == 25)
        #expect(await harness.run("export", "partition_state").lines.count > 100)
        #expect(await harness.run("export", "arenas", "--format=json").objects("rows").count == 4)
    }

    @Test func `only texts a spreadsheet would evaluate are guarded`() async throws {
        let harness = try await CommandLineHarness.copy()
        try Data("player_id,bref_player_id,player_name\n1,x1,=1+1\n2,x2,Plain\n".utf8)
            .write(to: URL(filePath: harness.path("players.csv")))
        await harness.run("import", harness.path("players.csv"))
        #expect(await harness.run("export", "players").out.contains(",=1+1,"))
        let guarded = await harness.run("export", "players", "--excel-safe=true")
        #expect(guarded.out.contains(",'=1+1,") && guarded.out.contains(",Plain,"))
    }
}
