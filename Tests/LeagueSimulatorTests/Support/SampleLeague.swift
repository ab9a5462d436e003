@testable import LeagueSimulator

/// Small leagues, played once for all tests.
enum SampleLeague {
    /// Six teams, two seasons of fourteen games.
    static let played = Task { play(teams: 6, games: 14, seasons: 2, seed: 5) }
    /// Thirty teams, one season of ten games, with everything a postseason has.
    static let wide = Task { play(teams: 30, games: 10, seasons: 1, seed: 9) }

    /// A league with its seasons.
    struct Played: Sendable {
        let seasons: [SimulatedSeason]
        let players: [Player]

        var games: [GameRecord] { seasons.flatMap(\.games) }
    }

    static func play(teams: Int, games: Int, seasons: Int, seed: UInt64, desk: PropDesk? = nil) -> Played {
        var league = League(shape(teams: teams, games: games, seasons: seasons, seed: seed), desk: desk)
        var played: [SimulatedSeason] = []
        while let season = league.playSeason() { played.append(season) }
        return Played(seasons: played, players: league.players)
    }

    static func shape(teams: Int, games: Int, seasons: Int, seed: UInt64) -> LeagueShape {
        var shape = LeagueShape()
        (shape.teams, shape.gamesPerTeam, shape.seasons, shape.seed) = (teams, games, seasons, seed)
        return shape
    }
}
