import Foundation
import Testing

/// The main job on real seasons, through the command line: import, backfill, gates.
@Suite(.enabled(if: RealSeasons.folder != nil, "no folder of real seasons; set BACKCOURT_TEST_DATA"))
struct RealSeasonsTests {
    @Test func `three seasons become ten complete tables`() async throws {
        let folder = try #require(RealSeasons.folder)
        let scene = try Scene()
        try await scene.run("init --history-start 2021-10-19 --history-end 2024-06-30").expect(0)
        try await scene.run("import \(folder)").expect(0)
        let gaps = try await scene.run("gaps --format csv")
        gaps.expect(1)
        #expect(gaps.output == Self.coverage(done: false))
        try await scene.run("gate 0").expect(0)
        // Predictions of real seasons are tested where a debug build computes them in minutes, in NBATests.
        for number in 1...2 {
            try await scene.run("backfill phase\(number + 2) --jobs 2").expect(0)
            let gate = try await scene.run("gate \(number)")
            gate.expect(0)
            #expect(gate.output.contains("READY FOR STAGE \(number + 1)"))
        }
        try await scene.run("gaps --phase 3,4 --format csv").expect(0)
        #expect(try await scene.run("gaps --format csv").output == Self.coverage(done: true))
        for (sql, expected) in Self.figures { #expect(try scene.number(sql) == expected, "\(sql)") }
    }

    private static func coverage(done: Bool) -> String {
        let years = [(2021, 72), (2022, 213), (2023, 204), (2024, 144)]
        let header =
            "year,total_dates,phase2_dates,phase3_dates,phase4_dates,phase5_dates,missing_3,missing_4\n"
        return years.reduce(header) { text, year in
            let (complete, missing) = done ? (year.1, 0) : (0, year.1)
            return text + "\(year.0),\(year.1),\(year.1),\(complete),\(complete),0,\(missing),\(missing)\n"
        }
    }

    // Whole-range figures; the formulas have tests of their own.
    private static let figures: [(String, Int)] = [
        ("SELECT count(*) FROM team_offense_game_summary", 7_924),
        ("SELECT sum(points_scored) FROM team_offense_game_summary", 893_547),
        ("SELECT round(sum(possessions)) FROM team_offense_game_summary", 797_887),
        ("SELECT count(*) FROM team_defense_game_summary", 7_924),
        ("SELECT count(*) FROM player_game_summary", 84_022),
        ("SELECT sum(seconds_played) FROM player_game_summary", 114_798_695),
        ("SELECT count(*) FROM upcoming_team_game_context", 7_924),
        ("SELECT sum(stars_out) FROM upcoming_team_game_context", 6_841),
        ("SELECT sum(stars_newly_out) FROM upcoming_team_game_context", 3_830),
        ("SELECT count(*) FROM upcoming_player_game_context", 102_610),
        ("SELECT sum(back_to_back) FROM upcoming_player_game_context", 12_502),
        ("SELECT round(sum(minutes_in_last_7_days)) FROM upcoming_player_game_context", 5_325_037),
        ("SELECT count(*) FROM upcoming_player_game_context WHERE points_avg_last_5 IS NULL", 8_035),
        ("SELECT count(*) FROM upcoming_player_game_context WHERE projected_usage_rate IS NULL", 12_434),
        ("SELECT count(*) FROM upcoming_player_game_context WHERE actual_games < expected_games", 0),
        ("SELECT count(*) FROM upcoming_player_game_context WHERE is_production_ready = 1", 90_176),
    ]
}

enum RealSeasons {
    static let folder: String? = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let candidates: [String?] = [
            ProcessInfo.processInfo.environment["BACKCOURT_TEST_DATA"],
            package.deletingLastPathComponent().appending(path: "shared/data").path,
        ]
        return candidates.compactMap(\.self).first {
            FileManager.default.fileExists(atPath: "\($0)/schedule_2021-22.csv.gz")
        }
    }()
}
