import GameCalendar
import Randomness
import Testing

@testable import LeagueSimulator

struct GameDaysTests {
    /// The whole league's days, assigned once for all tests.
    private static let wholeSeason = Task { days(teams: 30, games: 82, seed: 4) }

    private static func days(teams: Int, games: Int, seed: UInt64) -> [(date: GameDate, games: [Matchup])] {
        let season = Season(startYear: 2023)
        let plan = MatchupPlan(teams: teams, perTeam: games, season: season.startYear)
        return GameDays(
            plan.games, teams: teams, on: SeasonCalendar(season, gamesPerTeam: games), SeededRandom(seed: seed)
        ).byDay
    }

    private func dates(of team: Int, _ days: [(date: GameDate, games: [Matchup])]) -> [GameDate] {
        days.flatMap { day in day.games.filter { $0.contains(team) }.map { _ in day.date } }
    }

    @Test(arguments: [(4, 82), (6, 1), (8, 20), (30, 12)])
    func `every game has a day and nobody plays twice a day`(_ teams: Int, _ games: Int) {
        let days = Self.days(teams: teams, games: games, seed: 3)
        #expect(days.reduce(0) { $0 + $1.games.count } == teams * games / 2)
        for team in 0..<teams {
            let dates = dates(of: team, days)
            #expect(dates.count == games && Set(dates).count == games)
        }
    }

    @Test func `teams rest as the league's teams do`() async {
        let days = await Self.wholeSeason.value
        var gaps: [Int: Int] = [:]
        for team in 0..<30 {
            let dates = dates(of: team, days)
            for (earlier, later) in zip(dates, dates.dropFirst()) { gaps[min(later - earlier, 5), default: 0] += 1 }
            for (first, third) in zip(dates, dates.dropFirst(2)) { #expect(third - first > 2, "three nights in a row") }
            for (earlier, later) in zip(dates, dates.dropFirst()) { #expect(later - earlier <= 12, "an idle stretch") }
        }
        let shares = (1...5).map { Double(gaps[$0] ?? 0) / Double(30 * 81) }
        for (share, usual) in zip(shares, [0.171, 0.636, 0.15, 0.027, 0.016]) { #expect(abs(share - usual) < 0.004) }
        let pairs = (0..<30).map { team in
            let dates = dates(of: team, days)
            return zip(dates, dates.dropFirst()).count { $1 - $0 == 1 }
        }
        #expect(pairs.allSatisfy { (9...18).contains($0) }, "\(pairs)")
    }

    @Test func `there are busy days and quiet ones`() async {
        let days = await Self.wholeSeason.value
        func mean(_ weekdays: Set<Int>) -> Double {
            let loads = days.filter { weekdays.contains($0.date.weekday) }.map { Double($0.games.count) }
            return loads.reduce(0, +) / Double(loads.count)
        }
        #expect(mean([3, 5]) > 1.4 * mean([2, 4]))
        #expect(days[0].games.count <= 4 && days[days.count - 1].games.count >= 10)
    }
}
