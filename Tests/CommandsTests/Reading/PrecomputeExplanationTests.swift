import Testing

/// A row of each precompute table explained to machines, and what is said when there is none.
struct PrecomputeExplanationTests {
    /// One number, what it derives from, and the window it is taken over.
    struct Subject: Sendable, CustomTestStringConvertible {
        let table: String
        let key: [String]
        let column: String
        let source: String
        var words: [String] { ["explain", table] + key + [column] }
        var testDescription: String { "\(table).\(column)" }
    }

    private static let player = ["0022300015", "1101"]
    static let subjects = [
        Subject(
            table: "team_defense_zone_analysis", key: ["BOS", "2023-11-12"], column: "games_in_sample",
            source: "team_defense_game_summary"),
        Subject(
            table: "player_shot_zone_analysis", key: player, column: "paint_rate_last_10",
            source: "player_game_summary"),
        Subject(
            table: "player_composite_factors", key: player, column: "fatigue_score",
            source: "upcoming_player_game_context"),
        Subject(
            table: "player_daily_cache", key: player, column: "points_avg_last_10", source: "player_game_summary"),
        Subject(
            table: "ml_feature_store_v2", key: player, column: "points_avg_last_10", source: "player_daily_cache"),
    ]

    @Test(arguments: subjects)
    func `json has the key, the formula, the rows and both results`(_ subject: Subject) async throws {
        let harness = try await CommandLineHarness.league.value
        let result = await harness.run(subject.words + ["--format", "json"])
        #expect(result.code == 0, "\(result.err)")
        let expected: Set = [
            "table", "date", "key", "column", "formula", "sources", "origins", "result", "stored", "recomputed",
            "equal",
        ]
        #expect(Set(result.object.keys) == expected)
        #expect(result.object["table"] as? String == subject.table && result.object["date"] as? String == "2023-11-12")
        #expect(result.object["column"] as? String == subject.column)
        #expect((result.object["formula"] as? String)?.isEmpty == false)
        #expect(result.object["equal"] as? Bool == true && result.object["recomputed"] as? Bool == true)
        let stored = try #require(result.object["stored"] as? Double)
        #expect(result.object["result"] as? Double == stored)
        let source = try #require(result.objects("sources").first)
        #expect(
            Set(source.keys) == ["table", "window", "columns", "rows"] && source["table"] as? String == subject.source)
        #expect((source["rows"] as? [Any])?.isEmpty == false)

        let value = await harness.run(
            "query",
            "SELECT \(subject.column) FROM \(subject.table) WHERE game_date = '2023-11-12' AND "
                + (subject.key[0] == "BOS" ? "team_abbr = 'BOS'" : "player_id = 1101"), "--format", "json")
        #expect((value.object["rows"] as? [[Double]]) == [[stored]])
    }

    @Test(arguments: subjects)
    func `text and csv name the rows that enter`(_ subject: Subject) async throws {
        let harness = try await CommandLineHarness.league.value
        let text = await harness.run(subject.words)
        #expect(text.code == 0 && text.lines[0].hasPrefix("\(subject.table) 2023-11-12, "))
        #expect(text.lines[1].hasPrefix("\(subject.column) is "))
        #expect(text.out.contains("From ") && text.out.hasSuffix("Stored is the same.\n"), "\(text.out)")
        let csv = await harness.run(subject.words + ["--format", "csv"])
        #expect(csv.lines[0] == "table,key,column,value")
        #expect(csv.lines.count > 1 && csv.lines[1].hasPrefix("\(subject.source),"), "\(csv.out)")
    }

    @Test(arguments: [
        ("player_daily_cache 0022300015 7 points_avg_last_10", "has no row with the key 0022300015 7"),
        ("player_daily_cache 0099999999 1101 points_avg_last_10", "the schedule has no game '0099999999'"),
        (
            "player_daily_cache 2023-11-12 1101 points_avg_last_10",
            "the key of player_daily_cache is game_id, player_id"
        ),
        (
            "player_daily_cache 0022300015 1101 points_avg_last_10 --date 2023-11-11",
            "player_daily_cache 2023-11-11 has no row"
        ),
        ("player_daily_cache 0022300015 1101 points_avg_last_10 --date 2023-11-31", "--date"),
        ("team_defense_zone_analysis BOS 2023-11-03 paint_pct_allowed_last_15", "2023-11-03 has no row with the key"),
        ("team_defense_zone_analysis BOS yesterday paint_pct_allowed_last_15", "give it with --date"),
        ("team_defense_zone_analysis ZZZ 2023-11-12 paint_pct_allowed_last_15", "has no row with the key ZZZ"),
        ("ml_feature_store_v2 0022300015 1101 points_avg_last_11", "has no column 'points_avg_last_11'"),
        ("ml_feature_store_v2 0022300015 points_avg_last_5", "give 2 values, not 1"),
        ("player_composite_factors fatigue_score", "Give a table, the values of its key, and a column"),
    ])
    func `who or what is not there is told`(_ words: String, _ sentence: String) async throws {
        let harness = try await CommandLineHarness.league.value
        let result = await harness.run(["explain"] + words.split(separator: " ").map(String.init))
        #expect(result.code == 2 && result.out.isEmpty && result.err.contains(sentence), "\(result.err)")
    }

    @Test func `a row that cannot be computed now is told with what it waits for`() async throws {
        let harness = try await CommandLineHarness.copy()
        let roll = ["rollback", "--table", "player_shot_zone_analysis", "--dates", "2023-11-12", "--yes"]
        #expect(await harness.run(roll).code == 0)
        let result = await harness.run("explain", "ml_feature_store_v2", "0022300015", "1101", "points_avg_last_10")
        #expect(result.code == 1)
        #expect(result.out.contains("player_shot_zone_analysis 2023-11-12"), "\(result.out)")
        #expect(result.lines.allSatisfy { $0.count <= 80 }, "\(result.out)")
    }

    @Test(arguments: ["2021-11-10", "2023-11-03"])
    func `a partition of a day without games is traced, though nothing is there`(_ date: String) async throws {
        let harness = try await CommandLineHarness.league.value
        for table in ["player_daily_cache", "team_defense_zone_analysis", "ml_feature_store_v2"] {
            let trace = await harness.run("trace", "--partition", table, date)
            #expect(trace.code == 0 && trace.lines[0] == "\(table) \(date): not_expected, digest none", "\(trace.err)")
            #expect(trace.out.contains("not read yet") && !trace.out.contains("changed"))
        }
    }
}
