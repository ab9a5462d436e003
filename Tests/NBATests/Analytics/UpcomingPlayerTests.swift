import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

struct UpcomingPlayerTests {
    private func rows(_ league: League, on date: String) throws -> [UpcomingPlayer] {
        try league.runner().rows(UpcomingPlayer.self, on: try League.date(date))
    }

    private func row(_ player: Int, on date: String, _ league: League) throws -> UpcomingPlayer {
        try #require(try rows(league, on: date).first { $0.player.playerID == player })
    }

    @Test func `a debut has a row with counts of 0 and open windows`() throws {
        var league = League()
        try league.play("NYK", at: "BOS", "2021-11-01")
        let row = try row(101, on: "2021-11-01", league)
        #expect(row.load == PlayerLoad() && row.form == PlayerForm())
        #expect(row.end.earlySeason && !row.end.isProductionReady && row.end.completenessPct == 100)
        #expect(row.rosterBasis == .activeList && row.seasonPhase == .early && row.player.playerName == "Player 101")
    }

    // 101    11-01  11-04  11-05  11-09 | 11-10      rest before each: –, 2, 0, 3 | 0
    private static func fortnight() throws -> League {
        var league = League()
        for day in ["2021-11-01", "2021-11-04", "2021-11-05", "2021-11-09", "2021-11-10"] {
            try league.play("NYK", at: "BOS", day)
        }
        return league
    }

    @Test func `rest and load`() throws {
        let load = try row(101, on: "2021-11-10", try Self.fortnight()).load
        #expect(load.gamesPlayedSeason == 4)
        #expect([load.daysRest, load.daysRestBeforeLastGame, load.daysSince2PlusDaysRest] == [0, 3, 1])
        #expect(load.backToBack && load.backToBacksLast14Days == 1)
        #expect([load.gamesInLast7Days, load.gamesInLast14Days] == [3, 4])
        #expect([load.minutesInLast7Days, load.minutesInLast14Days] == [144, 192])
        #expect(load.avgMinutesPerGameLast7Days == 48)
    }

    @Test func `a back-to-back across the edge of the window is none`() throws {
        var league = League()
        for day in ["2021-11-01", "2021-11-02", "2021-11-16"] { try league.play("NYK", at: "BOS", day) }
        #expect(try row(101, on: "2021-11-16", league).load.backToBacksLast14Days == 0)
    }

    @Test func `windows follow the points, and few games leave them open`() throws {
        let form = try row(101, on: "2021-11-10", try Self.fortnight()).form
        // Four games of 30 points: enough for five, not for ten, nor for the season's usage.
        #expect(form.pointsAvgLast5 == 30 && form.pointsAvgLast10 == nil && form.minutesAvgLast10 == nil)
        #expect([form.l5GamesUsed, form.l10GamesUsed] == [4, 4])
        #expect([digits(form.usageRateLast5Games), digits(form.usageRateLast7Games)] == ["20", "20"])
        #expect(form.usageRateSeason == nil && form.projectedUsageRate == nil)
    }

    @Test func `a long absence is long rest and no load`() throws {
        var league = League()
        for day in ["2021-11-01", "2022-01-05"] { try league.play("NYK", at: "BOS", day) }
        let load = try row(101, on: "2022-01-05", league).load
        #expect(load.daysRest == 64 && !load.backToBack && load.daysSince2PlusDaysRest == nil)
        #expect([load.gamesInLast7Days, load.gamesInLast14Days] == [0, 0])
        #expect(load.minutesInLast7Days == 0 && load.avgMinutesPerGameLast7Days == nil)
    }

    @Test func `a traded player belongs to the game's team and keeps his games`() throws {
        var league = try Self.fortnight()
        let game = league.games[4].identity.gameID
        league.edit(101, in: game) { ($0.teamAbbr, $0.opponentAbbr, $0.isHome) = ("NYK", "BOS", false) }
        let row = try row(101, on: "2021-11-10", league)
        #expect(row.side.teamAbbr == "NYK" && !row.side.homeGame && row.load.gamesPlayedSeason == 4)
    }

    @Test func `the active list is the box score and those who dressed`() throws {
        var league = League()
        let game = try league.play("NYK", at: "BOS", "2021-11-01")
        league.note(901, of: "BOS", in: game, InactiveListing.activeDNP, name: "Nikola Jokić")
        league.note(902, of: "BOS", in: game, InactiveListing.inactive)
        league.note(nil, of: "BOS", in: game, InactiveListing.activeDNP)
        league.note(101, of: "BOS", in: game, InactiveListing.activeDNP)
        let rows = try rows(league, on: "2021-11-01")
        #expect(rows.map(\.player.playerID) == [101, 102, 103, 104, 105, 201, 202, 203, 204, 205, 901])
        #expect(rows.last?.player.playerName == "Nikola Jokić" && rows.last?.player.playerLookup == "nikolajokic")
    }

    @Test func `lines to use and what is missing`() throws {
        var league = League()
        let game = try league.play("NYK", at: "BOS", "2021-11-01")
        for (market, line) in [("points", 20.5), ("points", 22.5), ("pra", 30.5)] {
            var offer = PropLine()
            (offer.gameID, offer.gameDate, offer.playerID) = (game, try League.date("2021-11-01"), 101)
            (offer.market, offer.line, offer.bookmaker) = (market, line, "book \(line)")
            league.props.append(offer)
        }
        let row = try row(101, on: "2021-11-01", league)
        #expect([row.lines.pointsLine, row.lines.reboundsLine, row.lines.praLine] == [20.5, nil, 30.5])
        #expect(row.lines.hasPropLine)
        let other = try self.row(102, on: "2021-11-01", league)
        #expect(other.lines == PlayerLines() && other.end.qualityIssues == "missing_spread,missing_total")
    }

    @Test func `team numbers are copied, the opponent's turned round`() throws {
        var league = League()
        for day in 1...6 { try league.play("NYK", at: "BOS", "2021-11-0\(day)", arena: "Equator") }
        let date = "2021-11-06"
        let teams = try league.runner().rows(UpcomingTeam.self, on: try League.date(date))
        let row = try row(101, on: date, league)
        #expect(row.travel == teams[0].travel && row.teamLine == teams[0].line)
        #expect(row.opponent.paceLast10 == teams[1].window.paceLast10 && row.opponent.paceDifferential == 0)
        #expect(row.opponent.defRatingLast10 == teams[1].window.defensiveRatingLast10)
        #expect(row.opponent.daysRest == 0 && row.opponent.ftRateAllowed == teams[1].window.ftRateAllowedLast10)
    }

    @Test(arguments: [
        ("regular", 1, SeasonPhase.early), ("regular", 20, .early), ("regular", 21, .mid), ("regular", 54, .mid),
        ("regular", 55, .late), ("cup_final", 25, .mid), ("playin", 83, .postseason), ("playoffs", 90, .postseason),
    ])
    func `the phase of a season`(type: String, number: Int, phase: SeasonPhase) {
        #expect(SeasonPhase(seasonType: type, gameNumber: number) == phase)
    }

    @Test func `a game of the team without player rows lowers completeness`() throws {
        let league = try Self.fortnight()
        let runner = try league.runner()
        let (gap, date) = (try League.date("2021-11-04"), try League.date("2021-11-10"))
        runner.store(nil, as: "player_game_summary", on: gap)
        try runner.run(UpcomingPlayerProcessor(), on: date)
        let end = try #require(runner.rows(UpcomingPlayer.self, on: date).first).end
        #expect([end.expectedGames, end.actualGames] == [4, 3])
        #expect(end.qualityIssues.contains("upstream_incomplete") && !end.isProductionReady)
    }
}
