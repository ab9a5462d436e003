import GameCalendar
import Testing

@testable import LeagueSimulator

struct PostseasonTests {
    private static let sunday = GameDate(dayNumber: 19_827)

    @Test(arguments: [(4, 1, 1), (6, 2, 2), (10, 2, 2), (12, 3, 4), (22, 3, 4), (24, 4, 8), (30, 4, 8)])
    func `the postseason shrinks with the league`(_ teams: Int, _ rounds: Int, _ qualifiers: Int) {
        let plan = PostseasonPlan(teams: teams, after: Self.sunday)
        #expect(plan.rounds == rounds && plan.qualifiers == qualifiers)
        #expect(plan.hasPlayIn == (teams >= 12))
        #expect((1...rounds).allSatisfy { plan.days(round: $0, series: 0).count == 7 })
    }

    @Test func `a round begins when the one before is over, and everything ends in June`() {
        let plan = PostseasonPlan(teams: 30, after: Self.sunday)
        #expect(Self.sunday.weekday == 0 && plan.days(round: 1, series: 0)[0].weekday == 6)
        for round in 2...4 {
            let end = (0..<8).flatMap { plan.days(round: round - 1, series: $0) }.max()
            let start = (0..<8).flatMap { plan.days(round: round, series: $0) }.min()
            #expect(end.flatMap { end in start.map { $0 > end } } == true)
        }
        #expect("\(plan.days(round: 4, series: 0)[6])".hasPrefix("2024-06"))
    }

    @Test func `a whole postseason is played to four wins`() async {
        let season = await SampleLeague.wide.value.seasons[0]
        let kinds = Dictionary(grouping: season.games, by: \.listing.kind)
        #expect(kinds[.regular]?.count == 150 && kinds[.playIn]?.count == 6 && kinds[.cupFinal]?.count == 1)
        let series = Dictionary(grouping: kinds[.playoffs] ?? [], by: { $0.listing.gameID.prefix(9) })
        #expect(series.count == 15)
        for games in series.values {
            var wins: [Int: Int] = [:]
            for game in games {
                wins[game.margin > 0 ? game.listing.matchup.home : game.listing.matchup.away, default: 0] += 1
            }
            let last = games[games.count - 1]
            let winner = last.margin > 0 ? last.listing.matchup.home : last.listing.matchup.away
            #expect(wins[winner] == 4 && wins.values.filter { $0 == 4 }.count == 1)
            #expect(wins.values.allSatisfy { $0 <= 4 } && (4...7).contains(games.count))
            let homes = games.map(\.listing.matchup.home)
            #expect(homes.first == homes.dropFirst().first && homes.first != homes.dropFirst(2).first)
        }
        #expect(kinds[.cupFinal]?.allSatisfy { $0.listing.isElsewhere && $0.listing.venue == .neutral } == true)
    }

    @Test func `four teams play one final`() {
        let season = SampleLeague.play(teams: 4, games: 3, seasons: 1, seed: 2).seasons[0]
        let playoffs = season.games.filter { $0.listing.kind == .playoffs }
        #expect(Set(playoffs.map { Set([$0.listing.matchup.home, $0.listing.matchup.away]) }).count == 1)
        #expect(playoffs.allSatisfy { $0.listing.label?.contains("Finals Game") == true })
        #expect(season.games.allSatisfy { [.regular, .playoffs].contains($0.listing.kind) })
    }
}
