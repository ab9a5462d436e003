import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

/// Reports 7 and 13: how fast it goes, and how the gates stand.
@Suite struct ThroughputTests {
    private let first = GameDate(dayNumber: 19_662)
    // What the store's facts were read at.
    private let now = 1_000_000

    /// Enters a run of totals that began and ended so many seconds before now.
    private func enter(
        _ store: inout DrawnStore, _ offset: Int, _ status: RunStatus = .success, began: Int, ended: Int?
    ) {
        var run = SampleChanges.run(
            "timed-\(store.runs.count)", DailyTotal.input, on: first + offset, status, at: now - began)
        run.finishedAt = ended.map { SampleChanges.instant(now - $0) }
        store.runs.append(run)
    }

    private func line(_ store: DrawnStore, on dates: DateSet? = nil) throws -> String {
        try #require(store.report("throughput", [DailyTotal.input], on: dates)?.lines.first)
    }

    @Test func `without runs nothing is said about the end`() throws {
        let store = try DrawnStore(total: "x--", forecast: "x--")
        #expect(
            try #require(store.report("7")).lines == ["daily_totals 0 - 2 - -", "forecast 0 - 2 - -"])
    }

    // Three dates in 360 seconds are 30 an hour; five are left, which take 600 seconds.
    @Test func `dates of the last hour give rate and end`() throws {
        var store = try DrawnStore(total: "xxx-----", forecast: "xxxxxxxx")
        enter(&store, 0, began: 1000, ended: 900)
        enter(&store, 1, began: 900, ended: 800)
        enter(&store, 2, began: 800, ended: 640)
        #expect(try line(store) == "daily_totals 3 30.0 5 600.0 \(SampleChanges.instant(now + 600))")
        // The same date again, a failure and a run under way are no further dates.
        enter(&store, 2, began: 700, ended: 640)
        enter(&store, 3, .failed, began: 700, ended: 650)
        enter(&store, 4, .running, began: 700, ended: nil)
        #expect(try line(store) == "daily_totals 3 30.0 5 600.0 \(SampleChanges.instant(now + 600))")
    }

    @Test func `what ended more than an hour ago is left out`() throws {
        var store = try DrawnStore(total: "xx--", forecast: "xxxx")
        enter(&store, 0, began: 5000, ended: 3601)
        #expect(try line(store) == "daily_totals 0 - 2 - -")
        enter(&store, 1, began: 3800, ended: 3600)
        #expect(try line(store) == "daily_totals 1 18.0 2 400.0 \(SampleChanges.instant(now + 400))")
    }

    // 100 s in one batch and 100 s in another, with half an hour between in which nothing was under way.
    @Test func `time between batches is no work`() throws {
        var store = try DrawnStore(total: "xx--", forecast: "xxxx")
        enter(&store, 0, began: 2000, ended: 1900)
        enter(&store, 1, began: 200, ended: 100)
        store.runs[store.runs.count - 1].batchID = "batch-2"
        #expect(try line(store) == "daily_totals 2 36.0 2 200.0 \(SampleChanges.instant(now + 200))")
    }

    @Test func `runs that took no time tell no rate`() throws {
        var store = try DrawnStore(total: "x-", forecast: "xx")
        enter(&store, 0, began: 10, ended: 10)
        #expect(try line(store) == "daily_totals 1 - 1 - -")
    }

    @Test func `waived dates, dates before history and outside the scope are not left to do`() throws {
        var store = try DrawnStore(total: "-x----", forecast: "xxxxxx")
        enter(&store, 1, began: 160, ended: 40)
        #expect(try line(store) == "daily_totals 1 30.0 5 600.0 \(SampleChanges.instant(now + 600))")
        store.facts.history = (first + 1)...(first + 5)
        store.waive(DailyTotal.input.rawValue, first + 2)
        #expect(try line(store) == "daily_totals 1 30.0 3 360.0 \(SampleChanges.instant(now + 360))")
        #expect(
            try line(store, on: [first + 1, first + 5])
                == "daily_totals 1 30.0 1 120.0 \(SampleChanges.instant(now + 120))")
        #expect(try line(store, on: [first + 1]) == "daily_totals 1 30.0 0 0.0 \(SampleChanges.instant(now))")
        #expect(try line(store, on: [first + 5]) == "daily_totals 0 - 1 - -")
    }
}

@Suite struct GateVerdictTests {
    private func verdict(_ gate: Int, _ scope: String, override: String? = nil) -> GateVerdict {
        var verdict = GateVerdict()
        (verdict.gate, verdict.scope, verdict.override) = (gate, scope, override)
        verdict.evaluatedAt = SampleChanges.instant(60)
        return verdict
    }

    private func lines(_ verdicts: [(GateVerdict, String)]) throws -> [String] {
        var facts = try DrawnStore(total: "x", forecast: "x").reportFacts()
        facts.verdicts = verdicts.map { (verdict: $0.0, standing: $0.1) }
        return try #require(GapReports.named("gates")).report(facts).lines
    }

    @Test func `a gate that nobody asked is told as such`() throws {
        #expect(try lines([]) == [0, 1, 2, 3].map { "\($0) not_evaluated - - -" })
    }

    @Test func `each gate's verdict is told with how it stands now and what overrode it`() throws {
        let scope = "2023-11-01:2023-11-09"
        #expect(
            try lines([
                (verdict(2, scope, override: "in a hurry"), "not_passed"), (verdict(0, scope), "outdated"),
            ]) == [
                "0 outdated \(scope) 2023-11-01T00:01:00.000000Z -", "1 not_evaluated - - -",
                "2 not_passed \(scope) 2023-11-01T00:01:00.000000Z in a hurry", "3 not_evaluated - - -",
            ])
    }
}
