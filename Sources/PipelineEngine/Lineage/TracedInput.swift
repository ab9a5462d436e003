public import ContentDigest
public import GameCalendar
public import PipelineModel

/// One input of a partition, then and now.
public struct TracedInput: Hashable, Sendable {
    /// What was read.
    public let table: TableName
    /// How far back.
    public let lookback: String
    /// First date of the window as it is now; nil when it is empty.
    public let first: GameDate?
    /// Last date of the window as it is now; nil when it is empty.
    public let last: GameDate?
    /// Digest when the partition was computed; nil when nothing was recorded.
    public let recorded: Digest?
    /// Digest now.
    public let current: Digest
    /// Dates of the window whose rows changed since.
    public let changedDates: [GameDate]

    /// Whether the partition would be computed from something else now.
    public var isChanged: Bool { recorded != current }
}

extension Ledger {
    /// What `partition` was computed from, as `recorded` with it, and as it stands now; empty for an imported one.
    public mutating func trace(_ partition: Partition, recorded: [PartitionInput]) -> [TracedInput] {
        guard let step = catalog.step(for: partition.table) else { return [] }
        let state = state(step.entry, on: partition.date)
        let known = Dictionary(recorded.map { ($0.inputName, $0) }, uniquingKeysWith: { first, _ in first })
        return step.inputs.filter { $0.input.requirement != .fallback || known[$0.input.name] != nil }.map { input in
            let now = lineage(input, on: partition.date)
            return TracedInput(
                table: input.input.source, lookback: input.input.lookback.label, first: now.first, last: now.last,
                recorded: known[input.input.name]?.digest, current: now.digest,
                changedDates: changedDates(input, partition.date, since: state?.computedAtCommit))
        }
    }

    // Dates of the window that changed after the partition was computed.
    private func changedDates(_ input: Catalog.ResolvedInput, _ date: GameDate, since commit: Int?) -> [GameDate] {
        guard let commit else { return [] }
        let dates: [GameDate]
        if catalog.entries[input.source].calendar == .single {
            dates = [.reference]
        } else {
            dates = spans(of: input, on: date).flatMap { span in
                Array(seasonLine(input.source, season: span.season).dates[span.positions])
            }
        }
        return dates.filter { (state(input.source, on: $0)?.changedAtCommit ?? 0) > commit }
    }
}
