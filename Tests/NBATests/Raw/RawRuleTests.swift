import GameCalendar
import NBA
import PipelineModel
import Testing

/// A check on its own, with rows it passes and rows it complains about; what is not named is as in a sound row.
private struct Example<Row: RawRow> {
    let code: RawCode
    let spoil: (inout Row) -> Void

    init(_ code: RawCode, _ spoil: @escaping (inout Row) -> Void) {
        (self.code, self.spoil) = (code, spoil)
    }
}

private func codes<Row: RawRow>(_ row: Row, in game: GameFacts?) -> [RawCode] {
    Row.checks.filter { $0.complaint(about: row, in: game) != nil }.map(\.code)
}

struct RawRuleTests {
    private var game: ScheduledGame {
        var game = ScheduledGame()
        game.identity.gameID = "0022300061"
        game.identity.gameDate = GameDate("2023-10-24") ?? .reference
        (game.identity.season, game.identity.seasonType) = ("2023-24", "regular")
        (game.teams.away, game.teams.home, game.teams.awayID, game.teams.homeID) = ("LAL", "DEN", 1, 2)
        (game.result.gameStatus, game.result.awayScore, game.result.homeScore) = (3, 11, 13)
        game.result.overtimePeriods = 1
        game.derive(from: nil)
        return game
    }

    private var facts: GameFacts { GameFacts(game) }

    private var counters: BoxCounters {
        var counters = BoxCounters()
        (counters.points, counters.fgMakes, counters.fgAttempts) = (11, 4, 8)
        (counters.threePtMakes, counters.threePtAttempts, counters.ftMakes, counters.ftAttempts) = (1, 3, 2, 2)
        (counters.rebounds, counters.offensiveRebounds, counters.defensiveRebounds) = (4, 1, 3)
        return counters
    }

    private func box() -> BoxGame {
        var box = BoxGame()
        (box.gameID, box.gameDate) = (facts.gameID, facts.date)
        (box.season, box.seasonType) = (facts.season, facts.seasonType)
        return box
    }

    private var team: TeamBox {
        var row = TeamBox()
        (row.game, row.counters, row.teamAbbr, row.opponentAbbr) = (box(), counters, "LAL", "DEN")
        (row.opponentPoints, row.plusMinus, row.q1, row.q4, row.overtimePoints) = (13, -2, 5, 4, "2")
        return row
    }

    @Test func `sound rows pass every check`() {
        #expect(codes(game, in: nil).isEmpty)
        #expect(codes(team, in: facts).isEmpty)
        #expect(
            GameCheck.all.map(\.code)
                == RawCode.allCases.filter { $0.level == .warns && ![.unknownArena, .unscheduledGame].contains($0) }
                .sorted { left, right in
                    GameCheck.all.firstIndex { $0.code == left } ?? 0 < GameCheck.all.firstIndex { $0.code == right }
                        ?? 0
                })
    }

    @Test func `each check of the schedule stands alone`() {
        let examples: [Example<ScheduledGame>] = [
            Example(.unknownTeam) { $0.teams.away = "SEA" },
            Example(.gameIDForm) { $0.identity.gameID = "0022200061" },
            Example(.gameIDForm) { $0.identity.gameID = "0042300061" },
            Example(.gameIDForm) { $0.identity.gameID = "00223000٦1" },
            Example(.gameIDForm) { $0.teams.away = "DEN" },
        ]
        for example in examples {
            var row = game
            example.spoil(&row)
            #expect(codes(row, in: nil) == [example.code])
        }
    }

    @Test func `each check of a team line stands alone`() {
        let examples: [Example<TeamBox>] = [
            Example(.unknownTeam) { $0.opponentAbbr = "SEA" },
            Example(.unknownGame) { $0.game.gameDate = .reference },
            Example(.gameIDForm) { $0.game.season = "2022-23" },
            Example(.reboundIdentity) { $0.counters.rebounds = 5 },
            Example(.shootingOrder) { $0.counters.ftAttempts = 1 },
            Example(.shootingOrder) { $0.counters.personalFouls = -1 },
            Example(.quarterSum) { $0.overtimePoints = "1|1" },
            Example(.quarterSum) { $0.q2 = 1 },
            Example(.mirror) { $0.plusMinus = 2 },
        ]
        for example in examples {
            var row = team
            example.spoil(&row)
            #expect(codes(row, in: facts) == [example.code])
        }
        var wrong = team
        wrong.counters.ftMakes = 1
        #expect(codes(wrong, in: facts) == [.pointsIdentity])
    }

    @Test func `what the schedule does not know is not asked`() {
        var early = game
        early.result.gameStatus = GameStatus.live.rawValue
        early.derive(from: nil)
        var row = team
        (row.overtimePoints, row.q2) = ("", 2)
        #expect(codes(row, in: GameFacts(early)).isEmpty)
        #expect(!early.result.countsForPipeline && early.result.awayScore == nil)
    }

    @Test func `a fault names its first rule and mentions the others`() {
        var row = team
        row.counters.rebounds = 9
        row.plusMinus = 0
        let fault = row.fault(in: facts)
        #expect(fault?.code == .reboundIdentity)
        #expect(fault?.detail.contains("also mirror") == true)
    }

    @Test func `every counter is listed once, under its column's name`() {
        var counters = BoxCounters()
        counters.personalFouls = 15
        counters.points = 1
        #expect(BoxCounters.names.count == 15 && counters.values.count == 15)
        #expect(BoxCounters.names.first == "points" && counters.values.first == 1)
        #expect(BoxCounters.names.last == "personal_fouls" && counters.values.last == 15)
    }

    @Test(arguments: [
        ("BRK", "BKN"), ("CHO", "CHA"), ("PHO", "PHX"), ("NO", "NOP"), ("NOH", "NOP"), ("NY", "NYK"), ("GS", "GSW"),
        ("SA", "SAS"), ("UTAH", "UTA"), ("WSH", "WAS"), ("LAL", "LAL"),
    ])
    func `aliases of tricodes are canonical after import`(_ alias: String, _ code: String) {
        var row = game
        row.teams.home = alias
        row.derive(from: nil)
        #expect(row.teams.home == code && row.identity.gameKey == "20231024_LAL_\(code)")
    }

    @Test func `words of the sources have one meaning`() {
        let statuses = ["Scheduled", "Live", "Final", "Postponed", "Cancelled", "final", ""]
        #expect(statuses.map { GameStatus(sourceWord: $0)?.rawValue } == [1, 2, 3, 4, 4, nil, nil])
        let markets = ["pts", "reb", "ast", "pts+reb+ast", "points"].map(PropLine.market(sourceWord:))
        #expect(markets == ["points", "rebounds", "assists", "pra", nil])
    }
}
