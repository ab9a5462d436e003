import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

/// A league small enough to work out by hand.
///
/// Unless a test says otherwise every team plays the same five for the whole game, each with 8/16 field goals, 2/4
/// threes, 2/5 free throws, 2 + 6 rebounds, 4 assists, 1 steal, 1 block, 3 turnovers and 4 fouls. Whatever points are
/// left over go to the first of them. A team line is then 80 FGA, 25 FTA, 15 TOV, 10 OREB: 96 possessions.
struct League {
    var games: [ScheduledGame] = []
    var teamBoxes: [TeamBox] = []
    var players: [PlayerBox] = []
    var shots: [Shot] = []
    var lines: [GameLine] = []
    var props: [PropLine] = []
    var listings: [InactiveListing] = []
    var arenas: [Arena] = [
        League.arena("Garden", lat: 0, lon: 0, "America/New_York"),
        League.arena("Equator", lat: 0, lon: -1, "America/Chicago"),
        League.arena("Coast", lat: 0, lon: -3, "America/Los_Angeles"),
    ]

    static func date(_ text: String) throws -> GameDate { try #require(GameDate(text)) }

    static func arena(_ name: String, lat: Double, lon: Double, _ zone: String) -> Arena {
        var arena = Arena()
        (arena.arena, arena.city, arena.lat, arena.lon, arena.timezone) = (name, name, lat, lon, zone)
        return arena
    }

    /// The usual five of a team: 101…105 for the first team, 201…205 for the next.
    static func five(_ team: String) -> [Int] {
        let order = ["BOS", "NYK", "MIA", "LAL", "DEN", "EST", "WST"]
        let base = 100 * (1 + (order.firstIndex(of: team) ?? order.count))
        return (1...5).map { base + $0 }
    }

    /// The next game id of a date's season.
    private func nextID(_ kind: String, _ year: Int) -> String {
        let serial = String(games.count + 1)
        return "\(kind)\(year % 100)" + String(repeating: "0", count: 5 - serial.count) + serial
    }
}

extension League {
    /// Lists a game that has not been played.
    @discardableResult
    mutating func list(
        _ away: String, at home: String, _ date: String, type: String = "regular", arena: String = "Garden",
        season: Int = 2021
    ) throws -> String {
        let kinds = ["regular": "002", "playoffs": "004", "playin": "005", "cup_final": "006"]
        var game = ScheduledGame()
        game.identity.gameID = nextID(kinds[type] ?? "003", season)
        game.identity.gameDate = try Self.date(date)
        (game.identity.season, game.identity.seasonYear) = (Season(startYear: season).description, season)
        game.identity.seasonType = type
        game.identity.gameKey = date.filter { $0 != "-" } + "_\(away)_\(home)"
        (game.teams.away, game.teams.home) = (away, home)
        (game.venue.arena, game.venue.arenaCity) = (arena, arena)
        games.append(game)
        return game.identity.gameID
    }

    /// Plays a game: 100 points for the visitors and 110 for the home team unless told otherwise.
    @discardableResult
    mutating func play(
        _ away: String, at home: String, _ date: String, _ score: (away: Int, home: Int) = (100, 110),
        type: String = "regular", arena: String = "Garden", overtimes: Int = 0, season: Int = 2021
    ) throws -> String {
        let gameID = try list(away, at: home, date, type: type, arena: arena, season: season)
        let index = games.count - 1
        games[index].result.gameStatus = GameStatus.final.rawValue
        games[index].result.countsForPipeline = games[index].isExpected
        (games[index].result.awayScore, games[index].result.homeScore) = (score.away, score.home)
        games[index].result.overtimePeriods = overtimes
        addLines(of: away, points: score.away, against: score.home, overtimes: overtimes)
        addLines(of: home, points: score.home, against: score.away, overtimes: overtimes)
        return gameID
    }

    private mutating func addLines(of team: String, points: Int, against: Int, overtimes: Int) {
        guard let game = games.last else { return }
        var box = TeamBox()
        (box.game.gameID, box.game.gameDate) = (game.identity.gameID, game.identity.gameDate)
        (box.game.season, box.game.seasonType) = (game.identity.season, game.identity.seasonType)
        (box.teamAbbr, box.opponentAbbr) = (team, game.teams.opponent(of: team))
        box.isHome = team == game.teams.home
        box.opponentPoints = against
        for (place, id) in Self.five(team).enumerated() {
            var player = PlayerBox()
            player.game = box.game
            (player.playerID, player.playerName, player.playerLookup) = (id, "Player \(id)", "player\(id)")
            (player.teamAbbr, player.opponentAbbr, player.isHome) = (team, box.opponentAbbr, box.isHome)
            (player.starter, player.secondsPlayed) = (true, 2880 + 300 * overtimes)
            player.counters = Self.counters(points: place == 0 ? points - 80 : 20)
            box.counters += player.counters
            players.append(player)
        }
        teamBoxes.append(box)
    }

    static func counters(points: Int) -> BoxCounters {
        var line = BoxCounters()
        line.points = points
        (line.fgMakes, line.fgAttempts, line.threePtMakes, line.threePtAttempts) = (8, 16, 2, 4)
        (line.ftMakes, line.ftAttempts, line.offensiveRebounds, line.defensiveRebounds) = (2, 5, 2, 6)
        (line.rebounds, line.assists, line.steals, line.blocks) = (8, 4, 1, 1)
        (line.turnovers, line.personalFouls) = (3, 4)
        return line
    }

    /// Changes the line of a player in a game.
    mutating func edit(_ player: Int, in gameID: String, _ change: (inout PlayerBox) -> Void) {
        for index in players.indices where players[index].playerID == player && players[index].game.gameID == gameID {
            change(&players[index])
        }
    }

    /// Adds an attempt.
    mutating func shoot(
        _ player: Int, of team: String, in gameID: String, _ type: Int, _ zone: String, made: Bool = false,
        assisted: Bool = false
    ) {
        var shot = Shot()
        (shot.gameID, shot.eventID, shot.playerID, shot.teamAbbr) = (gameID, shots.count + 1, player, team)
        shot.gameDate = games.first { $0.identity.gameID == gameID }?.identity.gameDate ?? .reference
        (shot.shotType, shot.zoneBasic, shot.made, shot.assisted) = (type, zone, made, assisted)
        shots.append(shot)
    }

    /// Puts a player on a game's list.
    mutating func note(_ player: Int?, of team: String, in gameID: String, _ status: String, name: String? = nil) {
        var listing = InactiveListing()
        (listing.gameID, listing.teamAbbr, listing.playerID) = (gameID, team, player)
        (listing.sourcePlayerID, listing.status, listing.playerName) = ("source\(listings.count)", status, name)
        listing.gameDate = games.first { $0.identity.gameID == gameID }?.identity.gameDate ?? .reference
        listings.append(listing)
    }

    /// Gives a game its line.
    mutating func bet(_ spread: Double?, _ total: Double?, on gameID: String) {
        var line = GameLine()
        (line.gameID, line.homeSpread, line.total) = (gameID, spread, total)
        line.gameDate = games.first { $0.identity.gameID == gameID }?.identity.gameDate ?? .reference
        lines.append(line)
    }

    /// Takes away the box score of a game, as if it had not been imported yet.
    mutating func unreport(_ gameID: String) {
        teamBoxes.removeAll { $0.game.gameID == gameID }
        players.removeAll { $0.game.gameID == gameID }
    }
}

extension League {
    /// Raw tables without anything computed.
    func rawRunner(historyStart: GameDate? = nil) throws -> DateRunner {
        let runner = DateRunner(
            schedule: NBACatalog.calendar(of: games.map(CalendarGame.init)), historyStart: historyStart)
        try runner.store(games, dated: \.identity.gameDate)
        try runner.store(teamBoxes, dated: \.game.gameDate)
        try runner.store(players, dated: \.game.gameDate)
        try runner.store(shots, dated: \.gameDate)
        try runner.store(lines, dated: \.gameDate)
        try runner.store(props, dated: \.gameDate)
        try runner.store(listings, dated: \.gameDate)
        if !arenas.isEmpty { try runner.store(reference: arenas) }
        return runner
    }

    /// Every table of `phases` on every date, in catalog order; post-game ones only where games count.
    func runner(historyStart: GameDate? = nil, phases: Set<Phase> = [.analytics]) throws -> DateRunner {
        let runner = try rawRunner(historyStart: historyStart)
        for processor in NBACatalog.processors where phases.contains(processor.phase) {
            for date in processor.kind.calendar.dates(of: runner.schedule) where date >= runner.historyStart {
                try runner.run(processor, on: date)
            }
        }
        return runner
    }
}
