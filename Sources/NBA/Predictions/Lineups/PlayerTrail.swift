import GameCalendar
import PipelineModel

/// What a player's games of three seasons say of him before a date, whichever team he played them for.
struct PlayerTrail {
    private static let keeps = [0.70, 0.85, 0.93, 0.97]
    // What an old season still counts when another one begins.
    private static let seasonShare = 0.4
    private static let activeKeep = 0.8

    /// One appearance.
    struct Game {
        let date: GameDate
        let line: LineVector
        let started: Bool
    }

    /// Counters that fade by 0.70, 0.85, 0.93 and 0.97 a game.
    private(set) var means = PlayerTrail.keeps.map(FadingMean.init)
    /// His appearances of the season, oldest first.
    private(set) var season: [Game] = []
    /// Team of the newest appearance; nil before the first.
    private(set) var lastTeam: String?
    /// Season of the newest game he was in the box score or on the list of.
    private var seasonYear: Int?
    // Appearances and games he was dressed for; a fading half to begin with.
    private var appeared = 0.5
    private var dressed = 1.0

    /// 0…1: how often he plays when he is dressed, the newest games first of all.
    var playShare: Double { appeared / dressed }

    /// What he did a game lately: a mean that fades by 0.93; 0 without a game.
    var recent: LineVector { means[2].mean ?? LineVector(repeating: 0) }

    /// The trail before a game of the season that starts in `year`: games and listings are merged by date.
    init(
        _ games: EntityGames<LineupLine.ByPlayer>, _ listings: EntityGames<ListedLine.ByPlayer>, season year: Int
    ) {
        var listing = 0
        for place in games.indices {
            while listing < listings.count, listings[listing].gameDate < games[place].gameDate {
                take(listings[listing])
                listing += 1
            }
            take(games[place])
        }
        while listing < listings.count {
            take(listings[listing])
            listing += 1
        }
        enter(year)
    }

    private mutating func take(_ game: LineupLine) {
        enter(seasonStart(ofGame: game.gameID))
        guard game.isActive else { return }
        let line = LineVector(game)
        for place in means.indices { means[place].add(line) }
        season.append(Game(date: game.gameDate, line: line, started: game.starterFlag))
        lastTeam = game.teamAbbr
        appeared = Self.activeKeep * appeared + 1
        dressed = Self.activeKeep * dressed + 1
    }

    private mutating func take(_ listing: ListedLine) {
        enter(seasonStart(ofGame: listing.gameID))
        guard listing.status == InactiveListing.activeDNP else { return }
        appeared = Self.activeKeep * appeared
        dressed = Self.activeKeep * dressed + 1
    }

    private mutating func enter(_ year: Int) {
        guard seasonYear != year else { return }
        seasonYear = year
        season.removeAll(keepingCapacity: true)
        for place in means.indices { means[place].fade(to: Self.seasonShare) }
    }
}

extension PlayerTrail {
    /// Mean of the season; NULL without an appearance.
    func seasonMean(_ counter: Counter) -> Double? {
        season.mean(minimum: 1) { $0.line[counter] }
    }

    /// Sample standard deviation over the last 10 appearances of the season; NULL below 5.
    func deviation(_ counter: Counter) -> Double? {
        guard season.count >= 5 else { return nil }
        let last10 = Array(season.suffix(10))
        let mean: Double = last10.sum { $0.line[counter] } / Double(last10.count)
        return last10.sampleDeviation(from: mean) { $0.line[counter] }
    }

    /// Share of the newest `count` appearances of the season that he started; NULL without one.
    func starts(last count: Int) -> Double? {
        Array(season.suffix(count)).mean(minimum: 1) { $0.started ? 1 : 0 }
    }

    /// A counter `back` appearances ago this season, 0 being the last; NULL before his first.
    func counter(_ counter: Counter, back: Int) -> Double? {
        season.count > back ? season[season.count - 1 - back].line[counter] : nil
    }

    /// His appearances of the season in the week before `date`, oldest first.
    func week(before date: GameDate) -> [Game] {
        Array(season.suffix { date - $0.date <= 7 })
    }
}

extension Array {
    fileprivate func suffix(while isIncluded: (Element) -> Bool) -> ArraySlice<Element> {
        var count = 0
        while count < self.count, isIncluded(self[self.count - 1 - count]) { count += 1 }
        return suffix(count)
    }
}

/// The last two digits of the year the season of a game starts in, out of its id.
func seasonStart(ofGame gameID: String) -> Int {
    var (place, year) = (0, 0)
    for byte in gameID.utf8 {
        if place == 3 || place == 4 { year = 10 * year + Int(byte) - 48 }
        place += 1
    }
    return year
}
