import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

@Suite struct RunReportTests {
    private let first = GameDate(dayNumber: 19_662)

    @Test func `a failure is unresolved until its partition is complete or waived`() throws {
        var store = try DrawnStore(total: "x---", forecast: "xxxx")
        for offset in 0..<4 { store.attempt(DailyTotal.input, first + offset, .failed, .data, "invalid_value") }
        store.waive(DailyTotal.input.rawValue, first + 1)

        let report = try #require(store.report("unresolved-failures"))
        #expect(report.column("data_date") == [(first + 2).description, (first + 3).description])
        let causes = try #require(store.report("failures-by-cause"))
        #expect(causes.column("error_code") == ["invalid_value"])
        #expect(causes.column("count") == ["2"])
        #expect(causes.column("first_date") == [(first + 2).description])
    }

    @Test func `what nobody is at work on any more is interrupted, before anybody writes it down`() throws {
        var store = try DrawnStore(total: "x--", forecast: "xxx")
        for offset in 1...2 { store.attempt(DailyTotal.input, first + offset, .running) }
        var lease = Lease()
        (lease.tableName, lease.gameDate) = (DailyTotal.input, first + 1)
        lease.runID = "late-\(DailyTotal.input)-\(first + 1)"
        store.facts.store.leases[lease.partition] = (lease, isAlive: true)
        // Begun after the leases were read: its own is not known yet.
        store.runs.append(SampleChanges.run("newer", DailyTotal.input, on: first, .running, at: 2000))

        let unresolved = store.reportFacts().unresolved
        #expect(unresolved.map(\.dataDate) == [first + 2])
        #expect(unresolved.map(\.status) == [.interrupted])
        #expect(unresolved.map(\.errorCategory) == [.cancelled])
        #expect(unresolved.map(\.errorCode) == [RunRecord.abandonedCode])
        let causes = try #require(store.report("failures-by-cause"))
        #expect(causes.column("error_category") == ["cancelled"])
    }

    @Test func `what is expected no more is no failure`() throws {
        var store = try DrawnStore(total: "x.-", forecast: "x.x")
        store.attempt(DailyTotal.input, first + 1, .failed, .data, "invalid_value")
        var facts = ReportFacts(
            ledger: store.ledger, dates: [first, first + 1], tables: DrawnStore.catalogTables, runs: store.runs)
        #expect(facts.unresolved.isEmpty)
        store.attempt(DailyTotal.input, first + 2, .failed, .data, "invalid_value")
        facts = store.reportFacts()
        #expect(facts.unresolved.map(\.dataDate) == [first + 2])
    }

    @Test func `what a stopped processor left out has a line of its own among the causes`() throws {
        var store = try DrawnStore(total: "---x-", forecast: "xxxxx")
        store.attempt(DailyTotal.input, first, .failed, .data, "invalid_value")
        store.facts.store.breakers[DailyTotal.input] = .opened(
            DailyTotal.input, failures: 5, lastError: "no good", at: SampleChanges.instant())
        store.facts.store.breakers[Forecast.input] = BreakerRecord()
        let causes = try #require(store.report("failures-by-cause"))
        #expect(causes.column("error_code") == ["invalid_value", "breaker_open"])
        #expect(causes.column("count") == ["1", "3"])
        #expect(causes.column("first_date").last == (first + 1).description)
        #expect(causes.column("last_date").last == (first + 4).description)
        #expect(causes.column("sample").last == "daily_totals was stopped: no good")
    }

    @Test func `a stopped processor leaves stale dates out, too, but none that it has run since`() throws {
        var store = try DrawnStore(total: "ssx", forecast: "xxx")
        store.attempt(DailyTotal.input, first, .failed, .data, "invalid_value")
        store.facts.store.breakers[DailyTotal.input] = .opened(
            DailyTotal.input, failures: 5, lastError: "no good", at: SampleChanges.instant(901))
        let causes = try #require(store.report("failures-by-cause"))
        #expect(causes.column("count") == ["1", "1"])
        #expect(causes.column("first_date").last == (first + 1).description)
    }

    @Test(arguments: [RunStatus.partial, .blocked, .interrupted])
    func `whatever is neither success nor running is unresolved`(status: RunStatus) throws {
        var store = try DrawnStore(total: "x-", forecast: "xx")
        store.attempt(DailyTotal.input, first + 1, status)
        #expect(store.reportFacts().unresolved.map(\.status) == [status])
    }

    @Test func `retries, blocked attempts and waived dates do not lower the success rate`() throws {
        var store = try DrawnStore(total: "xxx-", forecast: "xxxx")
        for attempt in 1...5 {
            store.runs.append(
                SampleChanges.run("retry-\(attempt)", DailyTotal.input, on: first, .failed, at: -attempt))
        }
        store.attempt(DailyTotal.input, first + 1, .blocked, .upstream, "missing_upstream")
        store.waive(DailyTotal.input.rawValue, first + 3)
        let facts = store.reportFacts()
        let total = try #require(facts.coverage.tables.first { $0.name == DailyTotal.input })
        #expect(facts.successRate(of: total) == 1)
    }

    @Test func `a partial partition was not written by a success`() throws {
        let store = try DrawnStore(total: "xxxp", forecast: "xxxx")
        let report = try #require(store.report("success-by-processor", [DailyTotal.input]))
        #expect(report.column("success_rate") == ["75.0"])
        #expect(report.column("dates_expected") == ["4"])
    }

    @Test func `run times are nearest ranks`() throws {
        // Runs of 1, 2, 3 and 4 seconds.
        let store = try DrawnStore(total: "xxxx", forecast: "----")
        let report = try #require(store.report("run-times", [DailyTotal.input]))
        let times = ["runs", "mean_seconds", "p50_seconds", "p95_seconds", "max_seconds"].map { report.column($0)[0] }
        #expect(times == ["4", "2.5", "2.0", "4.0", "4.0"])
    }

    @Test func `a stale partition names the input and the dates that changed`() throws {
        var store = try DrawnStore(total: "xxxx", forecast: "xxxx")
        let recorded = (0..<4).flatMap { store.lineage(Forecast.input, first + $0) }
        store.facts.store.states[Partition(DailyTotal.input, first + 1)]?.digest = Digest(of: "corrected")
        store.facts.store.states[Partition(DailyTotal.input, first + 1)]?.changedAtCommit = 20

        let report = try #require(store.report("stale", inputs: recorded))
        #expect(report.column("game_date") == [(first + 2).description, (first + 3).description])
        #expect(Set(report.column("table")) == [Forecast.input.rawValue])
        #expect(Set(report.column("input")) == [DailyTotal.input.rawValue])
        #expect(report.column("changed_dates") == ["1", "1"])
        #expect(report.column("detail") == [(first + 1).description, (first + 1).description])
    }

    @Test func `a partition taken away is a changed date`() throws {
        var store = try DrawnStore(total: "xxx", forecast: "xxx")
        let recorded = (0..<3).flatMap { store.lineage(Forecast.input, first + $0) }
        store.facts.store.states[Partition(DailyTotal.input, first)] = nil
        let report = try #require(store.report("stale", [Forecast.input], inputs: recorded))
        #expect(report.column("detail") == [first.description, first.description])
    }

    @Test func `a raised version is named`() throws {
        var store = try DrawnStore(total: "xs", forecast: "xx")
        store.facts.store.states[Partition(DailyTotal.input, first + 1)]?.processorVersion = "0"
        let report = try #require(
            store.report("stale", [DailyTotal.input], inputs: store.lineage(DailyTotal.input, first + 1)))
        #expect(report.column("input") == ["processor_version"])
        #expect(report.column("detail") == ["0 is now 1"])
    }

    @Test func `a running row without a living worker is a dead run`() throws {
        var store = try DrawnStore(total: "x--", forecast: "xxx")
        for offset in 1...2 { store.attempt(DailyTotal.input, first + offset, .running) }
        var lease = Lease()
        (lease.tableName, lease.gameDate) = (DailyTotal.input, first + 1)
        lease.runID = "late-\(DailyTotal.input)-\(first + 1)"
        store.facts.store.leases[lease.partition] = (lease, isAlive: true)

        let report = try #require(store.report("stale", [DailyTotal.input]))
        #expect(report.column("kind") == ["dead_worker"])
        #expect(report.column("game_date") == [(first + 2).description])
    }

    private static let healed: [(RunStatus, ErrorCategory?, String, Bool)] = [
        (.failed, .transient, "retry --failed", true), (.failed, .resource, "--jobs 1", true),
        (.failed, .data, "retry --failed", false), (.failed, .bug, "--reset-breaker", false),
        (.partial, .data, "retry --partial", false),
        (.interrupted, nil, "backfill", true),
    ]

    @Test(arguments: healed)
    func `each failure comes with what heals it`(
        status: RunStatus, category: ErrorCategory?, command: String, isRetryable: Bool
    ) {
        var run = SampleChanges.run("r", DailyTotal.input, on: first, status)
        run.errorCategory = category
        #expect(FailureSuggestion.command(for: run, waitingFor: Shortfall()).contains(command))
        #expect(FailureSuggestion.isRetryable(run) == isRetryable)
    }

    @Test func `what heals a blocked run is what it waits for, then itself`() {
        var run = SampleChanges.run("r", Forecast.input, on: first + 3, .blocked)
        run.errorCategory = .upstream
        func command(_ shortfall: Shortfall) -> String { FailureSuggestion.command(for: run, waitingFor: shortfall) }
        #expect(command(Shortfall()) == "backcourt retry --blocked --dates 2023-11-04")
        let computed = [0, 2].map { Partition(DailyTotal.input, first + $0) }
        #expect(
            command(Shortfall(computed: computed))
                == "backcourt backfill phase3 --dates 2023-11-01,2023-11-03,2023-11-04")
        let readings = Partition(StationReading.input, first + 1)
        #expect(
            command(Shortfall(computed: computed, imported: [readings])) == "backcourt import FOLDER  # with readings "
                + "2023-11-02, or waive what does not exist; then: "
                + "backcourt backfill phase3 --dates 2023-11-01,2023-11-02,2023-11-03,2023-11-04")
    }

    @Test func `more dates than a line should hold are told as a stretch`() {
        let run = SampleChanges.run("r", Forecast.input, on: first + 40, .blocked)
        let computed = (0..<40).map { Partition(DailyTotal.input, first + $0) }
        #expect(
            FailureSuggestion.command(for: run, waitingFor: Shortfall(computed: computed))
                == "backcourt backfill phase3 --start-date 2023-11-01 --end-date 2023-12-11")
    }
}
