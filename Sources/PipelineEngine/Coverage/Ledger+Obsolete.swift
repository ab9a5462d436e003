public import GameCalendar
public import PipelineModel

extension Ledger {
    /// Computed partitions that the schedule does not expect, as far as they are asked for, in order.
    ///
    /// Rows without a recorded state are one, too: of a date somebody changed, or of a record that was lost.
    ///
    /// - Parameters:
    ///   - dates: game dates asked for. Without a hole between them they ask for everything in their stretch of
    ///     history, which reaches to the edges of history with the first and the last game date; a list with holes asks
    ///     for the days it names. Without any game date in history all of it is asked for.
    ///   - stretch: days asked for as such, whether or not the schedule knows games on them.
    public func obsolete(around dates: DateSet, in stretch: ClosedRange<GameDate>? = nil) -> [Partition] {
        let asked = stretch ?? self.stretch(of: dates)
        return facts.store.stored { date in
            date >= facts.history.lowerBound && asked?.contains(date) ?? dates.contains(date)
        }.filter { partition in
            guard let entry = catalog.position(of: partition.table),
                case .processor = catalog.entries[entry].role
            else { return false }
            return !isExpected(entry, on: partition.date)
        }.sorted()
    }

    // The days between the first and the last of `dates` and around them; nil for a list with holes.
    private func stretch(of dates: DateSet) -> ClosedRange<GameDate>? {
        let counting = facts.schedule.countingDates.within(facts.history)
        guard let first = dates.first, let last = dates.last else { return counting.isEmpty ? facts.history : nil }
        guard counting.within(first...last).subtracting(dates).isEmpty else { return nil }
        let lower = first == counting.first ? min(first, facts.history.lowerBound) : first
        let upper = last == counting.last ? max(last, facts.history.upperBound) : last
        return lower...upper
    }
}

extension StoreFacts {
    /// What is recorded on dates that are wanted, and what has rows without a record; in no order.
    public func stored(on isWanted: (GameDate) -> Bool) -> [Partition] {
        var found: [Partition] = []
        for partition in states.keys where isWanted(partition.date) { found.append(partition) }
        for partition in rowCounts.keys where isWanted(partition.date) && states[partition] == nil {
            found.append(partition)
        }
        return found
    }

    /// Whether `partition` is among ``stored(on:)``.
    func holds(_ partition: Partition) -> Bool { states[partition] != nil || rowCounts[partition] != nil }
}
