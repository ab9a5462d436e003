import GameCalendar
import Randomness
import Testing

@testable import LeagueSimulator

struct LeagueStateTests {
    private static func state(teams: Int, seed: UInt64) -> LeagueState {
        var random = SeededRandom(seed: seed)
        return LeagueState(teams: teams, season: Season(startYear: 2020), &random)
    }

    private func isSound(_ state: LeagueState) -> Bool {
        let rosters = state.clubs.flatMap(\.roster)
        return Set(rosters + state.freeAgents).count == rosters.count + state.freeAgents.count
            && state.clubs.allSatisfy { $0.roster.count == $0.rosterSize && (16...18).contains($0.rosterSize) }
    }

    @Test(arguments: [4, 10, 30])
    func `everybody is with one club, and clubs are full, year after year`(_ teams: Int) {
        var (state, random) = (Self.state(teams: teams, seed: 7), SeededRandom(seed: 8))
        #expect(isSound(state))
        for year in 2021...2030 {
            state.turn(into: Season(startYear: year), &random)
            #expect(isSound(state), "\(year)")
            let ages = state.clubs.flatMap(\.roster).map { state.players[$0].age(in: state.season) }
            #expect(ages.allSatisfy { (19...39).contains($0) })
        }
    }

    @Test func `moves exchange players and lose nobody`() throws {
        var (state, random) = (Self.state(teams: 30, seed: 9), SeededRandom(seed: 10))
        let calendar = SeasonCalendar(Season(startYear: 2020), gamesPerTeam: 82)
        let plan = MovePlan(clubs: 30, calendar: calendar, &random)
        #expect(plan.trades.keys.allSatisfy { $0 <= calendar.tradeDeadline })
        let before = state.clubs.map { Set($0.roster) }
        for day in calendar.days { state.makeMoves(plan, on: day, &random) }
        #expect(isSound(state))
        let moved = state.clubs.filter { Set($0.roster) != before[$0.index] }
        #expect(moved.count > 20)
    }

    @Test func `a player grows, peaks and fades, and his skills drift`() {
        var (state, random) = (Self.state(teams: 4, seed: 11), SeededRandom(seed: 12))
        let rookie = state.addNewcomer(in: Season(startYear: 2020), &random)
        let player = state.players[rookie]
        let curve = (2020...2038).map { Careers.expected(player, in: Season(startYear: $0)) }
        #expect(curve.max() == player.potential && curve[0] <= player.potential)
        #expect((curve.last ?? 0) < player.potential - 1)
        var older = player
        Careers.mature(&older, into: Season(startYear: 2021), &random)
        #expect(older.traits.passing != player.traits.passing && older.rates.passing != player.rates.passing)
        #expect(abs(older.traits.passing - player.traits.passing) < 1.5)
    }

    @Test func `rates held against the league are 1 on average`() {
        let state = Self.state(teams: 30, seed: 13)
        let level = state.level
        var (usage, offense, minutes) = (0.0, 0.0, 0.0)
        for club in state.clubs {
            let ranked = club.roster.sorted { state.players[$0].rating > state.players[$1].rating }
            for (place, player) in ranked.prefix(10).enumerated() {
                let (held, share) = (level.held(state.players[player].rates), Double(33 - 2 * place))
                usage += share * held.usage
                offense += share * held.offense
                minutes += share
            }
        }
        #expect(abs(usage / minutes - 1) < 1e-9 && abs(offense / minutes) < 1e-9)
    }
}
