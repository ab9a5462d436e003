import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

@Suite struct CoverageReportTests {
    private let first = GameDate(dayNumber: 19_662)

    @Test func `every report has its own number and name, and is found by both`() {
        let reports = GapReports.all
        #expect(Set(reports.map(\.number)).count == reports.count)
        #expect(Set(reports.map(\.name)).count == reports.count)
        for report in reports {
            #expect(GapReports.named(report.name)?.number == report.number)
            #expect(GapReports.named(String(report.number))?.name == report.name)
        }
        #expect(GapReports.named("coverage") == nil)
    }

    @Test(arguments: GapReports.all.map(\.name))
    func `a row has a cell per column, whatever there is to tell`(name: String) throws {
        var store = try DrawnStore(total: "xx-.ps", forecast: "x--.xs", readings: "xxx.xx")
        store.attempt(DailyTotal.input, first + 2, .failed, .data, "invalid_value")
        for tables in [DrawnStore.catalogTables, [DailyTotal.input], []] {
            let report = try #require(store.report(name, tables))
            #expect(report.rows.allSatisfy { $0.count == report.columns.count })
        }
    }

    @Test func `a phase is complete on a date when all its tables are`() throws {
        // 2023-12-30 to 2024-01-02: the total is there throughout, the forecast on two dates.
        let newYear = try #require(GameDate("2023-12-30"))
        let store = try DrawnStore(total: "xxxx", forecast: "x-x-", from: newYear)

        let report = try #require(store.report("coverage-by-year"))
        #expect(
            report.columns == [
                "year", "total_dates", "phase2_dates", "phase3_dates", "phase4_dates", "phase5_dates", "missing_3",
                "missing_4",
            ])
        #expect(report.rows[0] == [.int(2023), .int(2), .int(2), .int(1), .null, .null, .int(1), .null])
        #expect(report.rows[1] == [.int(2024), .int(2), .int(2), .int(1), .null, .null, .int(1), .null])
        #expect(report.total("total_dates") == "4")
        #expect(report.total("phase3_dates") == "2")
        #expect(try #require(store.report("3")).column("month") == ["2023-12", "2024-01"])
    }

    @Test func `a filter shows a phase, and does not judge it by one table`() throws {
        let store = try DrawnStore(total: "xxx", forecast: "x--")
        let report = try #require(store.report("1", [DailyTotal.input]))
        #expect(report.column("phase3_dates") == ["1"])
        #expect(report.column("phase2_dates") == [""])
    }

    @Test func `a waived date is neither complete nor missing`() throws {
        var store = try DrawnStore(total: "xx-", forecast: "xx-")
        store.waive("*", first + 2)
        let report = try #require(store.report("1"))
        #expect(report.column("phase3_dates") == ["2"])
        #expect(report.column("missing_3") == ["0"])
        #expect(report.total("waived_3") == "1")
        #expect(!store.reportFacts().coverage.isIncomplete)
    }

    @Test func `days without games and dates before history are no gaps`() throws {
        var store = try DrawnStore(total: "--x..x", forecast: "--x..x", readings: "--x..x")
        store.facts.history = (first + 2)...(first + 5)
        #expect(store.reportFacts().coverage.dates.count == 2)
        #expect(try #require(store.report("2")).rows.isEmpty)
    }

    @Test func `tables stand side by side, each date counted once`() throws {
        var store = try DrawnStore(total: "xp-se", forecast: "xxxxx")
        store.waive(DailyTotal.input.rawValue, first + 2)
        let report = try #require(store.report("coverage-all-tables", [DailyTotal.input]))
        let figures = ["expected", "present", "complete", "partial", "stale", "missing", "waived"].map(report.column)
        #expect(figures == [["5"], ["3"], ["1"], ["1"], ["1"], ["1"], ["1"]])
    }

    @Test func `missing dates are told per table, optional raw data is not missing`() throws {
        let store = try DrawnStore(total: "x-x", forecast: "x--")
        let report = try #require(store.report("missing-dates"))
        #expect(
            zip(report.column("table"), report.column("game_date")).map { "\($0) \($1)" } == [
                "\(DailyTotal.input) \(first + 1)", "\(Forecast.input) \(first + 1)", "\(Forecast.input) \(first + 2)",
            ])
    }

    @Test(arguments: ["missing": "x-", "partial": "xp", "stale": "xs", "emptied": "xe"])
    func `anything not complete is a gap`(_ case: (key: String, value: String)) throws {
        let store = try DrawnStore(total: `case`.value, forecast: "xx")
        #expect(store.reportFacts([DailyTotal.input]).coverage.isIncomplete)
        #expect(try !DrawnStore(total: "xx", forecast: "xx").reportFacts().coverage.isIncomplete)
    }

    @Test func `progress has bands`() throws {
        let bands = try ["-------x", "---x", "--xx", "-xxx", "xxxx"].map { drawing in
            let store = try DrawnStore(total: drawing, forecast: drawing)
            return try #require(store.report("progress", [DailyTotal.input])).column("band")[0]
        }
        #expect(bands == ["<25", "25-50", "50-75", "75-<100", "100"])
    }

    @Test func `partial dates tell their keys`() throws {
        let store = try DrawnStore(total: "xpx", forecast: "xxx")
        let report = try #require(store.report("partial-dates"))
        #expect(report.column("game_date") == [(first + 1).description])
        #expect(report.column("keys_missing") == ["1"])
    }

    @Test func `a partial date tells the rows found, and what is wrong with its record`() throws {
        var store = try DrawnStore(total: "xxx", forecast: "xxx")
        let (lost, cut) = (Partition(DailyTotal.input, first), Partition(DailyTotal.input, first + 1))
        let rows = try #require(store.facts.store.rowCounts[cut])
        store.facts.store.states[lost] = nil
        store.facts.store.rowCounts[cut] = rows + 2
        let report = try #require(store.report("partial-dates", [DailyTotal.input]))
        #expect(report.column("rows") == ["\(rows)", "\(rows + 2)"])
        #expect(report.column("keys_missing") == ["", "0"])
        #expect(report.column("keys_surplus") == ["", "2"])
        #expect(
            report.column("flaw") == ["\(rows) rows without a recorded state", "\(rows + 2) rows, \(rows) recorded"])
    }

    @Test func `the retry list is ready for the command line`() throws {
        let store = try DrawnStore(total: "x-.p", forecast: "xx.x")
        let report = try #require(store.report("retry-list", [DailyTotal.input]))
        #expect(report.column("dates") == ["\(first + 1),\(first + 3)"])
    }
}
