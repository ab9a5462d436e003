import NBA
import PipelineModel
import Testing

/// The worked vectors of the specification.
@Suite(.enabled(if: RealData.folder != nil, "the reference data is not at hand"))
struct VectorTests {
    struct Offense: CustomTestStringConvertible {
        let game: String
        let team: String
        /// Points, FGA, FTA, TOV, OREB, overtimes.
        let counts: [Int]
        /// Possessions, offensive rating, pace, true shooting.
        let ratings: [Double]
        /// Paint makes and attempts, mid-range makes and attempts.
        let zones: [Int]
        var testDescription: String { "\(team) \(game)" }
    }

    static let offenses: [Offense] = [
        .init(
            game: "0022100001", team: "BKN", counts: [104, 84, 23, 12, 5, 0],
            ratings: [101.12, 102.848101266, 101.12, 0.552486187845], zones: [17, 43, 3, 9]),
        .init(
            game: "0022100001", team: "MIL", counts: [127, 105, 18, 7, 13, 0],
            ratings: [106.92, 118.780396558, 106.92, 0.562345023025], zones: [21, 39, 10, 21]),
        .init(
            game: "0022100002", team: "GSW", counts: [121, 93, 30, 17, 9, 0],
            ratings: [114.2, 105.954465849, 114.2, 0.569679849341], zones: [23, 45, 4, 9]),
        .init(
            game: "0022100002", team: "LAL", counts: [114, 95, 19, 17, 5, 0],
            ratings: [115.36, 98.8210818308, 115.36, 0.551470588235], zones: [17, 33, 13, 20]),
        .init(
            game: "0022100005", team: "BOS", counts: [134, 117, 23, 18, 15, 2],
            ratings: [130.12, 102.981862896, 107.685517241, 0.527061044682], zones: [21, 39, 6, 21]),
        .init(
            game: "0022100005", team: "NYK", counts: [138, 105, 27, 17, 7, 2],
            ratings: [126.88, 108.764186633, 105.004137931, 0.590349075975], zones: [30, 44, 4, 16]),
    ]

    @Test(arguments: offenses) func `team offence`(_ vector: Offense) async throws {
        let rows = try await RealHistory.shared.value.offenses
        let row = try #require(rows.first { $0.identity.gameID == vector.game && $0.side.teamAbbr == vector.team })
        let line = row.counters
        #expect(
            [
                line.points, line.fgAttempts, line.ftAttempts, line.turnovers, line.offensiveRebounds,
                row.overtimePeriods,
            ]
                == vector.counts)
        #expect(
            [row.possessions, row.offensiveRating, row.pace, row.tsPct].map(digits) == vector.ratings.map(digits))
        #expect(
            [row.zones.paintMakes, row.zones.paintAttempts, row.zones.midRangeMakes, row.zones.midRangeAttempts]
                == vector.zones)
    }

    @Test func `the defensive row of a game holds the opponent's numbers`() async throws {
        let rows = try await RealHistory.shared.value.defenses
        let row = try #require(rows.first { $0.identity.gameID == "0022100001" && $0.side.teamAbbr == "BKN" })
        #expect(row.allowed.pointsAllowed == 127)
        #expect(digits(row.defensiveRating) == digits(118.780396558))
    }

    private func player(_ id: Int, _ game: String) async throws -> PlayerGame {
        let rows = try await RealHistory.shared.value.players
        return try #require(rows.first { $0.player.playerID == id && $0.identity.gameID == game })
    }

    private func zones(_ row: PlayerGame) -> [Int?] {
        [
            row.zones.paintMakes, row.zones.paintAttempts, row.zones.midRangeMakes, row.zones.midRangeAttempts,
            row.assistedFGMakes,
        ]
    }

    @Test func `a player's game`() async throws {
        let row = try await player(201_939, "0022100002")
        #expect([row.counters.points, row.counters.fgMakes, row.counters.fgAttempts] == [21, 5, 21])
        #expect([row.counters.ftMakes, row.counters.turnovers, row.secondsPlayed] == [9, 4, 2171])
        #expect(
            [row.usageNumerator, row.usageDenominator, row.usageRate, row.tsPct, row.efgPct].map(digits)
                == [1390.08, 4457.78666667, 31.1831880694, 0.420673076923, 0.285714285714].map(digits))
        #expect(zones(row) == [3, 11, 0, 2, 2])
    }

    @Test func `a player's game with an overtime`() async throws {
        let row = try await player(201_939, "0022100070")
        #expect([row.counters.points, row.counters.fgAttempts, row.secondsPlayed] == [36, 29, 2440])
        #expect(
            [row.usageNumerator, row.usageDenominator, row.usageRate, row.tsPct, row.efgPct].map(digits)
                == [1965.24, 4769.38666667, 41.2052982354, 0.561097256858, 0.5].map(digits))
        #expect(zones(row) == [4, 8, 0, 1, 7])
    }

    @Test func `a player's game with two overtimes`() async throws {
        let row = try await player(1_627_759, "0022100005")
        #expect([row.counters.points, row.counters.fgAttempts, row.counters.ftAttempts] == [46, 30, 8])
        #expect([row.counters.turnovers, row.secondsPlayed] == [4, 2758])
        #expect(digits(row.usageRate) == digits(32.6227480566))
    }
}
