import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

struct PlayerDailyCacheTests {
    private func row(_ player: Int, on date: String, _ league: League) throws -> PlayerDailyCache {
        try #require(try league.rows(PlayerDailyCache.self, on: date).first { $0.identity.playerID == player })
    }

    /// Games in which 101 scores these points in these minutes; the next one is two days after the last.
    private static func league(points: [Int], minutes: [Int] = []) throws -> League {
        var league = try League.series(points.count + 1)
        for (index, scored) in points.enumerated() {
            league.edit(101, in: league.games[index].identity.gameID) { box in
                box.counters.points = scored
                if index < minutes.count { box.secondsPlayed = 60 * minutes[index] }
            }
        }
        return league
    }

    @Test func `a debut has counts of 0 and nothing else`() throws {
        let row = try row(101, on: "2021-11-01", try League.series(1))
        #expect(row.gamesPlayedSeason == 0 && row.points == StatForm() && row.minutesAvgSeason == nil)
        #expect(row.gamesVsOpponent == 0 && row.pointsAvgVsOpponent == nil && row.recentTrend == nil)
        #expect(!row.end.isProductionReady)
    }

    @Test func `means and deviation of five games`() throws {
        let league = try Self.league(points: [10, 20, 30, 40, 50])
        let row = try row(101, on: "2021-11-11", league)
        #expect([row.points.avgLast5, row.points.avgLast10, row.points.avgSeason] == [30, 30, 30])
        // √(1000/4)
        #expect(digits(row.points.stdLast10) == digits(250.0.squareRoot()))
        #expect([row.rebounds.avgLast5, row.assists.avgLast10, row.rebounds.stdLast10] == [8, 4, 0])
        #expect(row.pra.avgSeason == 42)
        #expect(row.gamesPlayedSeason == 5 && row.end.isProductionReady)
    }

    @Test func `each window has its minimum`() throws {
        let two = try row(101, on: "2021-11-05", try Self.league(points: [10, 20])).points
        #expect([two.avgLast5, two.avgLast10, two.avgSeason, two.stdLast10] == [nil, nil, 15, nil])
        let three = try row(101, on: "2021-11-07", try Self.league(points: [10, 20, 30])).points
        #expect([three.avgLast5, three.avgLast10, three.avgSeason, three.stdLast10] == [20, nil, 20, nil])
    }

    @Test func `windows hold the newest games`() throws {
        let points = try row(
            101, on: "2021-11-25", try Self.league(points: [60, 60, 10, 10, 10, 10, 10, 20, 20, 20, 20, 20])
        ).points
        #expect([points.avgLast5, points.avgLast10, points.avgSeason] == [20, 15, 22.5])
    }

    // 8/16, 2/5 free throws and 20 points in 48 minutes, five times.
    @Test func `rates are pooled, not averaged`() throws {
        let row = try row(102, on: "2021-11-11", try League.series(6))
        #expect(digits(row.tsPctLast10) == digits(20 / (2 * (16 + 0.44 * 5))))
        #expect(digits(row.pointsPerMinuteLast10) == digits(20.0 / 48))
        #expect(digits(row.freeThrowShareLast10) == "0.1" && row.starterRateLast10 == 1)
        #expect(digits(row.usageRateLast10) == "20" && digits(row.usageRateSeason) == "20")
        #expect([row.minutesAvgLast5, row.minutesAvgLast10, row.minutesAvgSeason] == [48, 48, 48])
    }

    @Test func `without points there is no share of them`() throws {
        let row = try row(101, on: "2021-11-11", try Self.league(points: [0, 0, 0, 0, 0]))
        #expect(row.freeThrowShareLast10 == nil && row.pointsPerMinuteLast10 == 0 && row.tsPctLast10 == 0)
    }

    @Test(arguments: [
        ([20, 20, 25, 25, 25], 2), ([20, 20, 22, 22, 22], 1), ([20, 20, 21, 21, 21], 0), ([20, 20, 18, 18, 18], -1),
        ([20, 20, 15, 15, 15], -2), ([20, 20, 21, 22, 22], 0),
    ])
    func `the trend compares the newest three games with the two before`(_ points: [Int], _ trend: Int) throws {
        #expect(try row(101, on: "2021-11-11", try Self.league(points: points)).recentTrend == trend)
    }

    @Test(arguments: [
        ([20, 20, 36, 36, 36], 2), ([30, 30, 40, 40, 40], 1), ([30, 30, 30, 30, 30], 0), ([40, 40, 30, 30, 30], -1),
        ([48, 48, 24, 24, 24], -2),
    ])
    func `minutes are compared with the season's`(_ minutes: [Int], _ change: Int) throws {
        let league = try Self.league(points: [20, 20, 20, 20, 20], minutes: minutes)
        #expect(try row(101, on: "2021-11-11", league).minutesChange == change)
    }

    @Test func `four games show no change`() throws {
        let row = try row(101, on: "2021-11-09", try Self.league(points: [1, 2, 30, 40]))
        #expect(row.recentTrend == nil && row.minutesChange == nil && row.usageRateSeason == nil)
    }

    @Test func `meetings are counted over three seasons and no further`() throws {
        var league = League()
        try league.play("NYK", at: "BOS", "2018-11-01", season: 2018)
        try league.play("NYK", at: "BOS", "2019-11-01", season: 2019)
        try league.play("NYK", at: "BOS", "2020-11-01", season: 2020)
        try league.play("MIA", at: "BOS", "2020-11-03", season: 2020)
        try league.play("NYK", at: "BOS", "2021-11-01", season: 2021)
        try league.play("NYK", at: "BOS", "2021-11-03", season: 2021)
        league.edit(101, in: league.games[1].identity.gameID) { $0.counters.points = 60 }
        let row = try row(101, on: "2021-11-03", league)
        #expect(row.gamesVsOpponent == 3 && row.pointsAvgVsOpponent == 40)
        #expect(row.gamesPlayedSeason == 1)
        let first = try self.row(101, on: "2019-11-01", league)
        #expect(first.gamesVsOpponent == 1 && first.pointsAvgVsOpponent == nil)
    }

    @Test func `the team's form is repeated`() throws {
        let league = try League.series(6)
        let row = try row(101, on: "2021-11-11", league)
        #expect(digits(row.teamPaceLast10) == "96" && digits(row.teamOffRatingLast10) == digits(11000 / 96.0))
        #expect(row.teamWinPct == 1)
    }
}
