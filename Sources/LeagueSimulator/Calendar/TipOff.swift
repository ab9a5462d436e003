import GameCalendar
import Randomness

/// When games begin, in minutes after midnight in New York.
enum TipOff {
    /// The start of a game at `venue` on `date`.
    static func time(at venue: Venue, on date: GameDate, _ random: inout SeededRandom) -> Int {
        let isSunday = date.weekday == 0
        let isMatinee = random.happens(isSunday ? 0.4 : (date.weekday == 6 ? 0.15 : 0.02))
        if isMatinee, let hour = random.element(of: [13 * 60, 15 * 60, 15 * 60 + 30, 17 * 60]) {
            return max(hour, 12 * 60 + venue.zone.hoursBehindEastern * 60)
        }
        // Half past seven or later where the game is played; prime time on television starts earlier in the west.
        let local = [19 * 60, 19 * 60 + 30, 20 * 60][random.index(weighing: [5, 4, 1])] - (isSunday ? 60 : 0)
        return min(local + venue.zone.hoursBehindEastern * 60, 22 * 60 + 30)
    }

    /// Hours that New York is behind UTC on the evening of `date`: 4 in summer, 5 in winter.
    static func hoursBehindUTC(on date: GameDate) -> Int {
        let year = date.year
        // The rule changed in 2007.
        let (start, end) =
            year >= 2007
            ? (sunday(year, 3, 8), sunday(year, 11, 1)) : (sunday(year, 4, 1), sunday(year, 10, 25))
        return date >= start && date < end ? 4 : 5
    }

    private static func sunday(_ year: Int, _ month: Int, _ day: Int) -> GameDate {
        SeasonCalendar.weekday(0, onOrAfter: GameDate(year: year, month: month, day: day) ?? .reference)
    }
}
