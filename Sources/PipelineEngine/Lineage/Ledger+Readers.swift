import GameCalendar
public import PipelineModel

extension Ledger {
    /// Computed partitions whose declared windows hold one of `partitions`, in order.
    public func readers(of partitions: Set<Partition>) -> [Partition] {
        var readers: Set<Partition> = []
        let dates = Dictionary(grouping: partitions, by: \.table).mapValues { Set($0.map(\.date)) }
        for step in catalog.steps {
            let name = catalog.entries[step.entry].name
            for input in step.inputs {
                guard let wanted = dates[catalog.entries[catalog.base(of: input.source)].name] else { continue }
                for date in expectedDates(of: step.entry) where state(step.entry, on: date) != nil {
                    if window(of: input, on: date).contains(where: wanted.contains) {
                        readers.insert(Partition(name, date))
                    }
                }
            }
        }
        return readers.sorted()
    }

    /// Takes back the records of `damaged`, whose rows turned out not to be the recorded ones, and the lineage of
    /// everything computed from them: what was read may have been either. A damaged partition is partial until it is
    /// written anew, so that nothing is computed from it, and its readers are stale until they are computed again.
    ///
    /// - Returns: the readers' states to be stored.
    public mutating func withdraw(_ damaged: Set<Partition>) -> [PartitionState] {
        guard !damaged.isEmpty else { return [] }
        var withdrawn: [PartitionState] = []
        for reader in readers(of: damaged) where !damaged.contains(reader) {
            guard let entry = catalog.position(of: reader.table), var state = state(entry, on: reader.date),
                state.inputDigest != nil, !isFrozen(state)
            else { continue }
            state.inputDigest = nil
            record(state)
            withdrawn.append(state)
        }
        for partition in damaged { loseRecord(of: partition) }
        return withdrawn
    }

    // Every date a step for `date` reads of `input`.
    func window(of input: Catalog.ResolvedInput, on date: GameDate) -> [GameDate] {
        if catalog.entries[input.source].calendar == .single { return [.reference] }
        if input.input.lookback == .none { return [date] }
        return spans(of: input, on: date).flatMap { dates(input.source, of: $0) }
    }
}
