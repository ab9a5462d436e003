import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

struct UpcomingTeamTests {
    private func row(_ team: String, on date: String, _ league: League) throws -> UpcomingTeam {
        let rows = try league.runner().rows(UpcomingTeam.self, on: try League.date(date))
        return try #require(rows.first { $0.side.teamAbbr == team })
    }

    // BOS    11-01 W+10   11-03 L−10   11-05 L−10   11-06 L−10 | 11-07
    //        home         away         away         away       | away
    private static func roadTrip() throws -> League {
        var league = League()
        try league.play("NYK", at: "BOS", "2021-11-01")
        try league.play("BOS", at: "NYK", "2021-11-03", arena: "Equator")
        try league.play("BOS", at: "MIA", "2021-11-05", arena: "Equator")
        try league.play("BOS", at: "LAL", "2021-11-06", arena: "Coast")
        try league.list("BOS", at: "DEN", "2021-11-07", arena: "Garden")
        return league
    }

    @Test func `an opener has no past`() throws {
        let row = try row("BOS", on: "2021-11-01", try Self.roadTrip())
        #expect(row.form.gameNumberInSeason == 1)
        #expect([row.form.daysSinceLastGame, row.form.daysRest, row.form.lastGameMargin] == [nil, nil, nil])
        #expect(!row.form.backToBack && row.form.winStreakEntering == 0 && row.form.lossStreakEntering == 0)
        #expect(row.form.teamWinPct == nil && row.window == TeamWindow())
        #expect(row.travel.travelMiles == nil && row.travel.timeZoneChange == nil)
        #expect(row.travel.travelMilesLast14Days == 0 && row.travel.consecutiveRoadGames == 0)
        #expect(row.end.earlySeason && row.end.completenessPct == 100 && !row.end.isProductionReady)
        // No line; travel is open because it is the opener, not because an arena is unknown.
        #expect(row.end.qualityIssues == "missing_spread,missing_total")
    }

    @Test func `a road trip`() throws {
        let row = try row("BOS", on: "2021-11-07", try Self.roadTrip())
        #expect(row.form.gameNumberInSeason == 5)
        #expect([row.form.daysSinceLastGame, row.form.daysRest] == [1, 0])
        #expect(row.form.backToBack)
        #expect([row.form.gamesInLast7Days, row.form.gamesInLast14Days] == [4, 4])
        #expect([row.form.winStreakEntering, row.form.lossStreakEntering, row.form.lastGameMargin] == [0, 3, -10])
        #expect([row.form.seasonWins, row.form.seasonLosses] == [1, 3])
        #expect(row.form.teamWinPct == nil && row.window.paceLast10 == nil)
        #expect(row.travel.consecutiveRoadGames == 4)
        // Three degrees of the equator east; from Pacific to Eastern time, both without daylight saving by then.
        #expect(row.travel.travelMiles == greatCircleMiles(from: (0, -3), to: (0, 0)))
        #expect(row.travel.timeZoneChange == 3)
        // 1 + 0 + 2 degrees to get to the games before.
        let expected: Double = 69.093419 + 0 + greatCircleMiles(from: (0, -1), to: (0, -3))
        #expect(row.travel.travelMilesLast14Days == expected)
    }

    @Test func `at home nobody is on the road, and day windows end before the date`() throws {
        var league = League()
        for day in ["2021-11-01", "2021-11-07", "2021-11-08", "2021-11-14"] { try league.play("NYK", at: "BOS", day) }
        let row = try row("BOS", on: "2021-11-14", league)
        #expect([row.form.gamesInLast7Days, row.form.gamesInLast14Days] == [2, 3])
        #expect(row.travel.consecutiveRoadGames == 0 && row.travel.travelMiles == 0)
        #expect(row.form.winStreakEntering == 3 && row.form.lossStreakEntering == 0)
    }

    @Test func `windows need five games and hold ten`() throws {
        // Eleven games; the first with two overtimes, so that its pace differs and it has left the window.
        var league = League()
        for day in 1...12 {
            let text = "2021-11-" + (day < 10 ? "0" : "") + String(day)
            if day == 12 {
                try league.list("NYK", at: "BOS", text)
            } else {
                try league.play("NYK", at: "BOS", text, overtimes: day == 1 ? 2 : 0)
            }
        }
        let fifth = try row("BOS", on: "2021-11-05", league)
        #expect(fifth.window.paceLast10 == nil && fifth.form.teamWinPct == nil && fifth.end.earlySeason)
        let sixth = try row("BOS", on: "2021-11-06", league)
        #expect(digits(sixth.window.paceLast10) == digits((96.0 * 48 / 58 + 4 * 96) / 5))
        #expect(sixth.form.teamWinPct == 1 && sixth.end.qualityIssues.contains("thin_sample"))
        let twelfth = try row("BOS", on: "2021-11-12", league)
        #expect(twelfth.window.paceLast10 == 96)
        #expect(digits(twelfth.window.offensiveRatingLast10) == digits(11_000.0 / 96))
        #expect(digits(twelfth.window.defensiveRatingLast10) == digits(10_000.0 / 96))
        #expect(twelfth.window.ftRateAllowedLast10 == 250.0 / 800)
        #expect([twelfth.end.expectedGames, twelfth.end.actualGames] == [10, 10])
    }

    @Test(arguments: [(-7.5, 222.5, "115", "107.5"), (0, 200, "100", "100"), (4, 210, "103", "107")])
    func `the spread turns its sign with the side, and 0 has none`(
        spread: Double, total: Double, home: String, away: String
    ) throws {
        var league = League()
        let game = try league.list("NYK", at: "BOS", "2021-11-01")
        league.bet(spread, total, on: game)
        let (boston, newYork) = (
            try row("BOS", on: "2021-11-01", league), try row("NYK", on: "2021-11-01", league)
        )
        #expect(boston.line.gameSpread == spread && newYork.line.gameSpread == -spread)
        #expect(newYork.line.gameSpread?.sign == (spread > 0 ? .minus : .plus))
        #expect([digits(boston.line.impliedTeamTotal), digits(newYork.line.impliedTeamTotal)] == [home, away])
        #expect(boston.end.qualityIssues == "")
    }

    @Test func `a line without a spread leaves spread and implied total open`() throws {
        var league = League()
        let game = try league.list("NYK", at: "BOS", "2021-11-01")
        league.bet(nil, 220, on: game)
        let row = try row("BOS", on: "2021-11-01", league)
        #expect(row.line.gameSpread == nil && row.line.gameTotal == 220 && row.line.impliedTeamTotal == nil)
        #expect(row.end.qualityIssues == "missing_spread")
    }

    @Test func `an unknown arena, or none known, leaves travel open and is said`() throws {
        var league = try Self.roadTrip()
        league.games[4].venue.arena = "Barn"
        #expect(try row("BOS", on: "2021-11-07", league).end.qualityIssues.contains("unknown_arena"))
        #expect(try row("DEN", on: "2021-11-07", league).end.qualityIssues.contains("unknown_arena") == false)
        league = try Self.roadTrip()
        league.arenas = []
        let row = try row("BOS", on: "2021-11-07", league)
        #expect(row.travel.travelMiles == nil && row.travel.timeZoneChange == nil)
        #expect(row.travel.travelMilesLast14Days == 0 && row.end.qualityIssues.contains("unknown_arena"))
    }

    @Test func `postponed games are no past and make no row`() throws {
        var league = try Self.roadTrip()
        league.games[3].result.gameStatus = GameStatus.postponedOrCancelled.rawValue
        league.games[3].result.countsForPipeline = false
        league.unreport(league.games[3].identity.gameID)
        let row = try row("BOS", on: "2021-11-07", league)
        #expect(row.form.gameNumberInSeason == 4 && row.form.daysRest == 1)
        let runner = try league.runner()
        #expect(runner.rows(UpcomingTeam.self, on: try League.date("2021-11-06")).isEmpty)
    }

    @Test func `a game without an offensive row lowers completeness, by the schedule's count`() throws {
        var league = try Self.roadTrip()
        league.teamBoxes.removeAll { $0.game.gameDate == (try? League.date("2021-11-03")) }
        league.players.removeAll { $0.game.gameDate == (try? League.date("2021-11-03")) }
        let row = try row("BOS", on: "2021-11-07", league)
        #expect(row.form.gameNumberInSeason == 5)
        #expect([row.end.expectedGames, row.end.actualGames] == [4, 3])
        #expect(row.end.completenessPct == 75 && row.end.qualityIssues.contains("upstream_incomplete"))
    }

    @Test func `a season starts afresh`() throws {
        var league = League()
        try league.play("NYK", at: "BOS", "2022-05-01", type: "playoffs")
        try league.list("NYK", at: "BOS", "2022-10-18", season: 2022)
        let row = try row("BOS", on: "2022-10-18", league)
        #expect(row.form.gameNumberInSeason == 1 && row.form.daysSinceLastGame == nil)
    }
}
