import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

@testable import Commands

/// What a plan reads and writes where that is paid for.
struct BytesEstimateTests {
    /// Four dates with readings and totals; each reading's partition takes 100 bytes, each total's 30.
    ///
    ///     plan       daily_total 11-02 11-03    forecast 11-04 (its season: 11-01…11-03)
    ///     readings   2 × 100
    ///     totals     2 × 30 written             3 × 30 read
    ///     duty                                  1 × 10 read
    @Test func `windows are read once, and partitions written as they are large today`() throws {
        let days = strip("xxxx", from: try #require(GameDate("2023-11-01")))
        let dates = days.schedule.days.map(\.date)
        let catalog = try Catalog(
            sources: WeatherSample.sources, projections: WeatherSample.projections, processors: WeatherSample.processors
        )
        var store = StoreFacts()
        for date in dates {
            for table in [StationReading.table.name, DailyTotal.table.name, StationDuty.table.name] {
                store.rowCounts[Partition(table, date)] = 4
            }
        }
        let facts = Facts(
            schedule: days.schedule, history: dates[0]...dates[3], store: store, readAt: SampleChanges.instant())
        var ledger = Ledger(catalog: catalog, facts: facts)
        let steps = [(DailyTotal.table.name, 1), (DailyTotal.table.name, 2), (Forecast.table.name, 3)].map {
            PlannedStep(partition: Partition($0.0, dates[$0.1]), phase: .analytics, reason: .missing)
        }
        let bytes = [StationReading.table.name: 400, DailyTotal.table.name: 120, StationDuty.table.name: 40]
        let estimate = BytesEstimate(of: steps, &ledger, bytes)
        #expect(estimate.read == 200 + 90 + 10)
        #expect(estimate.written == 60)
        #expect(estimate.unknown == [Forecast.table.name])
        #expect(estimate.text.contains("reads about 300 bytes and writes about 60 bytes, and 1 table of"))
    }
}
