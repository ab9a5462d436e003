import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

/// Which partitions a retry takes along; totals read the readings of their date, forecasts the season's totals before.
struct RetryChoiceTests {
    private let first = GameDate(dayNumber: 19_662)
    private let tables: Set<TableName> = [DailyTotal.input, Forecast.input]

    private func total(_ offset: Int) -> Partition { Partition(DailyTotal.input, first + offset) }
    private func forecast(_ offset: Int) -> Partition { Partition(Forecast.input, first + offset) }

    private func chosen(
        _ store: DrawnStore, _ kinds: Set<RetryChoice.Kind>, dates: DateSet? = nil, tables: Set<TableName>? = nil,
        reopened: Set<TableName> = []
    ) -> Set<Partition> {
        var ledger = store.ledger
        return RetryChoice(
            .kinds(kinds, dates: dates ?? store.dates, tables: tables ?? self.tables), reopened: reopened
        ).partitions(in: &ledger)
    }

    // The second date failed, and the forecasts after it were blocked.
    private func oneFailure() throws -> DrawnStore {
        var store = try DrawnStore(total: "x-xx", forecast: "xx--")
        store.attempt(DailyTotal.input, first + 1, .failed, .data, "invalid_value")
        for offset in 2...3 { store.attempt(Forecast.input, first + offset, .blocked, .upstream, "missing_upstream") }
        return store
    }

    @Test func `what waited for a failed partition follows, on dates and in tables that were not asked about`() throws {
        let store = try oneFailure()
        let expected: Set = [total(1), forecast(2), forecast(3)]
        #expect(chosen(store, [.failed]) == expected)
        #expect(chosen(store, [.failed], dates: [first + 1]) == expected)
        #expect(chosen(store, [.failed], dates: [first + 1], tables: [DailyTotal.input]) == expected)
        var ledger = store.ledger
        #expect(RetryChoice(.partition(total(1))).partitions(in: &ledger) == expected)
    }

    @Test func `what waits for something else, too, does not follow`() throws {
        var store = try DrawnStore(total: "x--x", forecast: "x---")
        store.attempt(DailyTotal.input, first + 1, .failed, .data, "invalid_value")
        for offset in 1...3 { store.attempt(Forecast.input, first + offset, .blocked, .upstream, "missing_upstream") }
        // The total of the third date was never attempted.
        #expect(chosen(store, [.failed], dates: [first + 1]) == [total(1), forecast(1), forecast(2)])
        #expect(chosen(store, [.failed], dates: [first]) == [])
    }

    @Test func `with nothing failed, what is blocked and waits for nothing any more is run`() throws {
        var store = try DrawnStore(total: "xx", forecast: "--")
        for offset in 0...1 { store.attempt(Forecast.input, first + offset, .blocked, .upstream, "missing_upstream") }
        #expect(chosen(store, [.failed]) == [forecast(0), forecast(1)])
        #expect(chosen(store, [.failed], dates: [first]) == [forecast(0)])
        #expect(chosen(store, [.partial]) == [])
    }

    @Test func `blocked ones are run when asked for, whatever they wait for`() throws {
        var store = try DrawnStore(total: "-x", forecast: "x-")
        store.attempt(Forecast.input, first + 1, .blocked, .upstream, "missing_upstream")
        #expect(chosen(store, [.blocked]) == [forecast(1)])
    }

    @Test func `partial and stale ones are chosen by how they stand, and their dependants follow`() throws {
        var store = try DrawnStore(total: "pxsx", forecast: "xx--")
        store.attempt(Forecast.input, first + 2, .blocked, .upstream, "missing_upstream")
        #expect(chosen(store, [.partial]) == [total(0), forecast(2)])
        #expect(chosen(store, [.stale]) == [total(2)])
        #expect(chosen(store, [.stale], tables: [Forecast.input]) == [])
    }

    @Test func `what is complete and failed when it was computed again is failed`() throws {
        var store = try DrawnStore(total: "xx", forecast: "xx")
        store.attempt(DailyTotal.input, first + 1, .failed, .data, "invalid_value")
        #expect(chosen(store, [.failed]) == [total(1)])
        #expect(chosen(store, [.partial, .blocked, .stale]) == [])
        var planner = Planner(store.ledger)
        let plan = planner.plan(
            PlanRequest(tables: [DailyTotal.input], dates: store.dates, policy: .retry([total(1)])))
        #expect(plan.steps.map(\.partition) == [total(1)] && plan.steps.map(\.reason) == [.retry])
        var stage = Stage(plan, ledger: store.ledger)
        stage.claimed(total(1))
        #expect(stage.nextStart()?.step.partition == total(1))
    }

    @Test func `a run that nobody is at work on counts as interrupted`() throws {
        var store = try DrawnStore(total: "--", forecast: "xx")
        for offset in 0...1 { store.attempt(DailyTotal.input, first + offset, .running) }
        var lease = Lease()
        (lease.tableName, lease.gameDate) = (DailyTotal.input, first)
        lease.runID = "late-\(DailyTotal.input)-\(first)"
        store.facts.store.leases[lease.partition] = (lease, isAlive: true)
        #expect(chosen(store, [.failed]) == [total(1)])
    }

    @Test func `what a stopped processor left out is run when it starts again`() throws {
        var store = try DrawnStore(total: "---", forecast: "xxx")
        store.attempt(DailyTotal.input, first, .failed, .data, "invalid_value")
        #expect(chosen(store, [.failed]) == [total(0)])
        #expect(chosen(store, [.failed], reopened: [DailyTotal.input]) == [total(0), total(1), total(2)])
        #expect(chosen(store, [.failed], dates: [first], reopened: [DailyTotal.input]) == [total(0)])
    }

    @Test func `what was waived, or is expected no more, is left alone`() throws {
        var store = try DrawnStore(total: "x-", forecast: "xx")
        for offset in 1...2 { store.attempt(DailyTotal.input, first + offset, .failed, .data, "invalid_value") }
        store.waive(DailyTotal.input.rawValue, first + 1)
        #expect(chosen(store, Set(RetryChoice.Kind.allCases), dates: [first, first + 1, first + 2]) == [])
    }
}
