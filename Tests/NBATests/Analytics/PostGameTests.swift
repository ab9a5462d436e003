import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

struct TeamOffenseTests {
    private func rows(_ league: League, on date: String) throws -> (rows: [TeamOffenseGame], run: DateRunner.Run) {
        let runner = try league.rawRunner()
        let run = try runner.run(TeamOffenseProcessor(), on: try League.date(date))
        return (runner.rows(TeamOffenseGame.self, on: try League.date(date)), run)
    }

    @Test func `a hand-worked game`() throws {
        // NYK 100 at BOS 110: both 80 FGA, 25 FTA, 15 TOV, 10 OREB → 80 + 11 + 15 − 10 = 96 possessions.
        var league = League()
        let game = try league.play("NYK", at: "BOS", "2021-11-01")
        league.shoot(101, of: "BOS", in: game, 2, "Restricted Area", made: true, assisted: true)
        let (rows, run) = try rows(league, on: "2021-11-01")
        #expect(rows.map(\.side.teamAbbr) == ["BOS", "NYK"])
        let boston = try #require(rows.first)
        #expect(boston.possessions == 96)
        #expect(digits(boston.offensiveRating) == digits(11_000.0 / 96))
        #expect(boston.pace == 96)
        #expect(digits(boston.tsPct) == digits(110.0 / 182))
        #expect(digits(boston.efgPct) == digits(45.0 / 80))
        #expect(boston.ftRate == 25.0 / 80)
        #expect(boston.threePtPoints == 30)
        #expect([boston.zones.paintMakes, boston.pointsInPaint, boston.midRangePoints] == [1, 2, 0])
        #expect(boston.outcome.winFlag && boston.outcome.marginOfVictory == 10)
        #expect(rows[1].outcome.marginOfVictory == -10 && !rows[1].outcome.winFlag)
        #expect(boston.playersActive == 5 && boston.shotDataAvailable)
        // One shot of eighty is in the chart.
        #expect(boston.end.qualityIssues == "shots_do_not_match_box")
        #expect(run.keys.missing.isEmpty && run.keys.surplus.isEmpty && run.warnings.isEmpty)
    }

    @Test func `an overtime stretches the game, not the possessions`() throws {
        var league = League()
        try league.play("NYK", at: "BOS", "2021-11-01", overtimes: 2)
        let row = try #require(try rows(league, on: "2021-11-01").rows.first)
        #expect(row.overtimePeriods == 2)
        #expect(digits(row.pace) == digits(96.0 * 48 / 58))
    }

    @Test func `without shot data zones are NULL and never 0`() throws {
        var league = League()
        try league.play("NYK", at: "BOS", "2021-11-01", type: "playin")
        let row = try #require(try rows(league, on: "2021-11-01").rows.first)
        #expect(row.zones == ZoneCounts(nil))
        #expect([row.assistedFGMakes, row.pointsInPaint, row.midRangePoints] == [nil, nil, nil])
        #expect(row.threePtPoints == 30 && !row.shotDataAvailable)
        #expect(row.end.qualityIssues == "shot_zones_unavailable" && row.end.isProductionReady)
    }

    @Test func `a listed player without an appearance is not active`() throws {
        var league = League()
        let game = try league.play("NYK", at: "BOS", "2021-11-01")
        league.edit(105, in: game) { ($0.secondsPlayed, $0.counters) = (0, BoxCounters()) }
        let row = try #require(try rows(league, on: "2021-11-01").rows.first)
        #expect(row.playersActive == 4)
    }

    @Test func `a missing line is built from five players, and doubted when the score differs`() throws {
        var league = League()
        let game = try league.play("NYK", at: "BOS", "2021-11-01")
        league.teamBoxes.removeAll { $0.teamAbbr == "NYK" }
        #expect(
            try rows(league, on: "2021-11-01").rows.map(\.end.qualityIssues)
                == Array(
                    repeating: "shot_zones_unavailable", count: 2))
        league.edit(201, in: game) { $0.counters.points -= 3 }
        let (rows, run) = try rows(league, on: "2021-11-01")
        #expect(rows[1].counters.points == 97)
        #expect(rows[1].end.qualityIssues == "box_sum_mismatch,shot_zones_unavailable")
        #expect(!rows[1].end.isProductionReady)
        #expect(rows[0].outcome.marginOfVictory == 13)
        #expect(run.keys.missing.isEmpty)
    }

    @Test func `fewer than five players stand for no team, and the run is partial`() throws {
        var league = League()
        let game = try league.play("NYK", at: "BOS", "2021-11-01")
        league.teamBoxes.removeAll { $0.teamAbbr == "NYK" }
        league.players.removeAll { $0.playerID == 205 }
        let (rows, run) = try rows(league, on: "2021-11-01")
        #expect(rows.map(\.side.teamAbbr) == ["BOS"])
        #expect(rows[0].outcome.marginOfVictory == 10)
        #expect(run.keys.missing == ["\(game) NYK"])
        #expect(run.warnings == ["missing_team_line \(game) NYK"])
    }

    @Test func `a postponed game and an exhibition have no rows`() throws {
        var league = League()
        try league.play("NYK", at: "BOS", "2021-11-01")
        let late = try league.play("MIA", at: "LAL", "2021-11-01")
        try league.play("EST", at: "WST", "2021-11-01", type: "allstar")
        league.games[1].result.gameStatus = GameStatus.postponedOrCancelled.rawValue
        league.games[1].result.countsForPipeline = false
        let (rows, run) = try rows(league, on: "2021-11-01")
        #expect(rows.count == 2 && !rows.contains { $0.identity.gameID == late })
        #expect(run.keys.missing.isEmpty)
    }

    @Test func `a final game without a number of overtimes is refused`() throws {
        var league = League()
        try league.play("NYK", at: "BOS", "2021-11-01")
        league.games[0].result.overtimePeriods = nil
        #expect(throws: ProcessorError.self) { try rows(league, on: "2021-11-01") }
    }
}

struct TeamDefenseTests {
    @Test func `a defence is the opponent's offence from the other side`() throws {
        var league = League()
        let game = try league.play("NYK", at: "BOS", "2021-11-01", overtimes: 1)
        for _ in 0..<2 { league.shoot(201, of: "NYK", in: game, 2, "Mid-Range", made: true) }
        let runner = try league.runner()
        let date = try League.date("2021-11-01")
        let offense = runner.rows(TeamOffenseGame.self, on: date)
        let defense = runner.rows(TeamDefenseGame.self, on: date)
        #expect(defense.map(\.side.teamAbbr) == ["BOS", "NYK"])
        let boston = try #require(defense.first)
        #expect(boston.allowed.pointsAllowed == 100 && boston.allowed.fgAttempts == 80)
        #expect(boston.plays.turnoversForced == 15 && boston.plays.foulsCommitted == 20)
        #expect(boston.defensiveRating == offense[1].offensiveRating && boston.opponentPace == offense[1].pace)
        #expect([boston.opponentZones.midRangeMakes, boston.midRangePointsAllowed] == [2, 4])
        #expect(boston.outcome.winFlag && boston.outcome.marginOfVictory == 10 && boston.overtimePeriods == 1)
        #expect(boston.end.qualityIssues == "shots_do_not_match_box")
    }

    @Test func `without the opponent's line neither team has a defensive row`() throws {
        var league = League()
        let game = try league.play("NYK", at: "BOS", "2021-11-01")
        league.teamBoxes.removeAll { $0.teamAbbr == "NYK" }
        league.players.removeAll { $0.teamAbbr == "NYK" }
        let runner = try league.rawRunner()
        let date = try League.date("2021-11-01")
        try runner.run(TeamOffenseProcessor(), on: date)
        let run = try runner.run(TeamDefenseProcessor(), on: date)
        #expect(run.content.rowCount == 0)
        #expect(run.keys.missing == ["\(game) BOS", "\(game) NYK"])
        #expect(run.warnings == ["missing_team_line \(game) NYK"])
    }
}

struct PlayerGameTests {
    private let date = "2021-11-01"

    @Test func `a hand-worked line`() throws {
        // 16 FGA, 5 FTA, 3 TOV: 16 + 2.2 + 3 = 21.2 of the team's 80 + 11 + 15 = 106, all 48 minutes.
        var league = League()
        let game = try league.play("NYK", at: "BOS", date)
        league.shoot(102, of: "BOS", in: game, 3, "Mid-Range", made: true, assisted: true)
        league.shoot(102, of: "BOS", in: game, 2, "Mid-Range", made: true)
        let row = try #require(
            try league.runner().rows(PlayerGame.self, on: try League.date(date)).first { $0.player.playerID == 102 })
        #expect(digits(row.usageNumerator) == digits(21.2 * 48))
        #expect(digits(row.usageDenominator) == "5088")
        #expect(digits(row.usageRate) == "20")
        #expect(row.pra == 32 && row.minutesPlayed == 48 && row.isActive && row.starterFlag && row.winFlag)
        #expect([row.zones.midRangeMakes, row.zones.paintAttempts] == [1, 0])
        #expect([row.assistedFGMakes, row.unassistedFGMakes] == [1, 1])
        #expect(row.player.playerName == "Player 102" && row.side.homeGame)
    }

    @Test func `at 0 seconds usage is NULL, and only deeds make an appearance`() throws {
        var league = League()
        let game = try league.play("NYK", at: "BOS", date)
        league.edit(102, in: game) { ($0.secondsPlayed, $0.counters) = (0, BoxCounters()) }
        league.edit(103, in: game) { $0.secondsPlayed = 0 }
        let rows = try league.runner().rows(PlayerGame.self, on: try League.date(date))
        let idle = try #require(rows.first { $0.player.playerID == 102 })
        #expect(!idle.isActive && idle.usageDenominator == 0 && idle.usageRate == nil)
        #expect(idle.tsPct == nil && idle.efgPct == nil)
        let brief = try #require(rows.first { $0.player.playerID == 103 })
        #expect(brief.isActive && brief.usageRate == nil)
    }

    @Test func `without his team's line a player keeps his row and has no usage`() throws {
        var league = League()
        let game = try league.play("NYK", at: "BOS", date)
        league.teamBoxes.removeAll { $0.teamAbbr == "NYK" }
        league.players.removeAll { $0.playerID == 205 }
        let runner = try league.rawRunner()
        let date = try League.date(date)
        try runner.run(TeamOffenseProcessor(), on: date)
        let run = try runner.run(PlayerGameProcessor(), on: date)
        let row = try #require(runner.rows(PlayerGame.self, on: date).first { $0.player.playerID == 201 })
        #expect(row.usageDenominator == nil && row.usageRate == nil && !row.winFlag)
        #expect(row.end.qualityIssues == "missing_team_line,shot_zones_unavailable" && !row.end.isProductionReady)
        #expect(run.warnings == ["missing_team_line \(game) NYK"] && run.keys.missing.isEmpty)
        #expect(run.content.rowCount == 9)
    }

    @Test func `opponent and venue are the schedule's, whatever the box score's line says of them`() throws {
        var league = League()
        let game = try league.play("NYK", at: "BOS", date)
        league.edit(202, in: game) { ($0.opponentAbbr, $0.isHome) = ("LAL", true) }
        let rows = try league.runner().rows(PlayerGame.self, on: try League.date(date))
        let row = try #require(rows.first { $0.player.playerID == 202 })
        #expect(row.side.teamAbbr == "NYK" && row.side.opponentAbbr == "BOS" && !row.side.homeGame)
    }

    @Test func `without any offensive row of a game its players are missing, not unexpected`() throws {
        var league = League()
        let game = try league.play("NYK", at: "BOS", date)
        try league.play("MIA", at: "LAL", date)
        let runner = try league.rawRunner()
        let day = try League.date(date)
        try runner.run(TeamOffenseProcessor(), on: day)
        let others = runner.rows(TeamOffenseGame.self, on: day).filter { $0.identity.gameID != game }
        try runner.store(others, dated: \.identity.gameDate)
        let players = try runner.run(PlayerGameProcessor(), on: day)
        #expect(players.content.rowCount == 10 && players.keys.missing.count == 10)
        #expect(players.keys.missing.allSatisfy { $0.hasPrefix(game) })
        let defenses = try runner.run(TeamDefenseProcessor(), on: day)
        #expect(defenses.keys.missing == ["\(game) BOS", "\(game) NYK"])
    }

    @Test func `box rows of a game that does not count are left out`() throws {
        var league = League()
        try league.play("NYK", at: "BOS", date)
        try league.play("EST", at: "WST", date, type: "allstar")
        let runner = try league.runner()
        #expect(runner.rows(PlayerGame.self, on: try League.date(date)).count == 10)
    }

    @Test func `player_points holds what the window across seasons reads`() throws {
        var league = League()
        try league.play("NYK", at: "BOS", date)
        let day = try League.date(date)
        let content = try #require(try league.runner().content(of: "player_game_summary", on: day))
        let points = try PlayerPoints.content(of: content).decoded(as: PlayerPoints.self)
        #expect(points.count == 10)
        #expect(points[0].points == 30 && points[0].pra == 42 && points[0].opponentAbbr == "NYK" && points[0].isActive)
    }
}
