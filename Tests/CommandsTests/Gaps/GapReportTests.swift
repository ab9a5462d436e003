import Foundation
import Testing

@testable import Commands

/// The twenty reports as the command line gives them, over a store in which each of them has something to say.
struct GapReportTests {
    /// One report and what its users rely on.
    struct Expected: Sendable, CustomTestStringConvertible {
        let number: Int
        let name: String
        let columns: [String]
        /// A row that the damaged store must show, by its first cells in CSV.
        let row: String
        var testDescription: String { "\(number) \(name)" }

        init(_ number: Int, _ name: String, _ columns: String, _ row: String) {
            (self.number, self.name, self.row) = (number, name, row)
            self.columns = columns.split(separator: " ").map(String.init)
        }
    }

    // What they tell of a sound table is no other than of a damaged one.
    private static let descriptive: Set = ["throughput", "run-times", "null-share", "readiness", "lookback"]
    // Messages, lists of dates and eleven columns of windows are beyond any terminal.
    private static let wide: Set = ["unresolved-failures", "failures-by-cause", "stale", "lookback"]

    private static let years = "total_dates phase2_dates phase3_dates phase4_dates phase5_dates missing_3 missing_4"

    static let reports = [
        Expected(1, "coverage-by-year", "year \(years)", "2023,8,8,7,5,7,1,3"),
        Expected(2, "missing-dates", "table game_date", "team_offense_game_summary,2023-11-12"),
        Expected(3, "coverage-by-month", "month \(years)", "2023-11,8,8,7,5,7,1,3"),
        Expected(
            4, "gap-runs", "table first_date last_date game_dates", "team_offense_game_summary,2023-11-12,2023-11-12,1"),
        Expected(
            5, "coverage-all-tables", "table phase expected present complete partial stale missing waived",
            "player_daily_cache,4,8,8,7,1,0,0,0"),
        Expected(6, "progress", "table done remaining percent band", "player_daily_cache,7,1,87.5,75-<100"),
        Expected(
            7, "throughput", "table dates_last_hour dates_per_hour remaining seconds_left ends_at",
            "team_offense_game_summary,8,"),
        Expected(
            8, "success-by-processor",
            "processor_name dates_expected dates_processed successful failed success_rate",
            "team_offense_game_summary,8,8,7,1,87.5"),
        Expected(
            9, "unresolved-failures",
            "processor_name data_date status error_category error_code error_message run_id",
            "team_offense_game_summary,2023-11-12,failed,data,"),
        Expected(
            10, "failures-by-cause", "error_category error_code count first_date last_date sample", "data,"),
        Expected(
            11, "partial-dates", "table game_date rows keys_missing keys_surplus flaw", "player_daily_cache,2023-11-09,"
        ),
        Expected(12, "retry-list", "table count dates", "team_offense_game_summary,1,2023-11-12"),
        Expected(13, "gates", "gate status scope evaluated_at override", "1,not_passed,2023-11-01:2023-11-12,"),
        Expected(
            14, "run-times", "processor_name runs mean_seconds p50_seconds p95_seconds max_seconds",
            "team_offense_game_summary,8,"),
        Expected(15, "duplicates", "table game_date key rows", "team_defense_zone_analysis,2023-11-08,"),
        Expected(
            16, "null-share", "table column month rows null_rows null_pct",
            "player_daily_cache,points_avg_last_5,2023-11,"),
        Expected(
            17, "readiness", "table month rows production_ready_pct early_season_pct causes",
            "player_daily_cache,2023-11,"),
        Expected(
            18, "lookback",
            "table game_date input lookback required first_date last_date dates complete missing before_history",
            "player_daily_cache,2023-11-09,player_game_summary,season,true,2023-11-01,2023-11-08,5,5,0,0"),
        Expected(19, "zero-rows", "table game_date status run_id", "team_defense_game_summary,2023-11-11,success,"),
        Expected(
            20, "stale", "table game_date kind input changed_dates detail", "player_daily_cache,2023-11-04,dead_worker,"
        ),
    ]

    /// The tiny league with a failure, what it blocks, a partial date, an empty partition, a changed input, a key twice
    /// and a run that a dead worker left.
    private static let damaged = Task {
        let harness = try await CommandLineHarness.copy()
        try harness.edit(
            """
            UPDATE nbac_schedule SET overtime_periods = NULL WHERE game_date = '2023-11-12';
            DELETE FROM partition_state WHERE table_name = 'team_offense_game_summary' AND game_date = '2023-11-12';
            DELETE FROM team_offense_game_summary WHERE game_date = '2023-11-12';
            """)
        try #require(await harness.run("backfill", "phase3", "--quiet").code == 1)
        try harness.edit(
            """
            DELETE FROM player_daily_cache WHERE game_date = '2023-11-09' AND player_id % 100 = 1;
            DELETE FROM team_defense_game_summary WHERE game_date = '2023-11-11';
            UPDATE partition_state SET row_count = 0
              WHERE table_name = 'team_defense_game_summary' AND game_date = '2023-11-11';
            DROP INDEX team_defense_zone_analysis_key;
            INSERT INTO team_defense_zone_analysis
              SELECT * FROM team_defense_zone_analysis WHERE game_date = '2023-11-08' LIMIT 1;
            UPDATE partition_state SET digest = input_digest, changed_at_commit = changed_at_commit + 1000
              WHERE table_name = 'player_shot_zone_analysis' AND game_date = '2023-11-05';
            UPDATE processor_run_history SET status = 'running', success = NULL, finished_at = NULL
              WHERE processor_name = 'player_daily_cache' AND data_date = '2023-11-04';
            """)
        try #require(await harness.run("gate", "1").code == 1)
        return harness
    }

    private func words(_ report: Expected, _ named: String) -> [String] {
        ["gaps", "--report", named] + (report.name == "lookback" ? ["--dates", "2023-11-09"] : [])
    }

    @Test(arguments: reports)
    func `a report has its columns and what is wrong, in every format`(_ report: Expected) async throws {
        let harness = try await Self.damaged.value
        let csv = await harness.run(words(report, report.name) + ["--format", "csv"])
        #expect(csv.code == 1, "\(csv.err)")
        #expect(csv.lines.first?.split(separator: ",").map(String.init) == report.columns)
        #expect(csv.lines.contains { $0.hasPrefix(report.row) }, "\(csv.out)")

        let json = await harness.run(words(report, "\(report.number)") + ["--format", "json"])
        #expect(json.code == 1 && Set(json.object.keys) == ["report", "scope", "columns", "rows", "total"])
        #expect(json.object["report"] as? String == report.name)
        #expect(json.object["columns"] as? [String] == report.columns)
        let rows = try #require(json.object["rows"] as? [[Any]])
        #expect(rows.count == csv.lines.count - 1 && rows.allSatisfy { $0.count == report.columns.count })

        let text = await harness.run(words(report, report.name))
        #expect(text.code == 1)
        if !Self.wide.contains(report.name) { #expect(text.lines.allSatisfy { $0.count <= 80 }, "\(text.out)") }
    }

    @Test(arguments: reports)
    func `where nothing is wrong it ends in 0`(_ report: Expected) async throws {
        let harness = try await CommandLineHarness.league.value
        let result = await harness.run(words(report, report.name) + ["--format", "csv"])
        #expect(result.code == 0, "\(result.err)")
        #expect(result.lines.first?.split(separator: ",").map(String.init) == report.columns)
        let isThere = result.lines.contains { $0.hasPrefix(report.row) }
        #expect(isThere == Self.descriptive.contains(report.name), "\(result.out)")
    }

    @Test func `the list of reports is complete`() async throws {
        let help = await (try await CommandLineHarness.league.value).run("gaps", "--help")
        for report in Self.reports {
            #expect(help.out.contains("  \(report.number)  \(report.name)\n"), "\(help.out)")
        }
    }

    @Test func `what a reason to be stale is called`() async throws {
        let harness = try await Self.damaged.value
        let stale = await harness.run(
            "gaps", "--report", "stale", "--table", "player_composite_factors,ml_feature_store_v2", "--format", "csv")
        #expect(
            stale.lines.dropFirst() == [
                "player_composite_factors,2023-11-05,stale,player_shot_zone_analysis,1,2023-11-05",
                "ml_feature_store_v2,2023-11-05,stale,player_shot_zone_analysis,1,2023-11-05",
            ])
    }

    @Test(arguments: [
        ("gaps --report lookback", "--dates 2023-11-01"), ("gaps --report 18 --table player_daily_cache", "say which"),
        ("gaps --report 21", "gaps --help"), ("gaps --report 0", "gaps --help"),
        ("gaps --report nothing", "gaps --help"),
        ("gaps --report", "--report"), ("gaps --report 18 --dates 2023-11-31", "not a date"),
        ("gaps --report 5 --table nothing", "no table or job"), ("gaps --report 5 --phase 6", "not a phase"),
        ("gaps --report 5 --season 2023-24 --dates 2023-11-01", "one kind of scope"),
    ])
    func `what makes no sense is a usage error that says what to do`(_ line: String, _ words: String) async throws {
        let result = await (try await CommandLineHarness.league.value).run(line.split(separator: " ").map(String.init))
        #expect(result.code == 2 && result.out.isEmpty)
        #expect(result.err.contains(words), "\(result.err)")
    }

    @Test func `only game dates count in the scope`() async throws {
        let harness = try await CommandLineHarness.league.value
        let mixed = await harness.run("gaps", "--dates", "2023-11-01,2023-11-03", "--format", "json")
        let scope = try #require(mixed.object["scope"] as? [String: Any])
        #expect(scope["total_dates"] as? Int == 1 && scope["end"] as? String == "2023-11-01")
        let none = await harness.run("gaps", "--dates", "2023-11-03")
        #expect(none.code == 0 && none.out == "There are no game dates in the scope.\n")
    }
}
