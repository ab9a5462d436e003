import GameCalendar
import PipelineModel
import Testing

private func day(_ text: String) -> GameDate { GameDate(text) ?? .reference }

struct LookbackTests {
    private let schedule = Schedule(
        ["2023-11-01", "2023-11-02", "2023-11-04"].map {
            .init(date: day($0), season: Season(startYear: 2023), countingGames: 1, expectedGames: 1)
        })

    @Test(arguments: [
        (Lookback.gameDates(2), "2023-11-04", ["2023-11-01", "2023-11-02"], 0),
        (.gameDates(2), "2023-11-02", ["2023-11-01"], 1), (.days(2), "2023-11-04", ["2023-11-02"], 0),
        (.none, "2023-11-02", ["2023-11-02"], 0), (.season, "2023-11-04", ["2023-11-01", "2023-11-02"], 0),
        (.season, "2023-11-01", [], 0), (.previousSeason, "2023-11-04", [], 0),
        (.days(3), "2023-11-04", ["2023-11-01", "2023-11-02"], 0),
        (.seasonToDate, "2023-11-02", ["2023-11-01", "2023-11-02"], 0),
        (.latest, "2023-11-04", ["2023-11-04"], 0), (.latest, "2023-11-01", ["2023-11-01"], 0),
    ])
    func `the worked lines of the doc comment`(
        lookback: Lookback, date: String, dates: [String], beforeHistory: Int
    ) {
        let window = lookback.window(
            before: day(date), on: schedule, .counting, historyStart: day("2023-11-01"))
        #expect(window.dates.map(\.description) == dates)
        #expect(window.beforeHistory == beforeHistory)
    }

    @Test func `dates before history are counted, never read`() {
        let window = Lookback.season.window(
            before: day("2023-11-04"), on: schedule, .counting, historyStart: day("2023-11-02"))
        #expect(window.dates.map(\.description) == ["2023-11-02"])
        #expect(window.beforeHistory == 1)
    }

    @Test func `seasons reach over the off-season, days end with it`() {
        let schedule = Schedule(
            [("2022-04-10", 2021), ("2022-10-18", 2022), ("2022-10-19", 2022), ("2021-04-01", 2020)].map {
                .init(date: day($0.0), season: Season(startYear: $0.1), countingGames: 1, expectedGames: 1)
            })
        func dates(_ lookback: Lookback) -> [String] {
            lookback.window(
                before: day("2022-10-19"), on: schedule, .counting, historyStart: day("2021-01-01")
            ).dates.map(\.description)
        }
        #expect(dates(.season) == ["2022-10-18"])
        #expect(dates(.previousSeason) == ["2022-04-10"])
        #expect(dates(.seasons(2)) == ["2022-04-10", "2022-10-18"])
        #expect(dates(.seasons(3)) == ["2021-04-01", "2022-04-10", "2022-10-18"])
        #expect(dates(.days(7)) == ["2022-10-18"])
        #expect(dates(.gameDates(2)) == ["2022-04-10", "2022-10-18"])
    }

    @Test func `a date of another calendar is not in the window`() {
        let schedule = Schedule([
            .init(date: day("2023-11-01"), season: Season(startYear: 2023), countingGames: 0, expectedGames: 1),
            .init(date: day("2023-11-02"), season: Season(startYear: 2023), countingGames: 1, expectedGames: 1),
        ])
        let start = day("2023-11-01")
        func count(_ calendar: PartitionCalendar) -> Int {
            Lookback.season.window(before: day("2023-11-03"), on: schedule, calendar, historyStart: start).dates.count
        }
        #expect(count(.counting) == 0)
        let both = Schedule(
            schedule.days + [
                .init(date: day("2023-11-03"), season: Season(startYear: 2023), countingGames: 1, expectedGames: 1)
            ])
        let counting = Lookback.season.window(before: day("2023-11-03"), on: both, .counting, historyStart: start)
        let expected = Lookback.season.window(before: day("2023-11-03"), on: both, .expected, historyStart: start)
        let single = Lookback.season.window(before: day("2023-11-03"), on: both, .single, historyStart: start)
        #expect((counting.dates.count, expected.dates.count) == (1, 2))
        #expect(single.dates == [.reference])
    }

    @Test func `labels are those of the store`() {
        let all: [Lookback] = [.none, .days(7), .gameDates(3), .season, .seasons(2), .previousSeason]
        #expect(all.map(\.label) == ["none", "days(7)", "game_dates(3)", "season", "seasons(2)", "previous_season"])
    }
}
