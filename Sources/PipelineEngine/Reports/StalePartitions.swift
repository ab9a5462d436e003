import ContentDigest
public import GameCalendar
import PipelineModel

/// 20: partitions computed from inputs that have changed, with the inputs; and runs that dead workers left running.
struct StalePartitions: GapReport {
    let number = 20
    let name = "stale"
    let columns = ["table", "game_date", "kind", "input", "changed_dates", "detail"]
    let needsRuns = true
    let needsInputs = true

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        let recorded = Dictionary(grouping: facts.inputs) { Partition($0.tableName, $0.gameDate) }
        var rows: [[Cell]] = []
        for table in facts.coverage.tables {
            guard let step = facts.ledger.catalog.step(for: table.name) else { continue }
            for date in table.dates(.stale) {
                let partition = Partition(table.name, date)
                rows += Self.causes(step, partition, recorded[partition] ?? [], &facts.ledger)
            }
        }
        return rows + Self.orphans(facts)
    }

    private static func causes(
        _ step: Catalog.Step, _ partition: Partition, _ recorded: [PartitionInput], _ ledger: inout Ledger
    ) -> [[Cell]] {
        let digests = Dictionary(recorded.map { ($0.inputName, $0.digest) }) { first, _ in first }
        let computedAt = ledger.state(step.entry, on: partition.date)?.computedAtCommit ?? 0
        var causes: [[Cell]] = []
        for input in step.inputs where digests[input.input.name] != nil {
            let now = ledger.lineage([input], on: partition.date)[0]
            guard now.digest != digests[input.input.name] else { continue }
            let changed = ledger.changedDates(of: input, on: partition.date, since: computedAt)
            let shown = changed.prefix(5).map(\.description).joined(separator: ",")
            causes.append(row(partition, input.input.name, changed.count, shown))
        }
        if causes.isEmpty { causes.append(row(partition, "version or configuration", 0, step.processor.version)) }
        return causes
    }

    private static func row(_ partition: Partition, _ input: String, _ count: Int, _ detail: String) -> [Cell] {
        [
            .text(partition.table.rawValue), .date(partition.date), .text("stale"), .text(input), .int(count),
            .text(detail),
        ]
    }

    private static func orphans(_ facts: ReportFacts) -> [[Cell]] {
        let held = facts.ledger.facts.store.leases
        return facts.runs.filter { run in
            run.status == .running && !(held[Partition(run.processorName, run.dataDate)]?.isAlive ?? false)
        }.map { run in
            [
                .text(run.processorName.rawValue), .date(run.dataDate), .text("dead_worker"), .null, .null,
                .text(run.runID),
            ]
        }
    }
}

extension Ledger {
    /// Dates of an input's window whose partition changed after commit `commit`, ascending.
    public func changedDates(of input: Catalog.ResolvedInput, on date: GameDate, since commit: Int) -> [GameDate] {
        let window: [GameDate]
        if catalog.entries[input.source].calendar == .single {
            window = [.reference]
        } else if input.input.lookback == .none {
            window = [date]
        } else {
            window = spans(of: input, on: date).flatMap { dates(input.source, of: $0) }
        }
        return window.filter { (state(input.source, on: $0)?.changedAtCommit ?? 0) > commit }
    }
}
