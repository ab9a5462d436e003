import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

struct StarTests {
    // NYK at BOS on 11-01 … 11-0n, then a listed game on 11-20.
    private static func league(games: Int) throws -> (league: League, last: String) {
        var league = League()
        for day in 1...games { try league.play("NYK", at: "BOS", "2021-11-0\(day)") }
        let last = try league.list("NYK", at: "BOS", "2021-11-20")
        return (league, last)
    }

    private func absences(_ league: League) throws -> [Int] {
        let rows = try league.runner().rows(UpcomingTeam.self, on: try League.date("2021-11-20"))
        let row = try #require(rows.first { $0.side.teamAbbr == "BOS" })
        return [row.starsOut, row.starsNewlyOut, row.inactiveCount]
    }

    @Test func `five appearances make a star, four do not`() throws {
        var (league, game) = try Self.league(games: 4)
        league.note(101, of: "BOS", in: game, InactiveListing.inactive)
        #expect(try absences(league) == [0, 0, 1])
        (league, game) = try Self.league(games: 5)
        league.note(101, of: "BOS", in: game, InactiveListing.inactive)
        #expect(try absences(league) == [1, 1, 1])
    }

    @Test func `points, minutes or usage make a star, and none of them does not`() throws {
        // 10 points, 20 minutes, usage (2 + 3) of 106 in 20 of 48 minutes: about 11 %.
        func role(points: Int, seconds: Int, attempts: Int) throws -> [Int] {
            var (league, game) = try Self.league(games: 5)
            for played in league.games.prefix(5) {
                league.edit(101, in: played.identity.gameID) {
                    ($0.secondsPlayed, $0.counters.points, $0.counters.fgAttempts) = (seconds, points, attempts)
                    $0.counters.ftAttempts = 0
                }
            }
            league.note(101, of: "BOS", in: game, InactiveListing.inactive)
            return try absences(league)
        }
        #expect(try role(points: 10, seconds: 1200, attempts: 2) == [0, 0, 1])
        #expect(try role(points: 18, seconds: 1200, attempts: 2) == [1, 1, 1])
        #expect(try role(points: 10, seconds: 1680, attempts: 2) == [1, 1, 1])
        #expect(try role(points: 10, seconds: 1679, attempts: 2) == [0, 0, 1])
        #expect(try role(points: 10, seconds: 1200, attempts: 10) == [1, 1, 1])
    }

    @Test func `newly out means he played since the team's fifth-last game`() throws {
        // Seven games; he plays the first five, or the first two more rarely.
        var (league, game) = try Self.league(games: 7)
        league.note(101, of: "BOS", in: game, InactiveListing.inactive)
        league.players.removeAll { $0.playerID == 101 && ($0.game.gameDate >= (GameDate("2021-11-06") ?? .reference)) }
        #expect(try absences(league) == [1, 1, 1])
        (league, game) = try Self.league(games: 9)
        league.note(101, of: "BOS", in: game, InactiveListing.inactive)
        league.players.removeAll { $0.playerID == 101 && ($0.game.gameDate >= (GameDate("2021-11-05") ?? .reference)) }
        // Four appearances are no star; with the fifth on 11-04 he is, and 11-05 starts the last five games.
        #expect(try absences(league) == [0, 0, 1])
    }

    @Test func `a long absence is out and not newly out`() throws {
        var league = League()
        for day in 10...20 { try league.play("NYK", at: "BOS", "2021-11-\(day)") }
        league.players.removeAll { $0.playerID == 101 && ($0.game.gameDate >= (GameDate("2021-11-15") ?? .reference)) }
        let game = try league.list("NYK", at: "BOS", "2021-11-22")
        league.note(101, of: "BOS", in: game, InactiveListing.inactive)
        let rows = try league.runner().rows(UpcomingTeam.self, on: try League.date("2021-11-22"))
        #expect(rows.map { [$0.starsOut, $0.starsNewlyOut] } == [[1, 0], [0, 0]])
    }

    @Test func `dressed, nameless, or in the box score after all is not out`() throws {
        var (league, game) = try Self.league(games: 5)
        league.note(102, of: "BOS", in: game, InactiveListing.activeDNP)
        league.note(nil, of: "BOS", in: game, InactiveListing.inactive)
        #expect(try absences(league) == [0, 0, 0])
        (league, _) = try Self.league(games: 5)
        league.games.removeLast()
        let played = try league.play("NYK", at: "BOS", "2021-11-20")
        league.note(101, of: "BOS", in: played, InactiveListing.inactive)
        #expect(try absences(league) == [0, 0, 0])
    }

    @Test func `a star who came from another team is out, and newly out only for the team he last played for`() throws {
        var (league, game) = try Self.league(games: 5)
        // Traded before he could play: his games were New York's.
        league.note(201, of: "BOS", in: game, InactiveListing.inactive)
        #expect(try absences(league) == [1, 0, 1])
    }
}
