import GameCalendar
import PipelineEngine
import PipelineModel

extension Session {
    /// Facts for reports over `dates` and `tables`, with history and lineage only where asked for.
    func reportFacts(
        _ ledger: Ledger, dates: DateSet, tables: [TableName], runs: Bool, inputs: Bool
    ) async throws -> ReportFacts {
        let records = runs ? try await store.records(RunRecord.self, matching: computedRuns(dates)) : []
        let lineage = inputs ? try await store.records(PartitionInput.self, matching: RecordFilter()) : []
        return ReportFacts(ledger: ledger, dates: dates, tables: tables, runs: records, inputs: lineage)
    }

    // Runs of computed tables in the stretch of dates; imports have a row per raw partition and are of no use here.
    private func computedRuns(_ dates: DateSet) -> RecordFilter {
        let names = catalog.steps.map { Cell.text(catalog.entries[$0.entry].name.rawValue) }
        var filter = RecordFilter().and(.isIn("processor_name", names))
        if let first = dates.first, let last = dates.last {
            filter = filter.and(.atLeast("data_date", .date(first))).and(.atMost("data_date", .date(last)))
        }
        return filter
    }
}
