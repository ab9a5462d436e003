import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

/// Reports 4 and 19: stretches without partitions, and partitions without rows.
@Suite struct GapRunTests {
    private let first = GameDate(dayNumber: 19_662)

    private func gapRuns(_ drawing: String, _ change: (inout DrawnStore) -> Void = { _ in }, on dates: DateSet? = nil)
        throws -> [String]
    {
        var store = try DrawnStore(total: drawing, forecast: drawing.map { $0 == "." ? "." : "x" }.joined())
        change(&store)
        return try #require(store.report("gap-runs", [DailyTotal.input], on: dates)).lines
    }

    @Test func `nothing missing is no stretch`() throws {
        #expect(try gapRuns("xx.x") == [])
        #expect(try gapRuns("xps.e") == ["daily_totals 2023-11-05 2023-11-05 1"])
        #expect(try gapRuns("..") == [])
    }

    // 11-04, 11-05 and, after a day without games, 11-07 follow each other.
    @Test func `stretches run over days without games, the longest first, then the earliest`() throws {
        #expect(
            try gapRuns("x-x--.-x-") == [
                "daily_totals 2023-11-04 2023-11-07 3", "daily_totals 2023-11-02 2023-11-02 1",
                "daily_totals 2023-11-09 2023-11-09 1",
            ])
        #expect(try gapRuns("---") == ["daily_totals 2023-11-01 2023-11-03 3"])
    }

    @Test func `a waived date parts a stretch and is in none`() throws {
        let lines = try gapRuns("x---") { $0.waive("*", first + 2) }
        #expect(lines == ["daily_totals 2023-11-02 2023-11-02 1", "daily_totals 2023-11-04 2023-11-04 1"])
    }

    @Test func `dates before history and outside the scope do not count`() throws {
        let late = try gapRuns("----x") { $0.facts.history = (first + 2)...(first + 4) }
        #expect(late == ["daily_totals 2023-11-03 2023-11-04 2"])
        let narrow = try gapRuns("-----", on: [first + 1, first + 2])
        #expect(narrow == ["daily_totals 2023-11-02 2023-11-03 2"])
    }

    @Test func `dates that are not neighbours are no stretch, though nothing between was asked for`() throws {
        #expect(
            try gapRuns("-x-", on: [first, first + 2]) == [
                "daily_totals 2023-11-01 2023-11-01 1", "daily_totals 2023-11-03 2023-11-03 1",
            ])
    }

    @Test func `required tables in catalog order, optional ones never`() throws {
        let store = try DrawnStore(total: "x-x", forecast: "--x", readings: "xx-", hints: "---", outlook: "xxx")
        #expect(
            try #require(store.report("4")).lines == [
                "readings 2023-11-03 2023-11-03 1", "daily_totals 2023-11-02 2023-11-02 1",
                "forecast 2023-11-01 2023-11-02 2",
            ])
    }
}

@Suite struct ZeroRowTests {
    private let first = GameDate(dayNumber: 19_662)

    /// A store in which the partitions of `table` on the days `offsets` hold no rows.
    private func store(emptied table: TableName, on offsets: [Int]) throws -> DrawnStore {
        var store = try DrawnStore(total: "xx.xp", forecast: "xx.xx")
        for offset in offsets {
            store.facts.store.states[Partition(table, first + offset)]?.rowCount = 0
            store.facts.store.rowCounts[Partition(table, first + offset)] = 0
        }
        return store
    }

    @Test func `rows everywhere are nothing to tell`() throws {
        #expect(try #require(try store(emptied: DailyTotal.input, on: []).report("zero-rows")).lines == [])
    }

    @Test func `an empty partition that a success wrote is told with its run`() throws {
        var store = try store(emptied: DailyTotal.input, on: [1, 3])
        store.runs = store.runs.map { run in
            var run = run
            if run.processorName == DailyTotal.input, run.dataDate == first + 3 { run.status = .noData }
            return run
        }
        #expect(
            try #require(store.report("19")).lines == [
                "daily_totals 2023-11-02 success run-daily_totals-2023-11-02",
                "daily_totals 2023-11-04 no_data run-daily_totals-2023-11-04",
            ])
        #expect(try #require(store.report("19", [Forecast.input])).lines == [])
        #expect(try #require(store.report("19", on: [first, first + 3])).rows.count == 1)
    }

    @Test func `what no success wrote, what was emptied later and what is imported is none`() throws {
        // 11-05 was written by a run that ended partial; the rows of 11-02 went after they were written.
        var store = try store(emptied: DailyTotal.input, on: [4])
        store.facts.store.rowCounts[Partition(DailyTotal.input, first + 1)] = 0
        store.facts.store.states[Partition("readings", first)]?.rowCount = 0
        #expect(try #require(store.report("19")).lines == [])
    }

    @Test func `dates before history are nobody's business, waived ones are`() throws {
        var store = try store(emptied: DailyTotal.input, on: [0, 1])
        store.facts.history = (first + 1)...(first + 4)
        store.waive("*", first + 1)
        #expect(try #require(store.report("19")).column("game_date") == ["2023-11-02"])
    }
}
