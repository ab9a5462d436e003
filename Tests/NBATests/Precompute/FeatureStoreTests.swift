import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

struct FeatureStoreTests {
    private static func row(_ league: League, on date: String) throws -> FeatureRow {
        try #require(try league.rows(FeatureRow.self, on: date).first { $0.identity.playerID == 101 })
    }

    @Test func `fifty-two features stand in the order of their version`() {
        let names = FeatureRow.features.map(\.name.description)
        #expect(names.count == 52 && Set(names).count == 52 && FeatureRow.version == "v2_52")
        #expect(names[0] == "points_avg_last_5" && names[17] == "points_avg_vs_opponent")
        #expect(names[26] == "fatigue_score" && names[40] == "opponent_def_rating_last_15")
        #expect(names[51] == "assists_avg_season")
    }

    @Test func `what is unknown is NULL and counted`() throws {
        let row = try Self.row(try League.series(1), on: "2021-11-01")
        #expect(row["points_avg_last_5"] == nil && row["game_spread"] == nil && row["fatigue_score"] == 100)
        #expect(row.featureMissingCount == row.values.count { $0 == nil } && row.featureMissingCount > 30)
        #expect(row.featureCoveragePct == 100 * Double(52 - row.featureMissingCount) / 52)
        #expect(!row.end.isProductionReady)
    }

    @Test func `every feature repeats its source`() throws {
        var league = try League.series(9)
        league.bet(-4.5, 210, on: league.games[8].identity.gameID)
        let row = try Self.row(league, on: "2021-11-17")
        #expect([row["points_avg_last_5"], row["points_avg_season"], row["points_std_last_10"]] == [30, 30, 0])
        #expect([row["home_game"], row["playoff_game"], row["back_to_back"]] == [1, 0, 0])
        #expect([row["days_rest"], row["rest_advantage"], row["games_in_last_7_days"]] == [1, 0, 3])
        #expect([row["paint_share"], row["mid_range_share"], row["three_pt_share"]] == [0.5625, 0.1875, 0.25])
        #expect([row["assisted_share"], row["team_win_pct"]] == [0.375, 1])
        #expect([row["game_spread"], row["game_total"], row["implied_team_total"]] == [-4.5, 210, 107.25])
        #expect([row["games_vs_opponent"], row["points_avg_vs_opponent"], row["games_played_season"]] == [8, 30, 8])
        // NYK allowed 110 points on 96 possessions.
        #expect(digits(row["opponent_def_rating_last_15"]) == digits(11000 / 96.0))
        #expect(row.end.isProductionReady)
    }

    @Test func `playoffs are marked, and rest is capped at 10`() throws {
        var league = try League.series(2)
        try league.play("NYK", at: "BOS", "2021-12-24", type: "playoffs")
        let row = try Self.row(league, on: "2021-12-24")
        #expect([row["playoff_game"], row["days_rest"]] == [1, 10])
    }

    @Test func `rest advantage compares uncapped days`() throws {
        var league = League()
        try league.play("NYK", at: "BOS", "2021-11-01")
        try league.play("MIA", at: "NYK", "2021-11-14")
        try league.play("NYK", at: "BOS", "2021-11-16")
        // Boston rested 14 days, New York 1.
        #expect(try Self.row(league, on: "2021-11-16")["rest_advantage"] == 2)
        let tired = try #require(
            try league.rows(FeatureRow.self, on: "2021-11-16").first { $0.identity.playerID == 201 })
        #expect(tired["rest_advantage"] == -2)
    }

    @Test func `a value outside its range fails the step and names the row`() throws {
        var league = try League.series(6)
        for game in league.games { league.edit(101, in: game.identity.gameID) { $0.counters.points = 95 } }
        let runner = try league.runner()
        let date = try League.date("2021-11-11")
        for processor in NBACatalog.processors where processor.phase == .precompute {
            if processor.table == FeatureRow.table.name { break }
            try runner.run(processor, on: date)
        }
        let error = #expect(throws: ProcessorError.self) {
            try runner.evaluate(FeatureStoreProcessor(), on: date)
        }
        #expect(error?.code == .invalidValue)
        #expect(
            error?.message
                == "points_avg_last_5 is 95.0, outside 0.0…80.0, for player 101 in game \(league.games[5].identity.gameID)"
        )
    }

    @Test func `every bounded feature has the bounds of the specification`() {
        func range(_ name: String) -> ClosedRange<Double>? {
            FeatureRow.features.first { $0.name.description == name }?.range
        }
        #expect(range("points_avg_season") == 0...80 && range("points_std_last_10") == 0...40)
        #expect(range("minutes_avg_last_5") == 0...60 && range("projected_usage_rate") == 0...100)
        #expect(range("ts_pct_last_10") == 0...3 && range("starter_rate_last_10") == 0...1)
        #expect(range("assisted_share") == 0...1 && range("fatigue_score") == 0...100)
        #expect(range("shot_zone_mismatch_score") == -10...10 && range("opponent_strength_score") == -3...3)
        #expect(range("travel_impact_score") == -2...0 && range("opponent_pace_last_10") == 80...125)
        #expect(range("team_off_rating_last_10") == 80...145 && range("game_spread") == nil)
        #expect(FeatureRow.features.count { $0.range != nil } == 27)
    }
}
