import GameCalendar
import Testing

@testable import LeagueSimulator

struct SeasonCalendarTests {
    @Test(arguments: 2004...2023)
    func `a whole season lasts from October to April`(_ year: Int) throws {
        let calendar = SeasonCalendar(Season(startYear: year), gamesPerTeam: 82)
        let (first, last) = (calendar.days[0], calendar.days[calendar.days.count - 1])
        #expect(first.weekday == 2 && "\(first)".hasPrefix("\(year)-10"))
        #expect(last.weekday == 0 && "\(last)".hasPrefix("\(year + 1)-04"))
        #expect(last - first == 173 && calendar.days.count == 163)
        let cup = try #require(calendar.cupDay)
        #expect(cup.weekday == 6 && cup.components.month == 12 && !calendar.days.contains(cup))
        #expect(first < calendar.tradeDeadline && calendar.tradeDeadline.components.month == 2)
    }

    @Test func `the league rests on its days`() {
        let days = DateSet(SeasonCalendar(Season(startYear: 2023), gamesPerTeam: 82).days)
        for day in ["2023-11-23", "2023-12-09", "2023-12-24", "2024-02-16", "2024-02-21", "2024-04-08"] {
            #expect(GameDate(day).map(days.contains) == false, "\(day)")
        }
        for day in ["2023-10-24", "2023-12-25", "2024-02-15", "2024-02-22", "2024-04-14"] {
            #expect(GameDate(day).map(days.contains) == true, "\(day)")
        }
    }

    @Test(arguments: [1, 2, 9, 10, 41])
    func `a short season ends early, on a Sunday, with two days for each game`(_ games: Int) throws {
        let calendar = SeasonCalendar(Season(startYear: 2023), gamesPerTeam: games)
        #expect(calendar.days.count >= 2 * games - 1)
        let last = try #require(calendar.days.last)
        #expect(last.weekday == 0 && last - calendar.days[0] < 2 * games + 25)
        #expect((calendar.cupDay == nil) == (games < 10))
        if let cup = calendar.cupDay { #expect(cup > calendar.days[0] && cup < last) }
    }

    @Test func `New York's clocks change when they did`() {
        let hours = [
            ("2006-04-01", 5), ("2006-04-02", 4), ("2006-10-28", 4), ("2006-10-29", 5), ("2024-03-09", 5),
            ("2024-03-10", 4), ("2023-11-04", 4), ("2023-11-05", 5),
        ]
        for (day, expected) in hours {
            #expect(GameDate(day).map(TipOff.hoursBehindUTC) == expected, "\(day)")
        }
    }
}
