import GameCalendar
import NBA
import PipelineModel
import Testing

/// Features of line-ups before two games, worked out apart from this code in single precision: seven digits are sure.
private let worked: [(name: String, curry: Double, jokic: Double)] = [
    ("appearances_season", 10, 40),
    ("points_fading_70", 30.1554, 23.68541),
    ("points_fading_85", 28.16663, 23.22799),
    ("points_fading_93", 27.7197, 23.92514),
    ("points_fading_97", 27.62569, 25.0263),
    ("rebounds_fading_70", 5.542578, 10.13292),
    ("rebounds_fading_85", 5.956941, 10.18024),
    ("rebounds_fading_93", 6.283968, 10.82318),
    ("rebounds_fading_97", 6.46272, 11.52414),
    ("assists_fading_70", 6.781815, 10.13348),
    ("assists_fading_85", 6.639092, 9.628538),
    ("assists_fading_93", 6.607868, 9.386029),
    ("assists_fading_97", 6.60139, 9.356572),
    ("minutes_fading_70", 32.17524, 31.98858),
    ("minutes_fading_85", 32.76069, 32.31837),
    ("minutes_fading_93", 33.2051, 32.87787),
    ("attempts_fading_85", 20.15644, 12.94047),
    ("attempts_fading_93", 20.17758, 14.68213),
    ("attempts_fading_97", 20.23828, 16.20266),
    ("free_throws_fading_93", 5.012447, 5.203764),
    ("threes_fading_93", 13.66614, 1.929429),
    ("offensive_rebounds_fading_93", 0.9670992, 2.282867),
    ("turnovers_fading_93", 2.833692, 3.158512),
    ("points_per_minute_93", 0.7835621, 0.7068402),
    ("points_per_minute_97", 0.7833069, 0.7345918),
    ("rebounds_per_minute_93", 0.1893528, 0.3179277),
    ("rebounds_per_minute_97", 0.1928704, 0.3371577),
    ("assists_per_minute_93", 0.1857981, 0.2708741),
    ("assists_per_minute_97", 0.1862988, 0.2716765),
    ("attempts_per_minute_97", 0.5781323, 0.4787677),
    ("minutes_last_game", 35.03333, 33.08333),
    ("points_last_game", 50, 25),
    ("minutes_second_last_game", 26.81667, 32.18333),
    ("minutes_std_last_10", 4.522086, 4.663432),
    ("points_std_last_10", 11.96476, 8.743252),
    ("rebounds_std_last_10", 2.458545, 3.047768),
    ("assists_std_last_10", 3.373096, 3.306559),
    ("starts_last_5", 1, 1),
    ("starts_season", 1, 1),
    ("started_last_game", 1, 1),
    ("points_avg_season", 27.6, 25.525),
    ("rebounds_avg_season", 6.6, 11.75),
    ("assists_avg_season", 6.6, 9.275),
    ("days_rest", 1, 1),
    ("games_in_last_7_days", 4, 3),
    ("minutes_in_last_7_days", 127.0167, 95.73333),
    ("team_games_season", 10, 41),
    ("team_games_missed", 0, 0),
    ("appearances_for_team", 10, 40),
    ("playoff_game", 0, 0),
    ("home_game", 1, 0),
    ("opponent_days_rest", 1, 0),
    ("team_days_rest", 1, 1),
    ("game_spread", -7.5, 1.5),
    ("spread_size", 7.5, 1.5),
    ("game_total", 222.5, 232.5),
    ("implied_team_total", 115, 115.5),
    ("points_at_implied_total", 27.51362, 23.42494),
    ("implied_to_usual", 0.9925656, 0.979093),
    ("opponent_points_allowed", 109.4683, 111.9582),
    ("opponent_threes_allowed", 35.74019, 32.43062),
    ("opponent_attempts_allowed", 87.32121, 88.33851),
    ("opponent_rebounds_allowed", 50.24482, 46.20974),
    ("opponent_assists_allowed", 22.84265, 24.67701),
    ("opponent_possessions_allowed", 101.7684, 101.9626),
    ("opponent_rebounds", 44.46508, 42.47964),
    ("opponent_win_pct", 0.3333333, 0.6578947),
    ("team_win_pct", 0.9, 0.6829268),
    ("team_possessions", 103.256, 99.47621),
    ("team_points", 115.8614, 117.9663),
    ("team_rebounds", 47.3078, 42.71289),
    ("team_assists", 30.64453, 29.72783),
    ("minutes_vacated", 10.31913, -12.95286),
    ("points_vacated", 7.776502, -6.658337),
    ("rebounds_vacated", 0.7915775, -2.642883),
    ("assists_vacated", 0.02973613, -2.077507),
    ("minutes_vacated_alike", -2.43469, -0.5518986),
    ("points_vacated_alike", 0.7206013, -0.289996),
    ("minutes_vacated_last_game", 0.3564245, -31.38054),
    ("minutes_vacated_most", 21.1351, 10.26266),
    ("minutes_out", 26.41736, 27.06379),
    ("points_out", 11.45635, 9.150569),
    ("team_points_vacated", 8.102109, -7.535489),
    ("opponent_points_vacated", -2.542253, 3.216307),
    ("minutes_share", 34.33469, 30.95274),
    ("points_share", 0.2561608, 0.1922634),
    ("rebounds_share", 0.1349469, 0.237307),
    ("assists_share", 0.2157651, 0.2935192),
    ("points_share_of_total", 29.45849, 22.20642),
    ("minutes_available", 198.899, 222.0491),
    ("points_available", 80.49242, 100.5143),
    ("minutes_like_lineups", 31.54762, 32.26047),
    ("points_like_lineups", 24.39856, 23.0351),
    ("rebounds_like_lineups", 5.977818, 10.26556),
    ("assists_like_lineups", 6.167809, 9.65504),
    ("attempts_like_lineups", 18.34159, 13.669),
    ("starts_like_lineups", 1, 1),
    ("minutes_like_lineups_change", -1.774591, -0.6198432),
    ("points_like_lineups_change", -3.264803, -1.116967),
    ("rebounds_like_lineups_change", -0.3946988, -0.724259),
    ("assists_like_lineups_change", -0.4361273, 0.2964585),
    ("lineup_likeness", 0.2502254, 0.1908567),
    ("points_like_lineups_at_total", 24.21718, 22.5535),
    ("minutes_share_like_lineups", 0.1358767, 0.1331858),
    ("points_share_like_lineups", 0.2310698, 0.1917849),
    ("rebounds_share_like_lineups", 0.1206949, 0.2422872),
    ("assists_share_like_lineups", 0.2039139, 0.3227186),
    ("attempts_share_like_lineups", 0.2138977, 0.1591464),
    ("points_share_like_lineups_of_total", 26.57303, 22.15116),
    ("points_by_minutes_like_lineups", 24.71147, 23.69827),
    ("points_by_minutes_share", 26.8946, 22.73763),
    ("rebounds_by_minutes_like_lineups", 6.084602, 10.87687),
    ("rebounds_by_minutes_share", 6.622145, 10.43596),
    ("assists_by_minutes_like_lineups", 5.877283, 8.76441),
    ("assists_by_minutes_share", 6.39651, 8.409131),
]

/// The worked features, and what the models that read them make of three seasons.
@Suite(.enabled(if: RealData.folder != nil, "the reference data is not at hand"))
struct LineupVectorTests {
    private static let curry = PlayerGameKey("0022100169", 201_939)
    private static let jokic = PlayerGameKey("0022300566", 203_999)

    @Test func `every feature before two games`() async throws {
        let lineups = try await RealHistory.shared.value.predictions.lineups
        let (curry, jokic) = (try #require(lineups[Self.curry]), try #require(lineups[Self.jokic]))
        #expect(worked.count == 115 && curry.featureMissingCount == 0 && jokic.featureMissingCount == 0)
        for feature in worked {
            for (row, expected) in [(curry, feature.curry), (jokic, feature.jokic)] {
                let value = row[feature.name] ?? .nan
                #expect(abs(value - expected) <= 1e-6 * max(1, abs(expected)), "\(feature.name) is \(value)")
            }
        }
    }

    // In full, from the written rules alone.
    @Test func `some of them to the last digits`() async throws {
        let row = try #require(try await RealHistory.shared.value.predictions.lineups[Self.curry])
        for (name, expected) in [
            ("minutes_vacated", 10.319126231816874), ("points_vacated", 7.7765016463968415),
            ("points_like_lineups", 24.398563645665604), ("lineup_likeness", 0.25022536672519174),
            ("minutes_share", 34.33469025947158), ("points_share", 0.25616075614185596),
        ] {
            #expect(abs((row[name] ?? .nan) - expected) < 1e-12, "\(name)")
        }
    }

    @Test func `before the first month with a model there is none, then the prediction is near the worked one`()
        async throws
    {
        let predictions = try await RealHistory.shared.value.predictions
        let early = try #require(
            predictions.vectors[PredictionKey("0022100169", 201_939, .lineups, .points)])
        #expect(early.gapReason == .noModel && early.intervalLow == nil)
        let late = try #require(predictions.vectors[PredictionKey("0022300566", 203_999, .lineups, .points)])
        #expect(abs((late.predictedValue ?? .nan) - 24.29) <= 0.6 && late.featureVersion == "v3_115")
        let (low, high) = (try #require(late.intervalLow), try #require(late.intervalHigh))
        #expect(low < 24 && high > 24 && high - low > 14 && high - low < 28)
        let plain = try #require(predictions.vectors[PredictionKey("0022300566", 203_999, .rules, .points)])
        #expect(plain.intervalLow == nil && plain.intervalHigh == nil)
    }

    @Test(arguments: [(PredictionSystem.boosted, 4.62), (.lineups, 4.50)])
    func `points of the learned systems`(system: PredictionSystem, bound: Double) async throws {
        let predictions = try await RealHistory.shared.value.predictions
        let accuracy = try #require(predictions.accuracy[system]?[.points])
        #expect(accuracy.errors.count == 71_022)
        let (error, bias) = (accuracy.errors.meanAbsolute ?? .nan, accuracy.errors.bias ?? .nan)
        // Below 4.42 something of the outcome would have entered.
        #expect(error <= bound && error >= 4.42, "\(error)")
        #expect(abs(bias) <= 0.15, "\(bias)")
    }

    @Test(arguments: PredictionSystem.learned)
    func `four of five outcomes lie within the interval, in every season`(_ system: PredictionSystem) async throws {
        let seasons = try #require(try await RealHistory.shared.value.predictions.intervals[system])
        #expect(seasons.keys.sorted() == ["2021-22", "2022-23", "2023-24"])
        #expect(seasons.values.reduce(0) { $0 + $1.count } == 71_022)
        for (season, coverage) in seasons {
            #expect((0.78...0.82).contains(coverage.share), "\(season) \(coverage.share)")
        }
    }

    @Test func `results of the date change neither features nor predictions`() async throws {
        #expect(try await RealHistory.shared.value.predictions.leaks == [])
    }
}
