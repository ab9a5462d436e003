import ContentDigest
import Dashboard
import GameCalendar
import LiveServer
import Markup
import PipelineEngine
import PipelineModel
import PipelineTesting
import Randomness

/// A small pipeline that is no sport, stored and standing in some way.
struct Standings {
    let store: MemoryWarehouse
    let standing: Standing

    /// A hostile text: what a file may bring along as a name or a message.
    static let hostile = #"<script>alert(1)</script>" onload="x"#

    /// Ten days of a season: the sources are there, phase 3 is computed for the first five days, one run has failed.
    static func sample() async throws -> Standings {
        var random = SeededRandom(seed: 7)
        let schedule = Schedule(
            (0..<10).map {
                Schedule.Day(
                    date: WeatherSample.firstDay + $0, season: Season(startYear: 2020), countingGames: 1,
                    expectedGames: 1)
            })
        let catalog = try Catalog(
            sources: WeatherSample.sources, projections: WeatherSample.projections, processors: WeatherSample.processors
        )
        let store = try await MemoryWarehouse.prepared(WeatherSample.tables)
        var changes = ChangeSet(at: at(0))
        changes.partitions = try WeatherSample.imports(of: schedule, &random)
        try changes.upsert([failure(), success()])
        try changes.upsert([batch()])
        _ = try await store.commit(changes)
        let facts = Facts(
            schedule: schedule, history: WeatherSample.firstDay...(WeatherSample.firstDay + 9),
            store: try await store.facts(counting: WeatherSample.tables), readAt: at(60))
        var ledger = Ledger(catalog: catalog, facts: facts)
        compute(through: 5, &ledger)
        let reports = ReportFacts(
            ledger: ledger, dates: schedule.countingDates, tables: catalog.tables.map(\.name),
            runs: [failure(), success()])
        let estimate = TimeEstimate(runs: [success()], batches: [batch()])
        let shown = WorkStatus.BatchStanding(batch(), reports, worker: nil)
        let work = WorkStatus(reports, batch: shown, estimate: estimate, now: at(60))
        var notice = Notice()
        (notice.noticeID, notice.text, notice.createdAt) = ("n1", hostile, at(2))
        return Standings(
            store: store,
            standing: Standing(
                version: 60_000_000, readAt: at(60), facts: reports, work: work, batches: [shown],
                gates: Gates.all.map { .init(gate: $0.number, status: "not_evaluated", verdict: nil) },
                notices: [notice], recentRuns: [DailyTotal.input: [success()]], estimate: estimate))
    }

    static func at(_ second: Int64) -> Timestamp { Timestamp(microseconds: second * 1_000_000) }

    static func failure() -> RunRecord {
        var run = RunRecord()
        (run.runID, run.batchID, run.processorName) = ("r2", "b1", Forecast.input)
        (run.phase, run.dataDate, run.status, run.success) = (
            Phase.analytics.label, WeatherSample.firstDay + 7, .failed, false
        )
        (run.errorCategory, run.errorCode, run.errorMessage) = (.bug, "invalid_value", hostile)
        (run.createdAt, run.finishedAt) = (at(2), at(3))
        return run
    }

    static func success() -> RunRecord {
        var run = RunRecord()
        (run.runID, run.batchID, run.processorName) = ("r1", "b1", DailyTotal.input)
        (run.phase, run.dataDate, run.status, run.success) = (
            Phase.analytics.label, WeatherSample.firstDay, .success, true
        )
        (run.createdAt, run.finishedAt, run.durationSeconds) = (at(1), at(2), 0.02)
        return run
    }

    static func batch() -> Batch {
        var batch = Batch()
        (batch.batchID, batch.command, batch.status) = ("b1", "backcourt backfill --jobs 2", .failed)
        (batch.createdAt, batch.finishedAt, batch.requested, batch.done, batch.failed) = (at(1), at(4), 2, 1, 1)
        return batch
    }

    // States as computing would leave them.
    private static func compute(through days: Int, _ ledger: inout Ledger) {
        for offset in 0..<days {
            for step in ledger.catalog.steps where step.processor.phase == .analytics {
                let date = WeatherSample.firstDay + offset
                var state = PartitionState()
                (state.tableName, state.gameDate, state.runID) = (step.processor.table, date, "r1")
                (state.rowCount, state.digest) = (1, Digest(of: "\(step.processor.table) \(date)"))
                state.inputDigest = ledger.inputDigest(of: step, on: date, as: nil)
                ledger.record(state)
                for type in ledger.catalog.projections[step.entry] {
                    var projected = PartitionState()
                    (projected.tableName, projected.gameDate, projected.rowCount) = (type.input, date, 1)
                    projected.digest = Digest(of: "\(type.input) \(date)")
                    ledger.record(projected)
                }
            }
        }
    }
}

/// Pages about nothing.
struct NoSubject: SubjectPages {
    var navigation: [NavigationEntry] { [NavigationEntry("Stations", "/stations")] }

    func page(_ path: [String], _ request: WebRequest, _ standing: Standing) async throws -> Page? {
        path == ["stations"] ? Page("Stations", at: "/stations", [.paragraph("Four stations.")]) : nil
    }

    func parts(of date: GameDate, _ standing: Standing) async throws -> [Element] {
        [.section("Weather", id: "weather", [.paragraph("Fair on \(date).")])]
    }
}
