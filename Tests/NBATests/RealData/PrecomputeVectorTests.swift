import GameCalendar
import NBA
import PipelineModel
import Testing

/// The worked vectors of the precompute tables.
@Suite(.enabled(if: RealData.folder != nil, "the reference data is not at hand"))
struct PrecomputeVectorTests {
    private static let curry = (player: 201_939, game: "0022100169")
    private static let jokic = (player: 203_999, game: "0022300566")

    private func zones(_ team: String, _ date: String) async throws -> TeamDefenseZones {
        let rows = try await RealHistory.shared.value.defenseZones
        return try #require(rows.first { $0.teamAbbr == team && $0.gameDate.description == date })
    }

    private func digits(of row: TeamDefenseZones) -> [[String]] {
        let zones = ShotZoneGroup.allCases.map { zone in
            [row.pctAllowed[zone], row.attemptsAllowed[zone], row.versusLeague[zone]].map(NBATests.digits)
        }
        let rest = [
            [row.defensiveRatingLast15, row.opponentPointsPerGame, row.opponentPaceLast15],
            [row.league.paintPct, row.league.midRangePct, row.league.threePtPct, row.league.defensiveRating],
        ]
        return zones + rest.map { $0.map(NBATests.digits) }
    }

    @Test func `a defence nine games into its season`() async throws {
        let row = try await zones("MIN", "2021-11-10")
        #expect([row.gamesInSample, row.shotGamesInSample] == [9, 9])
        #expect(
            digits(of: row) == [
                ["0.539944903581", "40.3333333333", "-1.14843282548"],
                ["0.479591836735", "10.8888888889", "7.62665484537"],
                ["0.331288343558", "36.2222222222", "-1.2278127344"],
                ["106.212766315", "108.111111111", "100.958909853"],
                ["0.551429231836", "0.403325288281", "0.343566470902", "105.716364054"],
            ])
        #expect([row.strongestZone, row.weakestZone] == ["perimeter", "mid_range"])
        #expect(row.league.source == .season)
    }

    @Test func `a defence in January`() async throws {
        let row = try await zones("PHI", "2024-01-16")
        #expect([row.gamesInSample, row.shotGamesInSample] == [15, 15])
        #expect(
            digits(of: row) == [
                ["0.586705202312", "46.1333333333", "1.34040177818"],
                ["0.337748344371", "10.0666666667", "-7.70622087647"],
                ["0.306382978723", "31.3333333333", "-5.96485320232"],
                ["107.761682815", "109.4", "100.70208805"],
                ["0.57330118453", "0.414810553136", "0.366031510747", "113.603353823"],
            ])
        #expect([row.strongestZone, row.weakestZone] == ["mid_range", "paint"])
    }

    @Test func `a second season begins with what the one before shot`() async throws {
        let league = try await zones("BOS", "2022-10-18").league
        #expect(
            [league.paintPct, league.midRangePct, league.threePtPct].map(NBATests.digits)
                == ["0.565923905083", "0.407299467959", "0.353671449563"])
        #expect(league.source == .previousSeason && league.defensiveRating == nil)
    }

    @Test func `where the baseline came from on each date`() async throws {
        let rows = try await RealHistory.shared.value.defenseZones
        let sources = Dictionary(rows.map { ($0.gameDate, $0.league.source) }, uniquingKeysWith: { first, _ in first })
        let counts = Dictionary(grouping: sources.values) { $0 }.mapValues(\.count)
        #expect(counts == [.constant: 8, .previousSeason: 14, .season: 611])
    }

    private func row<Row>(
        _ rows: [Row], of who: (player: Int, game: String), _ identity: (Row) -> PlayerIdentity
    ) throws -> Row {
        try #require(rows.first { identity($0).playerID == who.player && identity($0).gameID == who.game })
    }

    private func shots(_ who: (player: Int, game: String)) async throws -> [String] {
        let row = try row(try await RealHistory.shared.value.shotZones, of: who, \.identity)
        let values = [
            row.last10.rates.paint, row.last10.rates.midRange, row.last10.rates.threePt, row.last10.shares.paint,
            row.last10.shares.midRange, row.last10.shares.threePt, row.assistedRateLast10,
        ]
        return ["\(row.last10.totalShots)"] + values.map(NBATests.digits) + [row.primaryScoringZone ?? "NULL"]
    }

    @Test func `where two players shot from`() async throws {
        #expect(
            try await shots(Self.curry) == [
                "203", "26.1083743842", "7.88177339901", "66.0098522167", "0.490566037736", "0.5625", "0.388059701493",
                "50.5747126437", "perimeter",
            ])
        #expect(
            try await shots(Self.jokic) == [
                "117", "82.905982906", "8.54700854701", "8.54700854701", "0.80412371134", "0.5", "0.6",
                "61.797752809", "paint",
            ])
    }

    private func factors(_ who: (player: Int, game: String)) async throws -> [String] {
        let row = try row(try await RealHistory.shared.value.factors, of: who, \.identity)
        let scores = [
            row.shotZoneMismatchScore, row.paceScore, row.usageSpikeScore, row.travelImpactScore,
            row.opponentStrengthScore, row.totalCompositeAdjustment,
        ]
        return ["\(row.fatigueScore)"] + scores.map(NBATests.digits) + [row.missingFactors]
    }

    @Test func `what circumstances did to two players`() async throws {
        #expect(
            try await factors(Self.curry) == [
                "75", "-1.2278127344", "-0.0411991614256", "-0.275244084612", "0", "0.148920678439", "-2.645335302", "",
            ])
        #expect(
            try await factors(Self.jokic) == [
                "95", "1.34040177818", "0.541811320755", "0.642211209133", "-1.550528228", "-1.75250130239",
                "-1.02860522232", "",
            ])
    }

    private func cache(_ who: (player: Int, game: String)) async throws -> [[String]] {
        let row = try row(try await RealHistory.shared.value.caches, of: who, \.identity)
        return [
            [row.points.avgLast5, row.points.avgLast10, row.points.avgSeason, row.points.stdLast10],
            [row.rebounds.avgLast5, row.rebounds.avgLast10, row.rebounds.avgSeason],
            [row.assists.avgLast5, row.assists.avgLast10, row.assists.avgSeason],
            [row.minutesAvgLast5, row.minutesAvgLast10, row.minutesAvgSeason],
            [row.usageRateLast10, row.usageRateSeason, row.tsPctLast10, row.pointsPerMinuteLast10],
            [row.freeThrowShareLast10, row.starterRateLast10, row.pointsAvgVsOpponent],
            [row.recentTrend, row.minutesChange, row.gamesVsOpponent].map { $0.map(Double.init) },
        ].map { $0.map(NBATests.digits) }
    }

    @Test func `what two players had done`() async throws {
        #expect(
            try await cache(Self.curry) == [
                ["24.8", "27.6", "27.6", "11.9647630798"], ["5.2", "6.6", "6.6"], ["6.6", "6.6", "6.6"],
                ["30.84", "33.6166666667", "33.6166666667"],
                ["32.9043064925", "32.9043064925", "0.612136266856", "0.82102131879"], ["0.18115942029", "1", "NULL"],
                ["2", "0", "0"],
            ])
        #expect(
            try await cache(Self.jokic) == [
                ["22.4", "23", "25.525", "8.74325136574"], ["8.8", "10.2", "11.75"], ["10.6", "9.4", "9.275"],
                ["31.44", "32.3666666667", "33.2754166667"],
                ["24.4218215932", "29.4159094123", "0.824727481354", "0.710607621009"], ["0.2", "1", "25.25"],
                ["2", "0", "4"],
            ])
    }

    // The store repeats what its sources say; the places differ.
    @Test func `the same players as features`() async throws {
        let rows = try await RealHistory.shared.value.features
        let jokic = try row(rows, of: Self.jokic, \.identity)
        #expect(
            [0, 1, 2, 3, 26, 27, 36, 39, 40, 18].map { NBATests.digits(jokic.values[$0]) } == [
                "22.4", "23", "25.525", "8.74325136574", "95", "1.34040177818", "0.82905982906", "0.61797752809",
                "107.761682815", "4",
            ])
        #expect(jokic.featureCount == 52 && jokic.featureMissingCount == 0 && jokic.featureCoveragePct == 100)
        let curry = try row(rows, of: Self.curry, \.identity)
        #expect(curry.featureMissingCount == 1 && curry["points_avg_vs_opponent"] == nil)
        #expect(NBATests.digits(curry.featureCoveragePct) == NBATests.digits(100 * 51.0 / 52))
    }
}
