import Foundation
import Testing

/// Faults planted on purpose are found, exactly those, and late files heal what came late.
struct SimulatedDefectTests {
    private static let league = "--seasons 1 --teams 6 --games 20 --lines"

    /// A workspace with a league that has every kind of defect.
    private func broken(seed: Int, _ kinds: String = "missing,partial,late,duplicate") async throws
        -> (scene: Scene, defects: SimulatedDefects, imported: String)
    {
        let scene = try Scene()
        try await scene.run("init").expect(0)
        let simulated = try await scene.run(
            "simulate \(Self.league) --seed \(seed) --defects \(kinds) --out ./league --format json")
        simulated.expect(0)
        let imported = try await scene.run("import ./league --format json")
        imported.expect(0)
        return (scene, try SimulatedDefects(simulated.output), imported.output)
    }

    /// Rows of a report as `table date`.
    private func partitions(_ report: String, _ scene: Scene) async throws -> Set<String> {
        let printed = try await scene.run("gaps --report \(report) --phase 2 --format csv")
        let rows = printed.output.split(separator: "\n").dropFirst()
        return Set(rows.map { $0.split(separator: ",").prefix(2).joined(separator: " ") })
    }

    private func problems(_ scene: Scene) async throws -> Set<String> {
        let printed = try await scene.run("verify --phase 2 --format json")
        let object = try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? [String: Any]
        let problems = try #require(object?["problems"] as? [[String: Any]])
        return Set(problems.map { "\($0["code"] ?? "") \($0["table"] ?? "") \($0["date"] ?? "")" })
    }

    @Test(arguments: [1, 2, 3])
    func `gap analysis finds what is missing, what is partial, and nothing else`(_ seed: Int) async throws {
        let (scene, defects, _) = try await broken(seed: seed)
        let missing = defects.requiredPartitions("missing", "late")
        let partial = defects.requiredPartitions("partial")
        #expect(missing.count == 8 && partial.count == 2)
        #expect(try await partitions("missing-dates", scene) == missing)
        #expect(try await partitions("partial-dates", scene) == partial)
        let expected = missing.map { "missing \($0)" } + partial.map { "partial \($0)" }
        #expect(try await problems(scene) == Set(expected))
        try await scene.run("verify --phase 2").expect(1)
        try await scene.run("gaps --phase 2").expect(1)
        try await scene.run("gate 0").expect(1)
    }

    @Test func `tables that may be incomplete lack the dates that are listed, and no others`() async throws {
        let (scene, defects, _) = try await broken(seed: 4)
        for table in ["nbac_shot_chart", "odds_game_lines", "odds_player_props", "nbac_inactive_list"] {
            let listed = Set(defects.of("missing", "late").filter { $0.table == table }.map(\.date))
            #expect(try Set(scene.texts(Self.datesWithout(table))) == listed, "\(table)")
        }
    }

    // Play-in games and cup finals have no shots.
    private static func datesWithout(_ table: String) -> String {
        "SELECT DISTINCT game_date FROM nbac_schedule WHERE season_type IN ('regular', 'playoffs') "
            + "EXCEPT SELECT game_date FROM \(table)"
    }

    @Test(arguments: [5, 6])
    func `quarantine and issues hold what was doubled and cut, and nothing else`(_ seed: Int) async throws {
        let (scene, defects, imported) = try await broken(seed: seed)
        let doubled = defects.of("duplicate")
        let contradicted = doubled.filter { $0.detail.contains("another plus_minus") }
        #expect(doubled.count == 3 && contradicted.count == 1)
        for table in ["nbac_team_boxscore", "nbac_player_boxscore"] {
            let dropped = doubled.filter { $0.table == table && !contradicted.contains($0) }.reduce(0) { $0 + $1.rows }
            #expect(dropped > 0 && Self.count("duplicates_dropped", of: table, in: imported) == dropped)
        }
        let game = try #require(contradicted[0].game)
        #expect(try scene.number("SELECT count(*) FROM import_quarantine") == 1)
        #expect(
            try scene.number(
                "SELECT count(*) FROM import_quarantine WHERE reason_code = 'superseded_in_file' "
                    + "AND table_name = 'nbac_player_boxscore' AND raw_text LIKE '\(game)%'") == 1)
        for entry in defects.of("partial") {
            let codes = entry.table == "nbac_team_boxscore" ? 1 : 4
            let sql = "SELECT count(*) FROM import_issue WHERE game_id = '\(try #require(entry.game))'"
            #expect(try scene.number(sql) == codes)
        }
        #expect(try scene.number("SELECT count(DISTINCT game_id) FROM import_issue") == 2)
    }

    private static func count(_ column: String, of table: String, in output: String) -> Int? {
        let object = try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        let tables = object?["tables"] as? [[String: Any]] ?? []
        return tables.first { $0["table"] as? String == table }?[column] as? Int
    }

    @Test func `late files heal what came late`() async throws {
        let (scene, defects, _) = try await broken(seed: 7, "late,duplicate")
        #expect(!defects.requiredPartitions("late").isEmpty)
        try await scene.run("backfill phase3").expect(1)
        try await scene.run("import ./league/late").expect(0)
        #expect(try await problems(scene).isEmpty)
        try await scene.run("gate 0").expect(0)
        try await scene.run("backfill phase3").expect(0)
        try await scene.run("gate 1").expect(0)

        let intact = try Scene()
        try await intact.run("init").expect(0)
        try await intact.run("simulate \(Self.league) --seed 7 --out ./league").expect(0)
        try await intact.run("import ./league --strict").expect(0)
        try await intact.run("backfill phase3").expect(0)
        #expect(try scene.digests() == intact.digests())
    }

    @Test func `what is missing for good stays missing after the late files`() async throws {
        let (scene, defects, _) = try await broken(seed: 8)
        try await scene.run("import ./league/late").expect(0)
        let expected =
            defects.requiredPartitions("missing").map { "missing \($0)" }
            + defects.requiredPartitions("partial").map { "partial \($0)" }
        #expect(try await problems(scene) == Set(expected))
    }

    @Test(arguments: ["missing", "partial", "late", "duplicate"])
    func `one kind alone is planted alone`(_ kind: String) async throws {
        let (_, defects, _) = try await broken(seed: 9, kind)
        #expect(Set(defects.entries.map(\.kind)) == [kind])
    }
}
