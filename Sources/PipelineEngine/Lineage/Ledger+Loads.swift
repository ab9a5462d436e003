public import GameCalendar
public import PipelineModel

extension Ledger {
    /// What an input covers on `date`, for whoever reads rows without being a step of the plan.
    ///
    /// Partitions that a state describes and that have lost their rows count as absent.
    ///
    /// - Parameter dates: the dates the reader will come to next, ascending.
    /// - Returns: nil when the catalog does not know the input's table.
    public mutating func load(
        _ input: Input, on date: GameDate, ahead dates: some Sequence<GameDate>
    ) -> Assignment.Load? {
        guard let source = catalog.position(of: input.source) else { return nil }
        let resolved = Catalog.ResolvedInput(input: input, source: source)
        let stretches = stretches(of: resolved, on: date).map { stretch in
            let digests = zip(stretch.dates, stretch.digests).map { isPresent(source, on: $0) ? $1 : nil }
            return Assignment.Stretch(dates: stretch.dates, digests: digests[...], season: stretch.season)
        }
        let ahead = dates.compactMap { later in
            isPresent(source, on: later) ? state(source, on: later).map { (later, $0.digest) } : nil
        }
        return Assignment.Load(
            input: input, lineage: lineage(resolved, on: date), stretches: stretches, ahead: ahead)
    }

    private func isPresent(_ entry: Int, on date: GameDate) -> Bool {
        let base = catalog.base(of: entry)
        return rowsFound(base, on: date) > 0 || state(base, on: date)?.rowCount == 0
    }
}
