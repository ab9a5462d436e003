import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

/// Report 18: what each input of a date covers.
@Suite struct LookbackReportTests {
    private let first = GameDate(dayNumber: 19_662)

    private func lines(
        _ store: DrawnStore, _ table: TableName = Forecast.input, on date: GameDate
    ) throws -> [String] {
        try #require(store.report("lookback", [table], on: [date])).lines
    }

    @Test func `it is asked about dates`() throws {
        #expect(try #require(GapReports.named("18")).isAboutDates)
        #expect(GapReports.all.filter(\.isAboutDates).map(\.number) == [18])
        #expect(
            try #require(try DrawnStore(total: "x", forecast: "x").report("18")).columns == [
                "table", "game_date", "input", "lookback", "required", "first_date", "last_date", "dates", "complete",
                "missing", "before_history",
            ])
    }

    // Totals of 11-01, 11-02, 11-04, 11-05, 11-06: complete, complete, missing, complete, partial.
    @Test func `every input of a date is told, absent optional ones and fallbacks, too`() throws {
        let store = try DrawnStore(total: "xx.-xpx", forecast: "xx.xxxx")
        #expect(
            try lines(store, on: first + 6) == [
                "forecast 2023-11-07 duty none true 2023-11-07 2023-11-07 1 1 0 0",
                "forecast 2023-11-07 daily_totals season true 2023-11-01 2023-11-06 5 3 2 0",
                "forecast 2023-11-07 hints none false 2023-11-07 2023-11-07 1 0 1 0",
                "forecast 2023-11-07 daily_totals previous_season false - - 0 0 0 0",
            ])
    }

    @Test func `dates before history are counted apart`() throws {
        var store = try DrawnStore(total: "xx.-xpx", forecast: "xx.xxxx")
        store.facts.history = (first + 1)...(first + 6)
        #expect(
            try lines(store, on: first + 6)[1]
                == "forecast 2023-11-07 daily_totals season true 2023-11-02 2023-11-06 4 2 2 1")
        #expect(
            try lines(store, on: first + 1)[1] == "forecast 2023-11-02 daily_totals season true - - 0 0 0 1")
        #expect(try lines(store, on: first) == [])
    }

    @Test func `a waived date is as good as a complete one`() throws {
        var store = try DrawnStore(total: "x-xx", forecast: "xxxx")
        store.waive(DailyTotal.input.rawValue, first + 1)
        #expect(
            try lines(store, on: first + 3)[1]
                == "forecast 2023-11-04 daily_totals season true 2023-11-01 2023-11-03 3 3 0 0")
    }

    @Test func `a projection stands as its table does`() throws {
        let store = try DrawnStore(total: "xx", forecast: "xx", readings: "x-", outlook: "xx")
        #expect(
            try lines(store, Outlook.input, on: first + 1) == [
                "outlook 2023-11-02 forecast none true 2023-11-02 2023-11-02 1 1 0 0",
                "outlook 2023-11-02 daily_levels season true 2023-11-01 2023-11-01 1 1 0 0",
                "outlook 2023-11-02 reading_set none false 2023-11-02 2023-11-02 1 0 1 0",
            ])
    }

    @Test func `what the schedule does not expect is not missing`() throws {
        // On 11-02 games are expected and none counts yet: nothing can have been measured.
        var store = try DrawnStore(total: "xx", forecast: "xx", readings: "x-", outlook: "xx")
        let season = Season(startYear: 2023)
        store.facts.schedule = Schedule([
            .init(date: first, season: season, countingGames: 1, expectedGames: 1),
            .init(date: first + 1, season: season, countingGames: 0, expectedGames: 1),
        ])
        #expect(
            try lines(store, Outlook.input, on: first + 1).last
                == "outlook 2023-11-02 reading_set none false - - 0 0 0 0")
    }

    @Test func `imported tables read nothing`() throws {
        let store = try DrawnStore(total: "xx", forecast: "xx")
        #expect(try lines(store, "readings", on: first) == [])
    }
}
