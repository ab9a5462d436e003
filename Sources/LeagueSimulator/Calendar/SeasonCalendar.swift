import GameCalendar
import Randomness

/// The days of one regular season, before anybody is scheduled.
struct SeasonCalendar {
    let season: Season
    /// Days with games, ascending.
    private(set) var days: [GameDate] = []
    /// The day of the cup final; nil in seasons too short for a cup.
    private(set) var cupDay: GameDate?
    /// The last day for trades.
    var tradeDeadline: GameDate { first + (days[days.count - 1] - first) * 62 / 100 }
    private let first: GameDate

    /// Game days for `gamesPerTeam` games of each team, from the Tuesday of 18...24 October on, as close together as
    /// the league plays them: 82 games end on a Sunday in April, ten games in November.
    init(_ season: Season, gamesPerTeam: Int) {
        self.season = season
        let year = season.startYear
        first = Self.weekday(2, onOrAfter: Self.date(year, 10, 18))
        let breaks = Breaks(year)
        let hasCup = gamesPerTeam >= 10
        // Two days for a game, and a little air for the shortest seasons.
        let needed = max(gamesPerTeam * 2 - 1, 4)
        let cup = gamesPerTeam >= 40 ? breaks.cup : Self.weekday(6, onOrAfter: first + gamesPerTeam / 2)
        if hasCup { cupDay = cup }
        var day = first
        while days.count < needed || days.last?.weekday != 0 {
            let isFree = breaks.contains(day) || hasCup && (day == cup || day == cup + 1)
            if !isFree { days.append(day) }
            day = day + 1
        }
    }

    /// The first day of this weekday, Sunday 0, that is not before `date`.
    static func weekday(_ weekday: Int, onOrAfter date: GameDate) -> GameDate {
        date + (weekday - date.weekday + 7) % 7
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> GameDate {
        guard let date = GameDate(year: year, month: month, day: day) else { return .reference }
        return date
    }

    /// Days on which the league rests.
    private struct Breaks {
        let thanksgiving: GameDate
        let christmasEve: GameDate
        let allStars: ClosedRange<GameDate>
        let collegeFinal: GameDate
        /// Second Saturday of December.
        let cup: GameDate

        init(_ year: Int) {
            thanksgiving = weekday(4, onOrAfter: date(year, 11, 22))
            christmasEve = date(year, 12, 24)
            let sunday = weekday(0, onOrAfter: date(year + 1, 2, 15))
            allStars = (sunday - 2)...(sunday + 3)
            collegeFinal = weekday(1, onOrAfter: date(year + 1, 4, 2))
            cup = weekday(6, onOrAfter: date(year, 12, 8))
        }

        func contains(_ day: GameDate) -> Bool {
            day == thanksgiving || day == christmasEve || allStars.contains(day) || day == collegeFinal
        }
    }
}

extension SeasonCalendar {
    /// How many of `games` games each day should have, in the order of ``days``: many on Wednesdays and Fridays, few
    /// on Tuesdays and Thursdays, two on the first day and everybody on the last.
    func loads(games: Int, limit: Int, _ random: inout SeededRandom) -> [Int] {
        // Games of the whole league, by weekday from Sunday on.
        let usual = [7.3, 7.8, 5.6, 9.8, 4.8, 9.4, 6.9]
        let scale = Double(limit) / 15
        var wishes = days.map { usual[$0.weekday] * scale * max(0.2, 1 + 0.6 * random.normal()) }
        wishes[0] = min(Double(limit), 2 * scale)
        wishes[days.count - 1] = Double(limit)
        let total = wishes.reduce(0, +)
        let share = Double(games) / total
        // Whole games: what is cut off one day is carried to the next.
        var carried = 0.5
        return wishes.map { wish in
            carried += wish * share
            let load = min(Int(carried), limit)
            carried -= Double(load)
            return load
        }
    }
}
