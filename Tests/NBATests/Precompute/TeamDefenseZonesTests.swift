import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

struct TeamDefenseZonesTests {
    private func boston(_ league: League, on date: String) throws -> TeamDefenseZones {
        try #require(try league.rows(TeamDefenseZones.self, on: date).first { $0.teamAbbr == "BOS" })
    }

    @Test func `every team of the league has a row, whether it plays or not`() throws {
        let rows = try League.series(1).rows(TeamDefenseZones.self, on: "2021-11-01")
        #expect(rows.count == 30 && Set(rows.map(\.teamAbbr)) == Tricode.all)
        #expect(rows.allSatisfy { $0.gamesInSample == 0 && $0.season == "2021-22" && $0.strongestZone == nil })
        #expect(rows.allSatisfy { $0.end.earlySeason && !$0.end.isProductionReady && $0.end.completenessPct == 100 })
    }

    // Eight games before 11-17; each time NYK shot 20/45 paint, 10/15 mid-range and 10/20 threes for 100 points.
    @Test func `what a team allowed over eight games, against the constants`() throws {
        let row = try boston(try League.series(9), on: "2021-11-17")
        #expect([row.gamesInSample, row.shotGamesInSample] == [8, 8])
        #expect(digits(row.pctAllowed) == ["0.444444444444", "0.666666666667", "0.5"])
        #expect(row.attemptsAllowed == ZoneValues(paint: 45, midRange: 15, threePt: 20))
        #expect(row.league.source == .constant && row.league.defensiveRating == nil)
        // Less 56.5, 41 and 35.5 percent.
        #expect(digits(row.versusLeague) == ["-12.0555555556", "25.6666666667", "14.5"])
        #expect([row.strongestZone, row.weakestZone] == ["paint", "mid_range"])
        #expect(row.opponentPointsPerGame == 100 && digits(row.opponentPaceLast15) == "96")
        #expect(digits(row.defensiveRatingLast15) == digits(100 * 100 / 96.0))
        #expect(!row.end.earlySeason && row.end.isProductionReady)
        #expect(row.end.qualityIssues == "thin_sample")
    }

    @Test func `seven games are not enough`() throws {
        let row = try boston(try League.series(8), on: "2021-11-15")
        #expect(row.gamesInSample == 7 && row.pctAllowed == ZoneValues() && row.defensiveRatingLast15 == nil)
        #expect(row.end.earlySeason && !row.end.isProductionReady)
    }

    @Test func `a game without a shot chart thins the zones, not the ratings`() throws {
        var league = try League.series(9)
        let first = league.games[0].identity.gameID
        league.shots.removeAll { $0.gameID == first }
        let row = try boston(league, on: "2021-11-17")
        #expect([row.gamesInSample, row.shotGamesInSample] == [8, 7])
        #expect(row.pctAllowed == ZoneValues() && row.strongestZone == nil && row.defensiveRatingLast15 != nil)
        #expect(!row.end.isProductionReady && !row.end.earlySeason)
    }

    @Test func `only the last fifteen games count`() throws {
        var league = try League.series(17)
        league.teamBoxes[1].opponentPoints = 400
        let row = try boston(league, on: "2021-12-03")
        #expect(row.gamesInSample == 15 && row.opponentPointsPerGame == 100)
    }

    // Fifty games are a hundred team rows; 12-20 is before the fiftieth, 2022-02-09 after it.
    @Test func `a hundred team games make the season its own yardstick`() throws {
        let runner = try League.series(51).runner(phases: [.analytics, .precompute])
        func row(_ date: String) throws -> TeamDefenseZones {
            try #require(runner.rows(TeamDefenseZones.self, on: try League.date(date)).first { $0.teamAbbr == "BOS" })
        }
        let before = try row("2022-02-07")
        #expect(before.league.source == .constant && before.league.defensiveRating == nil)
        let after = try row("2022-02-09")
        #expect(after.league.source == .season && digits(after.league.paintPct) == digits(20.0 / 45))
        #expect(digits(after.versusLeague.paint) == "0")
        // 100 and 110 points on 96 possessions.
        #expect(digits(after.league.defensiveRating) == digits(100 * 105 / 96.0))
        // All three are equal: the first of them, both ways.
        #expect([after.strongestZone, after.weakestZone] == ["paint", "paint"])
    }

    @Test func `the season before serves until then`() throws {
        var league = try League.series(50)
        try league.add(series: 1, from: "2022-11-01", season: 2022)
        let runner = try league.runner(phases: [.analytics, .precompute])
        let first = try #require(runner.rows(TeamDefenseZones.self, on: try League.date("2022-11-01")).first)
        #expect(first.league.source == .previousSeason && digits(first.league.paintPct) == digits(20.0 / 45))
        #expect(first.gamesInSample == 0 && first.league.defensiveRating == nil)
        let run = try runner.evaluate(TeamDefenseZonesProcessor(), on: try League.date("2022-11-01"))
        #expect(run.consulted == ["team_defense_game_summary:previous_season"])
    }

    @Test func `a smaller league has its own teams`() throws {
        let runner = try League.series(2).runner()
        let run = try runner.evaluate(
            TeamDefenseZonesProcessor(teams: ["NYK", "BOS"]), on: try League.date("2021-11-03"))
        #expect(run.content.rowCount == 2 && run.keys.missing.isEmpty && run.keys.surplus.isEmpty)
        #expect(TeamDefenseZonesProcessor(teams: ["NYK", "BOS"]).parameters == ["teams": "BOS,NYK"])
    }
}
