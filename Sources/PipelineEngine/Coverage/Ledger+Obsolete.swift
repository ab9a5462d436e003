public import GameCalendar
public import PipelineModel

extension Ledger {
    /// Computed partitions that the schedule no longer expects, as far as `dates` asks for them, in order.
    ///
    /// Game dates without a hole between them ask for everything in their stretch of history, up to its end when they
    /// reach the newest game date; a list with holes asks for the days it names.
    public func obsolete(around dates: DateSet) -> [Partition] {
        guard let first = dates.first, let last = dates.last else { return [] }
        let counting = facts.schedule.countingDates.within(facts.history)
        let isStretch = counting.within(first...last).subtracting(dates).isEmpty
        let end = last == counting.last ? max(last, facts.history.upperBound) : last
        return facts.store.states.keys.filter { partition in
            guard isStretch ? first <= partition.date && partition.date <= end : dates.contains(partition.date),
                partition.date >= facts.history.lowerBound, let entry = catalog.position(of: partition.table),
                case .processor = catalog.entries[entry].role
            else { return false }
            return !isExpected(entry, on: partition.date)
        }.sorted()
    }
}
