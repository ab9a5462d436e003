import Foundation
import Testing

/// Commands that need little telling.
struct SmallCommandTests {
    @Test func `history is narrowed by table, status, date and limit, newest first`() async throws {
        let harness = try await CommandLineHarness.league.value
        let all = await harness.run("history", "--format", "json").objects("runs")
        #expect(all.count == 50)
        let times = all.compactMap { $0["created_at"] as? String }
        #expect(times == times.sorted(by: >))
        let some = await harness.run(
            "history", "--table", "PlayerGameSummaryProcessor", "--dates", "2023-11-01,2023-11-02", "--status",
            "success", "--format", "json"
        ).objects("runs")
        #expect(some.compactMap { $0["data_date"] as? String } == ["2023-11-02", "2023-11-01"])
        #expect(await harness.run("history", "--phase", "3", "--limit=1000", "--format=csv").lines.count == 41)
        #expect(await harness.run("history", "--status", "failed").out == "(none)\n")
    }

    @Test func `a query prints NULL as an empty cell and as null`() async throws {
        let harness = try await CommandLineHarness.league.value
        let sql = "SELECT 1 AS a, NULL AS b, 0.1 AS c, 'x,y' AS d"
        #expect(await harness.run("query", sql, "--format", "csv").out == "a,b,c,d\n1,,0.1,\"x,y\"\n")
        #expect(
            await harness.run("query", sql, "--format", "json").out
                == #"{"columns":["a","b","c","d"],"rows":[[1,null,0.1,"x,y"]],"total":1}"# + "\n")
        #expect(await harness.run("query", sql).out == "a  b    c  d\n1     0.1  x,y\n")
    }

    @Test(arguments: ["jokic", "JOKIĆ", "nikola jok", "203999"])
    func `players are found whatever the spelling`(_ name: String) async throws {
        let harness = try await CommandLineHarness.league.value
        let result = await harness.run("players", name, "--format", "csv")
        #expect(result.out == "player_id,player_name,player_lookup\n203999,Nikola Jokić,nikolajokic\n")
    }

    @Test func `the line to use is one that somebody offers`() async throws {
        let harness = try await CommandLineHarness.league.value
        let result = await harness.run("lines", "2023-11-12", "--market", "points", "--format", "json")
        let lines = result.objects("lines")
        #expect(lines.count == 20)
        #expect(lines.allSatisfy { $0["line"] as? Double == 15.5 && $0["bookmakers"] as? Int == 3 })
        #expect(await harness.run("lines", "0022300015", "--format", "csv").lines.count == 11)
        #expect(await harness.run("lines", "2023-11-01").out == "(none)\n")
        #expect(await harness.run("lines", "2023-11-12", "--market", "pra").out == "(none)\n")
    }

    @Test func `a backup is a store of its own and never overwrites`() async throws {
        let harness = try await CommandLineHarness.copy()
        let result = await harness.run("backup", harness.path("copy.sqlite"), "--format", "json")
        #expect(result.code == 0)
        #expect(result.object["bytes"] as? Int ?? 0 > 10_000)
        #expect(await harness.run("backup", harness.path("copy.sqlite")).code == 2)
        let restored = try CommandLineHarness()
        await restored.run("init")
        try FileManager.default.removeItem(atPath: "\(restored.workspace)/backcourt.sqlite")
        try FileManager.default.copyItem(
            atPath: harness.path("copy.sqlite"), toPath: "\(restored.workspace)/backcourt.sqlite")
        let digests = [await restored.run("verify", "--digests"), await harness.run("verify", "--digests")]
        #expect(digests[0].code == 0 && digests[0].lines.last == digests[1].lines.last)
    }

    @Test func `the configuration names its sources and holds no secret`() async throws {
        let harness = try await CommandLineHarness.league.value
        let result = await harness.run("config", "--format", "csv")
        #expect(result.lines[0] == "name,value,source")
        #expect(result.out.contains("workspace,\(harness.workspace),environment\n"))
        #expect(result.out.contains("history_start,2023-11-01,"))
        #expect(result.out.contains("history_end,2023-11-12,data\n"))
        #expect(!result.out.contains("token"))
    }

    @Test func `processors need no workspace, and --list is what run --list prints`() async throws {
        let harness = try CommandLineHarness()
        let jobs = await harness.run("processors", "--list")
        let spelled = await harness.run("run", "--list")
        #expect(jobs.code == 0 && jobs.out == spelled.out)
        #expect(jobs.lines.contains("analytics/player_game_summary"))
        let dot = await harness.run("processors", "--dot")
        #expect(dot.out.hasPrefix("digraph backcourt {\n") && dot.out.hasSuffix("}\n"))
        let tree = await harness.run("processors", "--graph")
        #expect(tree.lines[0] == "prediction_grades")
        #expect(tree.out.contains("└─ ") || tree.out.contains("├─ "))
    }

    @Test func `the schema is listed, printed as statements, and compared`() async throws {
        let harness = try await CommandLineHarness.copy()
        let one = await harness.run("schema", "arenas", "--format", "csv")
        #expect(one.lines[1] == "arenas,arena,text,false,,Name as the schedule spells it.")
        let ddl = await harness.run("schema", "arenas", "--ddl")
        #expect(ddl.out.hasPrefix("CREATE TABLE IF NOT EXISTS \"arenas\" (\"arena\" TEXT NOT NULL"))
        #expect(await harness.run("schema", "--verify").out == "Every table is as declared.\n")
        try harness.edit("ALTER TABLE arenas DROP COLUMN city")
        let differs = await harness.run("schema", "--verify", "--format", "json")
        #expect(differs.code == 1)
        #expect(differs.object["ok"] as? Bool == false)
        #expect(differs.objects("differences").first?["column"] as? String == "city")
    }
}
