import NBA
import PipelineModel
import Testing

/// The worked vectors of the pre-game tables.
@Suite(.enabled(if: RealData.folder != nil, "the reference data is not at hand"))
struct ContextVectorTests {
    private func team(_ team: String, _ game: String) async throws -> UpcomingTeam {
        let rows = try await RealHistory.shared.value.teams
        return try #require(rows.first { $0.identity.gameID == game && $0.side.teamAbbr == team })
    }

    private func player(_ id: Int, _ game: String) async throws -> UpcomingPlayer {
        let rows = try await RealHistory.shared.value.contexts
        return try #require(rows.first { $0.player.playerID == id && $0.identity.gameID == game })
    }

    @Test func `the home team of 2021-11-10`() async throws {
        let row = try await team("GSW", "0022100169")
        let form = row.form
        #expect(
            [form.gameNumberInSeason, form.daysRest, form.gamesInLast7Days, form.gamesInLast14Days] == [11, 1, 4, 6])
        #expect([form.winStreakEntering, form.lossStreakEntering, form.lastGameMargin] == [5, 0, 14])
        #expect(
            [form.teamWinPct, row.line.gameSpread, row.line.gameTotal, row.line.impliedTeamTotal].map(digits)
                == [0.9, -7.5, 222.5, 115].map(digits))
        #expect(row.travel.travelMiles == 0)
        #expect([row.travel.timeZoneChange, row.travel.consecutiveRoadGames] == [0, 0])
        #expect(digits(row.travel.travelMilesLast14Days) == digits(1384.43002))
        #expect(
            windows(row) == [102.531622642, 111.46414417, 96.4503304515, 0.229898074745].map(digits))
    }

    @Test func `the visiting team of 2021-11-10, with nine games behind it`() async throws {
        let row = try await team("MIN", "0022100169")
        let form = row.form
        #expect(
            [form.gameNumberInSeason, form.daysRest, form.gamesInLast7Days, form.gamesInLast14Days] == [10, 1, 3, 6])
        #expect([form.winStreakEntering, form.lossStreakEntering, form.lastGameMargin] == [0, 5, -7])
        #expect(
            [form.teamWinPct, row.line.gameSpread, row.line.gameTotal, row.line.impliedTeamTotal].map(digits)
                == [0.333333333333, 7.5, 222.5, 107.5].map(digits))
        #expect([row.travel.timeZoneChange, row.travel.consecutiveRoadGames] == [-2, 2])
        #expect(
            [row.travel.travelMiles, row.travel.travelMilesLast14Days].map(digits)
                == [1797.335564, 1296.613041].map(digits))
        #expect(
            windows(row) == [102.449224319, 100.406544563, 106.212766315, 0.260482846252].map(digits))
    }

    private func windows(_ row: UpcomingTeam) -> [String] {
        [
            row.window.paceLast10, row.window.offensiveRatingLast10, row.window.defensiveRatingLast10,
            row.window.ftRateAllowedLast10,
        ].map(digits)
    }

    @Test func `two stars out, one of them newly`() async throws {
        let row = try await team("BKN", "0022100486")
        #expect([row.starsOut, row.starsNewlyOut] == [2, 1])
    }

    @Test func `to Paris and back`() async throws {
        let out = try await team("CHI", "0022200678").travel
        #expect([digits(out.travelMiles), digits(out.timeZoneChange.map(Double.init))] == [digits(4135.797984), "7"])
        let back = try await team("CHI", "0022200708").travel
        #expect(
            [digits(back.travelMiles), digits(back.timeZoneChange.map(Double.init))] == [digits(4135.797984), "-7"])
    }

    @Test func `a player in November`() async throws {
        let row = try await player(201_939, "0022100169")
        #expect(rest(row) == [10, 1, 0, 7, 4, 6, 1])
        #expect(minutes(row) == [127.016666667, 194.866666667, 31.7541666667].map(digits))
        #expect(averages(row) == [24.8, 27.6, 33.6166666667].map(digits))
        #expect(
            usage(row) == [30.2576992902, 32.2338224532, 32.9043064925, 31.3163421711].map(digits))
        #expect([row.starTeammatesOut, row.starTeammatesNewlyOut] == [0, 0])
        #expect(opponent(row) == [-0.0823983228511, 106.212766315, 0.260482846252].map(digits))
    }

    @Test func `a player in January`() async throws {
        let row = try await player(203_999, "0022300566")
        #expect(rest(row) == [40, 1, 1, 6, 3, 6, 1])
        #expect(minutes(row) == [95.7333333333, 195.616666667, 31.9111111111].map(digits))
        #expect(averages(row) == [22.4, 23.0, 32.3666666667].map(digits))
        #expect(
            usage(row) == [25.0428226387, 24.6513533177, 29.4159094123, 26.7920573482].map(digits))
        #expect([row.starTeammatesOut, row.starTeammatesNewlyOut] == [0, 0])
        #expect(opponent(row) == [1.08362264151, 110.986873778, 0.319365798414].map(digits))
    }

    private func rest(_ row: UpcomingPlayer) -> [Int?] {
        [
            row.load.gamesPlayedSeason, row.load.daysRest, row.load.daysRestBeforeLastGame,
            row.load.daysSince2PlusDaysRest, row.load.gamesInLast7Days, row.load.gamesInLast14Days,
            row.load.backToBacksLast14Days,
        ]
    }

    private func minutes(_ row: UpcomingPlayer) -> [String] {
        [row.load.minutesInLast7Days, row.load.minutesInLast14Days, row.load.avgMinutesPerGameLast7Days].map(digits)
    }

    private func averages(_ row: UpcomingPlayer) -> [String] {
        [row.form.pointsAvgLast5, row.form.pointsAvgLast10, row.form.minutesAvgLast10].map(digits)
    }

    private func usage(_ row: UpcomingPlayer) -> [String] {
        [
            row.form.usageRateLast5Games, row.form.usageRateLast7Games, row.form.usageRateSeason,
            row.form.projectedUsageRate,
        ].map(digits)
    }

    private func opponent(_ row: UpcomingPlayer) -> [String] {
        [row.opponent.paceDifferential, row.opponent.defRatingLast10, row.opponent.ftRateAllowed].map(digits)
    }
}
