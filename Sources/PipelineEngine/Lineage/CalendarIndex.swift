import GameCalendar
import PipelineModel

/// The days of a schedule inside history, numbered, so that windows are ranges of numbers.
struct CalendarIndex: Sendable {
    /// Listed days in ascending order, all of history and those before it.
    let days: [Schedule.Day]
    /// Seasons in ascending order.
    let seasons: [Season]
    /// The season number of each day.
    let seasonOfDay: [Int]
    let historyStart: GameDate
    private let counting: Ordinals
    private let expected: Ordinals
    private let monthOpenings: Ordinals
    private let dayOfDate: [GameDate: Int]

    /// One calendar's days.
    struct Ordinals: Sendable {
        /// Day numbers of each season, inside history, ascending.
        var daysOfSeason: [[Int]]
        /// How many such days of the same season come before each day.
        var before: [Int]
        /// Whether the day itself is one.
        var contains: [Bool]

        /// How many such days of `season` come before the day with this number. O(log n).
        func count(of season: Int, before day: Int) -> Int {
            let days = daysOfSeason[season]
            var (low, high) = (0, days.count)
            while low < high {
                let middle = (low + high) / 2
                if days[middle] < day { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    init(schedule: Schedule, historyStart: GameDate) {
        days = schedule.days
        seasons = schedule.seasons
        self.historyStart = historyStart
        let numbers = Dictionary(uniqueKeysWithValues: seasons.enumerated().map { ($1, $0) })
        seasonOfDay = days.map { numbers[$0.season] ?? 0 }
        dayOfDate = Dictionary(uniqueKeysWithValues: days.enumerated().map { ($1.date, $0) })
        counting = Self.ordinals(of: days, seasonOfDay, seasons.count) {
            $0.countingGames > 0 && $0.date >= historyStart
        }
        expected = Self.ordinals(of: days, seasonOfDay, seasons.count) {
            $0.expectedGames > 0 && $0.date >= historyStart
        }
        let openings = schedule.monthOpenings(from: historyStart)
        monthOpenings = Self.ordinals(of: days, seasonOfDay, seasons.count) { openings.contains($0.date) }
    }

    private static func ordinals(
        of days: [Schedule.Day], _ seasonOfDay: [Int], _ seasons: Int, where isIncluded: (Schedule.Day) -> Bool
    ) -> Ordinals {
        var ordinals = Ordinals(daysOfSeason: Array(repeating: [], count: seasons), before: [], contains: [])
        for (number, day) in days.enumerated() {
            let season = seasonOfDay[number]
            ordinals.before.append(ordinals.daysOfSeason[season].count)
            ordinals.contains.append(isIncluded(day))
            if isIncluded(day) { ordinals.daysOfSeason[season].append(number) }
        }
        return ordinals
    }

    func day(of date: GameDate) -> Int? { dayOfDate[date] }

    func ordinals(_ calendar: PartitionCalendar) -> Ordinals {
        switch calendar {
        case .counting: counting
        case .expected, .single: expected
        case .monthOpenings: monthOpenings
        }
    }

    func isExpected(_ day: Int, _ calendar: PartitionCalendar) -> Bool {
        calendar == .single || ordinals(calendar).contains[day]
    }

    func seasonNumber(startYear: Int) -> Int? {
        seasons.firstIndex { $0.startYear == startYear }
    }
}
