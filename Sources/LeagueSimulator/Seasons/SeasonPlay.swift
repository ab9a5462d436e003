import GameCalendar
import Randomness

/// Plays one season of a league, day by day.
struct SeasonPlay {
    let season: Season
    private(set) var league: LeagueState
    private(set) var games: [GameRecord] = []
    /// What everybody's rates are held against.
    private let level: LeagueLevel
    private let calendar: SeasonCalendar
    private let gamesPerTeam: Int
    /// The day each club last played.
    private var lastDays: [GameDate]
    private let random: SeededRandom
    /// Bookmakers who make lines on players; nil when nobody asks for them.
    private(set) var desk: PropDesk?

    init(_ season: Season, _ league: LeagueState, gamesPerTeam: Int, _ random: SeededRandom, desk: PropDesk?) {
        (self.season, self.league, self.gamesPerTeam, self.random) = (season, league, gamesPerTeam, random)
        self.desk = desk
        level = league.level
        calendar = SeasonCalendar(season, gamesPerTeam: gamesPerTeam)
        lastDays = [GameDate](repeating: .reference, count: league.clubs.count)
    }

    // What chance decides apart from games.
    private enum Part: UInt64 {
        case matchups, moves, tipOffs, game
    }

    /// Plays everything.
    mutating func play() {
        playRegularSeason()
        playPostseason()
    }

    private mutating func playRegularSeason() {
        let plan = MatchupPlan(teams: league.clubs.count, perTeam: gamesPerTeam, season: season.startYear)
        let days = GameDays(
            plan.games, teams: league.clubs.count, on: calendar, random.branch(Part.matchups.rawValue))
        var moving = random.branch(Part.moves.rawValue)
        let moves = MovePlan(clubs: league.clubs.count, calendar: calendar, &moving)
        var serial = 0
        for (date, matchups) in days.byDay {
            if let cupDay = calendar.cupDay, cupDay < date, !games.contains(where: { $0.listing.kind == .cupFinal }) {
                playCupFinal(on: cupDay)
            }
            league.makeMoves(moves, on: date, &moving)
            for (matchup, tipOff) in inOrder(matchups, on: date) {
                serial += 1
                play(listing(.regular, serial, matchup, on: date, tipOff))
            }
        }
    }

    private func inOrder(_ matchups: [Matchup], on date: GameDate) -> [(Matchup, Int)] {
        var random = random.branch(Part.tipOffs.rawValue, UInt64(date.dayNumber))
        let timed = matchups.map { matchup in
            (matchup, TipOff.time(at: league[matchup.home].franchise.home, on: date, &random))
        }
        return timed.sorted { ($0.1, $0.0.home) < ($1.1, $1.0.home) }
    }

    // The best of each conference so far meet, preferably two that have not played the night before.
    private mutating func playCupFinal(on date: GameDate) {
        let finalists = [false, true].compactMap { isWest in
            let ranked = standings(isWest: isWest)
            return ranked.first { lastDays[$0] < date - 1 } ?? ranked.first
        }
        guard finalists.count == 2 else { return }
        let isWestHome = league[finalists[1]].record.isBetter(than: league[finalists[0]].record)
        let matchup = Matchup(home: finalists[isWestHome ? 1 : 0], away: finalists[isWestHome ? 0 : 1])
        play(listing(.cupFinal, 1, matchup, on: date, 20 * 60 + 30, label: "Cup Final", at: .neutral))
    }

    /// The clubs of a conference, best first.
    func standings(isWest: Bool) -> [Int] {
        let half = league.clubs.count / 2
        return league.ranking.filter { ($0 >= half) == isWest }
    }

    /// The last day of the regular season.
    var lastRegularDay: GameDate { calendar.days[calendar.days.count - 1] }

    /// A game as it is listed.
    func listing(
        _ kind: GameKind, _ serial: Int, _ matchup: Matchup, on date: GameDate, _ tipOff: Int? = nil,
        label: String? = nil, at venue: Venue? = nil
    ) -> GameListing {
        let home = league[matchup.home].franchise.home
        var random = random.branch(Part.tipOffs.rawValue, UInt64(date.dayNumber), UInt64(serial))
        return GameListing(
            gameID: kind.gameID(season, serial), date: date, season: season, kind: kind, matchup: matchup,
            venue: venue ?? home, isElsewhere: venue != nil,
            tipOff: tipOff ?? TipOff.time(at: home, on: date, &random), label: label)
    }

    /// Plays a game and keeps it.
    ///
    /// - Returns: the winning club.
    @discardableResult
    mutating func play(_ listing: GameListing) -> Int {
        var random = random.branch(Part.game.rawValue, listing.kind.number, UInt64(listing.gameID.suffix(5)) ?? 0)
        let pair = [listing.matchup.away, listing.matchup.home]
        let isPlayoffs = listing.kind == .playoffs
        let tired = pair.map { lastDays[$0] == listing.date - 1 }
        for (side, club) in pair.enumerated() {
            Health.examine(
                league[club], &league.players, isSecondNight: tired[side], isPlayoffs: isPlayoffs, &random)
        }
        let sheets = pair.map { TeamSheet(league[$0], league.players, level, isPlayoffs: isPlayoffs, &random) }
        let conditions = GameConditions(sheets, isNeutral: listing.isElsewhere, tired: tired, &random)
        let odds = GameOdds(sheets, pace: conditions.pace, isNeutral: listing.isElsewhere, &random)
        var game = Game(sheets, conditions, random.branch(0))
        game.play()
        var record = GameRecord(
            listing: listing, sides: game.sides.map(\.record), overtimes: game.clock.overtimes, shots: game.shots,
            line: odds)
        record.attendance = listing.venue.capacity * (1000 - random.int(0...140)) / 1000
        var betting = random.branch(1)
        record.offers = desk?.offers(on: listing, sheets, &betting) ?? []
        desk?.learn(sheets, record)
        keep(record)
        return games[games.count - 1].margin > 0 ? listing.matchup.home : listing.matchup.away
    }

    private mutating func keep(_ record: GameRecord) {
        let listing = record.listing
        for (sign, club) in [(-1, listing.matchup.away), (1, listing.matchup.home)] {
            Health.recover(league[club], &league.players)
            lastDays[club] = listing.date
            if listing.kind == .regular { league[club].record.add(margin: sign * record.margin) }
        }
        games.append(record)
    }
}

extension GameKind {
    /// The third digit of game ids of the kind.
    var number: UInt64 {
        switch self {
        case .regular: 2
        case .playoffs: 4
        case .playIn: 5
        case .cupFinal: 6
        }
    }

    /// `0022300061`: kind, season, serial.
    func gameID(_ season: Season, _ serial: Int) -> String {
        let year = season.startYear % 100
        let digits = String(serial)
        return "00\(number)\(year < 10 ? "0" : "")\(year)" + String(repeating: "0", count: 5 - digits.count) + digits
    }
}
