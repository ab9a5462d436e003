import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

/// team_defense_game_summary.opp_paint_attempts, which one row of the offence gives.
struct PaintAttemptsRuleTests {
    private let rule = PaintAttemptsRule()
    private let date = GameDate(dayNumber: 18_932)
    private var offense: Partition { Partition(TeamOffenseGame.table.name, date) }
    private var defense: Partition { Partition(TeamDefenseGame.table.name, date) }

    /// One game on 2021-11-01, with a shot chart or without.
    private func runner(isCharted: Bool = true) throws -> DateRunner {
        var league = League()
        let game = try league.play("NYK", at: "BOS", "2021-11-01")
        if isCharted { for team in ["BOS", "NYK"] { league.chart(of: team, in: game) } }
        return try league.runner()
    }

    @Test func `computed rows are clean, with shots and without`() throws {
        for isCharted in [true, false] {
            let runner = try runner(isCharted: isCharted)
            #expect(
                runner.rows(TeamDefenseGame.self, on: date).allSatisfy {
                    ($0.opponentZones.paintAttempts != nil) == isCharted
                })
            let tally = try runner.tally(rule, on: date)
            #expect(tally.counts == [2, 2, 0] && tally.origin == nil)
        }
    }

    @Test func `a value whose source has none is the defence's own`() throws {
        let runner = try runner(isCharted: false)
        try runner.edit(TeamDefenseGame.self, on: date) { row in
            if row.side.teamAbbr == "BOS" { row.opponentZones.paintAttempts = 45 }
        }
        var tally = try runner.tally(rule, on: date)
        #expect(tally.counts == [2, 1, 0] && tally.origin == defense)
        try runner.edit(TeamDefenseGame.self, on: date) { $0.opponentZones.paintAttempts = 0 }
        tally = try runner.tally(rule, on: date)
        #expect(tally.counts == [2, 0, 2] && tally.origin == defense)
    }

    @Test func `a value that is lost on the way is the defence's own, too`() throws {
        let runner = try runner()
        try runner.edit(TeamDefenseGame.self, on: date) { row in
            if row.side.teamAbbr == "NYK" { row.opponentZones.paintAttempts = nil }
        }
        let tally = try runner.tally(rule, on: date)
        #expect(tally.counts == [2, 1, 0] && tally.origin == defense)
    }

    @Test func `without the opponent's row it does not count as clean`() throws {
        let runner = try runner()
        try runner.drop(TeamOffenseGame.self, on: date) { $0.side.teamAbbr == "BOS" }
        var tally = try runner.tally(rule, on: date)
        #expect(tally.counts == [2, 1, 0] && tally.origin == offense)
        runner.remove(TeamOffenseGame.table.name, on: date)
        tally = try runner.tally(rule, on: date)
        #expect(tally.counts == [2, 0, 0] && tally.origin == offense)
        try runner.edit(TeamDefenseGame.self, on: date) { $0.opponentZones.paintAttempts = 0 }
        #expect(try runner.tally(rule, on: date).counts == [2, 0, 2])
        #expect(try runner.tally(rule, on: date, excusing: [offense]).counts == [2, 2, 0])
        #expect(try runner.tally(rule, on: date, excusing: [defense]).counts == [2, 0, 2])
    }
}

/// team_defense_zone_analysis.paint_pct_allowed_last_15, which up to fifteen games give.
struct PaintShareRuleTests {
    private let rule = PaintShareRule()

    private func zones(_ date: GameDate) -> Partition { Partition(TeamDefenseZones.table.name, date) }
    private func defense(_ date: GameDate) -> Partition { Partition(TeamDefenseGame.table.name, date) }

    /// A series of `count` games, two days apart, and the date of the last.
    private func series(_ count: Int) async throws -> (runner: DateRunner, date: GameDate) {
        (try await ComputedSeries.shared.value.runner, try League.date("2021-11-01") + 2 * (count - 1))
    }

    private func edit(
        _ runner: DateRunner, _ date: GameDate, of team: String, to share: Double?
    ) throws {
        try runner.edit(TeamDefenseZones.self, on: date) { row in
            if row.teamAbbr == team { row.pctAllowed.paint = share }
        }
    }

    // Eight games with shots are needed; the teams that do not play have none.
    @Test func `computed rows are clean, with enough games and without`() async throws {
        for count in [8, 9, 17] {
            let (runner, date) = try await series(count)
            let boston = runner.rows(TeamDefenseZones.self, on: date).first { $0.teamAbbr == "BOS" }
            #expect((boston?.pctAllowed.paint != nil) == (count > 8))
            let tally = try runner.tally(rule, on: date)
            #expect(tally.counts == [30, 30, 0] && tally.origin == nil)
        }
    }

    @Test func `a share without games is the row's own, and 0 is no measurement`() async throws {
        let (runner, date) = try await series(9)
        try edit(runner, date, of: "MIA", to: 0.5)
        var tally = try runner.tally(rule, on: date)
        #expect(tally.counts == [30, 29, 0] && tally.origin == zones(date))
        try edit(runner, date, of: "MIA", to: 0)
        tally = try runner.tally(rule, on: date)
        #expect(tally.counts == [30, 29, 1] && tally.origin == zones(date))
    }

    @Test func `a share below the minimum, and none above it, are the row's own`() async throws {
        let (thin, early) = try await series(8)
        try edit(thin, early, of: "BOS", to: 0.5)
        #expect(try thin.tally(rule, on: early).counts == [30, 29, 0])
        let (runner, date) = try await series(9)
        try edit(runner, date, of: "NYK", to: nil)
        let tally = try runner.tally(rule, on: date)
        #expect(tally.counts == [30, 29, 0] && tally.origin == zones(date))
    }

    @Test func `a game of the window without its row is named, the oldest first`() async throws {
        let (runner, date) = try await series(12)
        let (older, newer) = (date - 12, date - 4)
        runner.remove(TeamDefenseGame.table.name, on: newer)
        runner.remove(TeamDefenseGame.table.name, on: older)
        let tally = try runner.tally(rule, on: date)
        #expect(tally.counts == [30, 28, 0] && tally.origin == defense(older))
        let half = try runner.tally(rule, on: date, excusing: [defense(older)])
        #expect(half.counts == [30, 28, 0] && half.origin == defense(newer))
        #expect(try runner.tally(rule, on: date, excusing: [defense(older), defense(newer)]).counts == [30, 30, 0])
    }

    @Test func `with every row gone it is not clean, and 0 then counts as made up`() async throws {
        let (runner, date) = try await series(9)
        let first = try League.date("2021-11-01")
        for day in stride(from: 0, to: 16, by: 2) { runner.remove(TeamDefenseGame.table.name, on: first + day) }
        #expect(try runner.tally(rule, on: date).counts == [30, 28, 0])
        try edit(runner, date, of: "BOS", to: 0)
        let tally = try runner.tally(rule, on: date)
        #expect(tally.counts == [30, 28, 1] && tally.origin == defense(first))
    }

    @Test func `one team's missing row spoils that team alone`() async throws {
        let (runner, date) = try await series(9)
        try runner.drop(TeamDefenseGame.self, on: date - 6) { $0.side.teamAbbr == "NYK" }
        let tally = try runner.tally(rule, on: date)
        #expect(tally.counts == [30, 29, 0] && tally.origin == defense(date - 6))
    }

    @Test func `what lies before the window does not matter`() async throws {
        let (runner, date) = try await series(17)
        runner.remove(TeamDefenseGame.table.name, on: try League.date("2021-11-01"))
        #expect(try runner.tally(rule, on: date).counts == [30, 30, 0])
        runner.remove(TeamDefenseGame.table.name, on: try League.date("2021-11-03"))
        #expect(try runner.tally(rule, on: date).counts == [30, 28, 0])
    }

    @Test func `a shot chart that went away is a value without its source`() async throws {
        let (runner, date) = try await series(9)
        try runner.edit(TeamDefenseGame.self, on: date - 2) { $0.shotDataAvailable = false }
        let tally = try runner.tally(rule, on: date)
        #expect(tally.counts == [30, 28, 0] && tally.origin == zones(date))
    }
}
