package import GameCalendar

/// What the schedule knows of a game that other rows are held against.
package struct GameFacts: Hashable, Sendable {
    package var gameID: String
    package var date: GameDate
    package var season: String
    package var seasonType: String
    package var away: String
    package var home: String
    package var awayID: Int
    package var homeID: Int
    package var awayScore: Int?
    package var homeScore: Int?
    /// Nil unless the game is final and the schedule says.
    package var overtimePeriods: Int?
    package var counts: Bool

    /// What `game` says.
    package init(_ game: ScheduledGame) {
        gameID = game.identity.gameID
        date = game.identity.gameDate
        season = game.identity.season
        seasonType = game.identity.seasonType
        (away, home, awayID, homeID) = (game.teams.away, game.teams.home, game.teams.awayID, game.teams.homeID)
        awayScore = game.result.awayScore
        homeScore = game.result.homeScore
        overtimePeriods = game.result.overtimePeriods
        counts = game.result.countsForPipeline
    }

    /// Both teams, the visitors first.
    package var teams: [String] { [away, home] }

    /// Whether `team` plays in the game.
    package func contains(_ team: String) -> Bool { team == away || team == home }

    /// The schedule's score of `team`; nil when it has none.
    package func score(of team: String) -> Int? { team == home ? homeScore : awayScore }

    /// The tricode of the team with this league id; nil when it does not play.
    package func team(withID id: Int) -> String? {
        if id == awayID { return away }
        return id == homeID ? home : nil
    }

    /// `0022300061 LAL at DEN`.
    package var label: String { "\(gameID) \(away) at \(home)" }
}

/// The schedule as rows are held against it.
package struct ScheduleIndex: Sendable {
    private let games: [String: GameFacts]
    private let gamesByDate: [GameDate: [GameFacts]]

    /// An index of `games`, whose ids are unique.
    package init(_ games: some Sequence<ScheduledGame>) {
        var byID: [String: GameFacts] = [:]
        var byDate: [GameDate: [GameFacts]] = [:]
        for game in games {
            let facts = GameFacts(game)
            byID[facts.gameID] = facts
            byDate[facts.date, default: []].append(facts)
        }
        self.games = byID
        gamesByDate = byDate.mapValues { $0.sorted { $0.gameID < $1.gameID } }
    }

    /// Whether no game is scheduled at all.
    package var isEmpty: Bool { games.isEmpty }

    /// The game called `gameID`, nil when the schedule lacks it.
    package subscript(gameID: String) -> GameFacts? { games[gameID] }

    /// The games of `date` by id.
    package func games(on date: GameDate) -> [GameFacts] { gamesByDate[date] ?? [] }

    /// The games of `date` that count, by id.
    package func countingGames(on date: GameDate) -> [GameFacts] { games(on: date).filter(\.counts) }
}
