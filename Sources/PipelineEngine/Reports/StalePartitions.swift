import ContentDigest
public import GameCalendar
public import PipelineModel

/// 20: partitions computed from inputs that have changed, with the inputs; and runs that dead workers left running.
struct StalePartitions: GapReport {
    // Dates named per input; the column before says how many there are.
    private static let namedDates = 5
    let number = 20
    let name = "stale"
    let columns = ["table", "game_date", "kind", "input", "changed_dates", "detail"]
    let needs: Set<ReportNeed> = [.inputs]

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
        guard let state = ledger.state(step.entry, on: partition.date) else { return [] }
        if state.inputDigest == nil {
            return [row(partition, "lineage", 0, "an input was found damaged: what was read of it is not known")]
        }
        let records = Dictionary(recorded.map { ($0.inputName, $0) }) { first, _ in first }
        var causes: [[Cell]] = []
        for input in step.inputs {
            guard let then = records[input.input.name] else { continue }
            let now = ledger.lineage(input, on: partition.date)
            guard now.digest != then.digest else { continue }
            let changed = ledger.changedDates(
                of: input, on: partition.date, since: state.computedAtCommit,
                countingAbsent: now.absent > then.absent)
            let shown = changed.prefix(namedDates).map(\.description).joined(separator: ",")
            causes.append(row(partition, input.input.name, changed.count, shown))
        }
        if state.processorVersion != step.processor.version {
            causes.append(
                row(partition, "processor_version", 0, "\(state.processorVersion) is now \(step.processor.version)"))
        }
        if state.configDigest != step.configDigest { causes.append(row(partition, "configuration", 0, "")) }
        if causes.isEmpty { causes.append(row(partition, "declared inputs", 0, "")) }
        return causes
    }

    private static func row(_ partition: Partition, _ input: String, _ count: Int, _ detail: String) -> [Cell] {
        [
            .text(partition.table.rawValue), .date(partition.date), .text("stale"), .text(input), .int(count),
            .text(detail),
        ]
    }

    private static func orphans(_ facts: ReportFacts) -> [[Cell]] {
        let tables = Dictionary(facts.coverage.tables.map { ($0.name, Set($0.statuses.map(\.date))) }) { $1 }
        return facts.ledger.facts.store.deadRuns.compactMap { run in
            guard tables[run.processorName]?.contains(run.dataDate) ?? false else { return nil }
            return [
                .text(run.processorName.rawValue), .date(run.dataDate), .text("dead_worker"), .null, .null,
                .text(run.runID),
            ]
        }
    }
}

extension StoreFacts {
    /// Whether the newest run of `partition` failed, whatever an older one left.
    public func hasFailed(_ partition: Partition) -> Bool { unsettledRuns[partition]?.status == .failed }

    /// Runs that are `running` though no living worker holds their partition for them; by date, then table.
    public var deadRuns: [RunRecord] {
        unsettledRuns.values.filter { run in
            guard run.status == .running else { return false }
            guard let held = leases[run.partition] else { return true }
            return !held.isAlive || held.lease.runID != run.runID
        }.sorted { $0.partition < $1.partition }
    }

    /// `runs` as they stand: those that dead workers left running are interrupted, as the next writer will write down.
    public func standing(_ runs: [RunRecord]) -> [RunRecord] {
        let dead = Set(deadRuns.map(\.runID))
        guard !dead.isEmpty else { return runs }
        return runs.map { run in
            guard run.status == .running, dead.contains(run.runID) else { return run }
            var ended = run
            ended.abandon(at: nil)
            return ended
        }
    }
}

extension Ledger {
    /// Dates of an input's window whose partition changed after commit `commit`, ascending.
    ///
    /// - Parameter countingAbsent: whether dates without a partition count, as when one was taken away.
    public func changedDates(
        of input: Catalog.ResolvedInput, on date: GameDate, since commit: Int, countingAbsent: Bool = false
    ) -> [GameDate] {
        window(of: input, on: date).filter {
            state(input.source, on: $0).map { $0.changedAtCommit > commit } ?? countingAbsent
        }
    }
}
