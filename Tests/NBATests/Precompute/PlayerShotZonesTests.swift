import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

struct PlayerShotZonesTests {
    private func row(_ player: Int, on date: String, _ league: League) throws -> PlayerShotZones {
        try #require(try league.rows(PlayerShotZones.self, on: date).first { $0.identity.playerID == player })
    }

    // Each game: 4/9 in the paint, 2/3 from mid-range, 2/4 threes; three of the makes in the paint assisted.
    @Test func `five games`() throws {
        let row = try row(101, on: "2021-11-11", try League.series(6))
        let window = row.last10
        #expect([window.gamesInSample, window.shotGamesInSample, window.totalShots] == [5, 5, 80])
        #expect(window.rates == ZoneValues(paint: 56.25, midRange: 18.75, threePt: 25))
        #expect(digits(window.shares) == ["0.444444444444", "0.666666666667", "0.5"])
        #expect(window.attemptsPerGame == ZoneValues(paint: 9, midRange: 3, threePt: 4))
        #expect([row.assistedRateLast10, row.unassistedRateLast10].map(digits) == ["37.5", "62.5"])
        #expect(row.primaryScoringZone == "paint")
        // Five games are half of what the window of 20 needs.
        #expect([row.last20.gamesInSample, row.last20.totalShots] == [5, 80] && row.last20.rates == ZoneValues())
        #expect(row.end.isProductionReady)
    }

    @Test func `four games are not enough`() throws {
        let row = try row(101, on: "2021-11-09", try League.series(5))
        #expect(row.last10.rates == ZoneValues() && row.assistedRateLast10 == nil && row.primaryScoringZone == nil)
        #expect(row.last10.totalShots == 64 && !row.end.isProductionReady)
    }

    @Test func `nineteen shots say nothing`() throws {
        var league = try League.series(6)
        for game in league.games { league.edit(101, in: game.identity.gameID) { $0.counters.threePtAttempts = 4 } }
        league.shots.removeAll { $0.playerID == 101 }
        // Twenty threes over five games, then one fewer.
        #expect(try row(101, on: "2021-11-11", league).last10.rates == ZoneValues(paint: 0, midRange: 0, threePt: 100))
        league.edit(101, in: league.games[0].identity.gameID) {
            ($0.counters.threePtAttempts, $0.counters.threePtMakes) = (3, 2)
        }
        let thin = try row(101, on: "2021-11-11", league)
        #expect(thin.last10.totalShots == 19 && thin.last10.rates == ZoneValues())
    }

    @Test func `a zone without attempts has a rate of 0 and no share`() throws {
        var league = try League.series(6)
        league.shots.removeAll { $0.playerID == 101 && $0.zoneBasic == "Mid-Range" }
        let window = try row(101, on: "2021-11-11", league).last10
        #expect(window.rates.midRange == 0 && window.shares.midRange == nil && window.attemptsPerGame.midRange == 0)
    }

    @Test func `games without a shot chart count as games, not as shot games`() throws {
        var league = try League.series(7)
        let first = league.games[0].identity.gameID
        league.shots.removeAll { $0.gameID == first }
        let window = try row(101, on: "2021-11-13", league).last10
        #expect([window.gamesInSample, window.shotGamesInSample, window.totalShots] == [6, 5, 80])
        #expect(window.rates.paint == 56.25)
    }

    @Test(arguments: [
        (40.0, 20.0, 40.0, "paint"), (39.9, 20.1, 40.0, "perimeter"), (30.0, 35.0, 35.0, "mid_range"),
        (39.0, 22.0, 39.0, "balanced"),
    ])
    func `the primary zone`(_ paint: Double, _ mid: Double, _ three: Double, _ zone: String) {
        #expect(PlayerShotZones.primaryZone(of: ZoneValues(paint: paint, midRange: mid, threePt: three)) == zone)
    }
}
