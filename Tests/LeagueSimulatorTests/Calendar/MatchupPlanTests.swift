import Testing

@testable import LeagueSimulator

struct MatchupPlanTests {
    @Test(arguments: [4, 6, 8, 10, 16, 22, 30], [1, 2, 3, 7, 10, 29, 41, 58, 81, 82])
    func `everybody plays as many games, half of them at home`(_ teams: Int, _ perTeam: Int) {
        for season in 2020...2023 {
            let games = MatchupPlan(teams: teams, perTeam: perTeam, season: season).games
            #expect(games.count == teams * perTeam / 2)
            for team in 0..<teams {
                #expect(games.count { $0.contains(team) } == perTeam)
                #expect(abs(2 * games.count { $0.home == team } - perTeam) <= 1, "\(team)")
            }
            #expect(games.allSatisfy { $0.home != $0.away })
        }
    }

    @Test func `a whole season has the league's meetings`() {
        let games = MatchupPlan(teams: 30, perTeam: 82, season: 2023).games
        for team in 0..<30 {
            for rival in 0..<30 where rival != team {
                let meetings = games.count { $0.contains(team) && $0.contains(rival) }
                let isSameConference = (team < 15) == (rival < 15)
                if isSameConference && team % 3 == rival % 3 {
                    #expect(meetings == 4)
                } else {
                    #expect(isSameConference ? (3...4).contains(meetings) : meetings == 2)
                }
            }
            let fours = (0..<30).filter { rival in games.count { $0.contains(team) && $0.contains(rival) } == 4 }
            #expect(fours.count == 1 + 10 || fours.count == 10)
        }
    }

    @Test func `who meets a fourth time changes from season to season`() {
        let pairs = (2020...2022).map { season in
            Set(MatchupPlan(teams: 30, perTeam: 82, season: season).games.map { [$0.home, $0.away] })
        }
        let counts = (2020...2022).map { season in
            MatchupPlan(teams: 30, perTeam: 82, season: season).games.count { $0.contains(0) && $0.contains(1) }
        }
        #expect(pairs.allSatisfy { $0.count == 30 * 29 })
        #expect(Set(counts) == [3, 4])
    }
}
