import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

/// Reports 15, 16 and 17: what rows hold, over 2023-11-29 to 2023-12-02.
@Suite struct ContentReportTests {
    private let first = GameDate(dayNumber: 19_690)

    private func report(_ name: String, _ change: (inout ReportFacts) -> Void = { _ in }) throws -> Report {
        var facts = try DrawnStore(total: "xxxx", forecast: "xxxx", from: first).reportFacts()
        change(&facts)
        return try #require(GapReports.named(name)).report(facts)
    }

    @Test(arguments: ["duplicates", "null-share", "readiness"])
    func `nothing read is nothing to tell`(name: String) throws {
        let report = try report(name)
        #expect(report.rows == [])
        // Not under the name of a column, where it would read as its sum.
        #expect(report.total(report.columns.contains("rows") ? "report_rows" : "rows") == "0")
    }

    @Test func `a key that is there twice is told with its date, by table, date and key`() throws {
        let report = try report("duplicates") { facts in
            facts.repeatedKeys[Forecast.input] = [first: [Tally([.int(4)], count: 2)]]
            facts.repeatedKeys["readings"] = [
                first + 2: [Tally([.int(1), .int(5)], count: 3), Tally([.int(2), .int(0)], count: 2)],
                first + 1: [Tally([.int(7), .int(1)], count: 2)],
            ]
        }
        #expect(report.columns == ["table", "game_date", "key", "rows"])
        #expect(
            report.lines == [
                "readings 2023-11-30 7 1 2", "readings 2023-12-01 1 5 3", "readings 2023-12-01 2 0 2",
                "forecast 2023-11-29 4 2",
            ])
    }

    // Of the columns that may be NULL: `remark` alone.
    @Test func `the share of empty cells is told by month`() throws {
        func profile(_ filled: Int, of rows: Int) -> PartitionProfile {
            var profile = PartitionProfile(columns: 1)
            profile.rows = rows
            profile.columns[0].filled = filled
            return profile
        }
        let report = try report("null-share") { facts in
            facts.nullables["readings"] = [
                first: profile(4, of: 6), first + 1: profile(2, of: 4), first + 2: profile(5, of: 5),
                first + 3: profile(0, of: 3),
            ]
        }
        #expect(report.lines == ["readings remark 2023-11 10 4 40.0", "readings remark 2023-12 8 3 37.5"])
        let filled = try self.report("null-share") { $0.nullables["readings"] = [first: profile(6, of: 6)] }
        #expect(filled.lines == [])
    }

    @Test func `each column has its own share, in declared order`() throws {
        let catalog = try Catalog(
            sources: [SourceTable(StatSample.table, on: .counting, isRequired: true)], projections: [], processors: [])
        let schedule = strip("x", from: first).schedule
        let ledger = Ledger(
            catalog: catalog,
            facts: Facts(
                schedule: schedule, history: first...first, store: StoreFacts(), readAt: SampleChanges.instant()))
        var facts = ReportFacts(ledger: ledger, dates: schedule.countingDates, tables: [StatSample.table.name])
        // assists, share, is_starter, comment, signed_on, left_at
        var profile = PartitionProfile(columns: 6)
        profile.rows = 8
        for (column, filled) in [8, 6, 8, 0, 8, 7].enumerated() { profile.columns[column].filled = filled }
        facts.nullables[StatSample.table.name] = [first: profile]
        let report = try #require(GapReports.named("16")).report(facts)
        #expect(report.column("column") == ["share", "comment", "left_at"])
        #expect(report.column("null_pct") == ["25.0", "100.0", "12.5"])
    }

    // November: 8 rows, of which 6 are ready and 1 is early; December: 5 rows, none of either.
    @Test func `readiness is a share of each month's rows, with what lowers it`() throws {
        let report = try report("readiness") { facts in
            facts.readiness[DailyTotal.input] = [
                first: [
                    ReadinessTally(isReady: true, isEarly: false, issues: [], count: 4),
                    ReadinessTally(isReady: false, isEarly: true, issues: ["thin_sample", "no_shots"], count: 1),
                ],
                first + 1: [
                    ReadinessTally(isReady: true, isEarly: false, issues: ["no_shots"], count: 2),
                    ReadinessTally(isReady: false, isEarly: false, issues: ["absent"], count: 1),
                ],
                first + 2: [ReadinessTally(isReady: false, isEarly: false, issues: ["b", "a"], count: 5)],
            ]
        }
        #expect(
            report.columns == ["table", "month", "rows", "production_ready_pct", "early_season_pct", "causes"])
        #expect(
            report.lines == [
                "daily_totals 2023-11 8 75.0 12.5 no_shots 3, absent 1, thin_sample 1",
                "daily_totals 2023-12 5 0.0 0.0 a 5, b 5",
            ])
    }
}
