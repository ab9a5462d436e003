/// Which days the league plays, and how many games of each day count.
///
/// Totals of dates and games come from here, never from a literal: a day without countable games is no gap.
public struct Schedule: Hashable, Sendable {
    /// One day of the league calendar.
    public struct Day: Hashable, Sendable {
        /// The day.
        public let date: GameDate
        /// The season its games belong to.
        public let season: Season
        /// Finished games that count; at least 1 makes the day a game date.
        public let countingGames: Int
        /// Games that are expected to be played, finished or not.
        public let expectedGames: Int

        /// A day with its number of counting and expected games.
        public init(date: GameDate, season: Season, countingGames: Int, expectedGames: Int) {
            self.date = date
            self.season = season
            self.countingGames = countingGames
            self.expectedGames = expectedGames
        }
    }

    /// The days in ascending order, each once.
    public let days: [Day]
    /// Days with at least one counting game.
    public let countingDates: DateSet
    /// Days with at least one expected game; a superset of ``countingDates``.
    public let expectedDates: DateSet

    /// A schedule of `days`, in any order; the last entry for a date wins.
    public init(_ days: some Sequence<Day>) {
        var unique: [Day] = []
        for day in days.sorted(by: { $0.date < $1.date }) {
            if unique.last?.date == day.date { unique.removeLast() }
            unique.append(day)
        }
        self.days = unique
        countingDates = DateSet(sortedUnique: unique.filter { $0.countingGames > 0 }.map(\.date))
        expectedDates = DateSet(sortedUnique: unique.filter { $0.expectedGames > 0 }.map(\.date))
    }

    /// The day `date`, if the league lists games on it. O(log n).
    public subscript(date: GameDate) -> Day? {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if days[middle].date < date { low = middle + 1 } else { high = middle }
        }
        return low < days.count && days[low].date == date ? days[low] : nil
    }

    /// The first day with an expected game of each calendar month of a season.
    ///
    /// - Parameter first: days before it do not count; nil counts all.
    public func monthOpenings(from first: GameDate? = nil) -> DateSet {
        var openings: [GameDate] = []
        var newest: (season: Season, month: GameDate)?
        for day in days where day.expectedGames > 0 && (first.map { $0 <= day.date } ?? true) {
            let month = day.date.firstOfMonth
            if let newest, newest.season == day.season, newest.month == month { continue }
            newest = (day.season, month)
            openings.append(day.date)
        }
        return DateSet(sortedUnique: openings)
    }

    /// The season of `date`, nil when nothing is listed on it.
    public func season(of date: GameDate) -> Season? {
        self[date]?.season
    }

    /// The days of `season` that have counting games.
    public func countingDates(of season: Season) -> DateSet {
        DateSet(sortedUnique: days.filter { $0.season == season && $0.countingGames > 0 }.map(\.date))
    }

    /// The days of `season` that have expected games.
    public func expectedDates(of season: Season) -> DateSet {
        DateSet(sortedUnique: days.filter { $0.season == season && $0.expectedGames > 0 }.map(\.date))
    }

    /// Seasons with at least one listed day, ascending.
    public var seasons: [Season] {
        Set(days.map(\.season)).sorted()
    }
}
