import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

/// Rosters of games that have no box score yet.
struct RosterTests {
    private func evaluate(
        _ league: League, on date: String, historyStart: GameDate? = nil
    ) throws -> (rows: [UpcomingPlayer], run: DateRunner.Run) {
        let runner = try league.runner(historyStart: historyStart)
        let run = try runner.evaluate(UpcomingPlayerProcessor(), on: try League.date(date))
        return (run.content.decoded(as: UpcomingPlayer.self), run)
    }

    @Test func `recent players are those of the team's last ten games`() throws {
        // 105 plays only the first of eleven games and is forgotten; 104 sits out the newest and is not.
        var league = League()
        for day in 10...20 { try league.play("NYK", at: "BOS", "2021-11-\(day)") }
        league.players.removeAll { $0.playerID == 105 && $0.game.gameDate > (GameDate("2021-11-10") ?? .reference) }
        league.players.removeAll { $0.playerID == 104 && $0.game.gameDate == GameDate("2021-11-20") }
        try league.list("NYK", at: "BOS", "2021-11-22")
        let (rows, run) = try evaluate(league, on: "2021-11-22")
        #expect(rows.map(\.player.playerID) == [101, 102, 103, 104, 201, 202, 203, 204, 205])
        #expect(rows.allSatisfy { $0.rosterBasis == .recent })
        #expect(rows[0].player.playerName == "Player 101" && rows[0].player.playerLookup == "player101")
        // Four of Boston's five: the fifth is a key nobody has.
        #expect(run.keys.missing == ["\(league.games[11].identity.gameID) -1"])
        #expect(run.consulted.isEmpty)
    }

    @Test func `who left or is out is not on the recent roster`() throws {
        // 101 last played for New York; 102 is listed inactive, 103 only dressed.
        var league = League()
        try league.play("NYK", at: "BOS", "2021-11-01")
        let second = try league.play("NYK", at: "BOS", "2021-11-03")
        league.edit(101, in: second) { ($0.teamAbbr, $0.opponentAbbr) = ("NYK", "BOS") }
        let game = try league.list("NYK", at: "BOS", "2021-11-05")
        league.note(102, of: "BOS", in: game, InactiveListing.inactive)
        league.note(103, of: "BOS", in: game, InactiveListing.activeDNP)
        let rows = try evaluate(league, on: "2021-11-05").rows
        let boston = rows.filter { $0.side.teamAbbr == "BOS" }.map(\.player.playerID)
        #expect(boston == [103, 104, 105])
        #expect(rows.filter { $0.side.teamAbbr == "NYK" }.map(\.player.playerID) == [101, 201, 202, 203, 204, 205])
    }

    @Test func `an appearance, not a listing, puts a player on the recent roster`() throws {
        var league = League()
        let game = try league.play("NYK", at: "BOS", "2021-11-01")
        league.edit(102, in: game) { ($0.secondsPlayed, $0.counters) = (0, BoxCounters()) }
        try league.list("NYK", at: "BOS", "2021-11-05")
        let rows = try evaluate(league, on: "2021-11-05").rows
        #expect(!rows.contains { $0.player.playerID == 102 })
    }

    // NYK at BOS and MIA at LAL end 2021-22; then NYK at MIA, and BOS opens against NYK on 10-20.
    private static func newSeason() throws -> League {
        var league = League()
        try league.play("NYK", at: "BOS", "2022-04-01")
        try league.play("MIA", at: "LAL", "2022-04-02")
        let opener = try league.play("NYK", at: "MIA", "2022-10-18", season: 2022)
        // 101 has moved to Miami and played there.
        league.edit(305, in: opener) { $0.playerID = 101 }
        try league.list("NYK", at: "BOS", "2022-10-20", season: 2022)
        return league
    }

    @Test func `before its first game a team's roster is the season before's, less those who moved`() throws {
        let (rows, run) = try evaluate(try Self.newSeason(), on: "2022-10-20")
        #expect(run.consulted == ["player_game_summary:previous_season"])
        let boston = rows.filter { $0.side.teamAbbr == "BOS" }
        #expect(boston.map(\.player.playerID) == [102, 103, 104, 105])
        #expect(boston[0].player.playerName == "Player 102" && boston[0].load == PlayerLoad())
        #expect(rows.filter { $0.side.teamAbbr == "NYK" }.map(\.player.playerID) == [201, 202, 203, 204, 205])
    }

    @Test func `before history there is no roster, and the keys say so`() throws {
        let (rows, run) = try evaluate(
            try Self.newSeason(), on: "2022-10-20", historyStart: try League.date("2022-10-01"))
        #expect(rows.allSatisfy { $0.side.teamAbbr == "NYK" })
        #expect(run.keys.missing.count == 5 && run.keys.surplus.isEmpty)
    }

    @Test func `with a box score, or after the first game, the season before is not consulted`() throws {
        var league = try Self.newSeason()
        league.games.removeLast()
        try league.play("NYK", at: "BOS", "2022-10-20", season: 2022)
        #expect(try evaluate(league, on: "2022-10-20").run.consulted.isEmpty)
        try league.list("NYK", at: "BOS", "2022-10-22", season: 2022)
        #expect(try evaluate(league, on: "2022-10-22").run.consulted.isEmpty)
    }

    @Test func `two empty rosters lack ten keys`() throws {
        var league = League()
        try league.list("NYK", at: "BOS", "2021-11-01")
        let run = try evaluate(league, on: "2021-11-01").run
        #expect(run.content.rowCount == 0 && run.keys.missing.count == 10)
    }
}
