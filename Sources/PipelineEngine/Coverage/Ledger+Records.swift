public import GameCalendar
public import PipelineModel

/// Where rows and what is recorded of them disagree, as only a damaged or hand-edited store shows.
extension Ledger {
    /// What is wrong with the record of a partition; nil when rows, state and projections agree.
    public func recordFlaw(_ entry: Int, on date: GameDate) -> String? {
        let rows = rowsFound(entry, on: date)
        guard let state = recordedState(entry, on: date) else {
            return rows == 0 ? nil : "\(rows) rows without a recorded state"
        }
        if rows != state.rowCount { return "\(rows) rows, \(state.rowCount) recorded" }
        let lost = catalog.projectionEntries[entry].first { recordedState($0, on: date) == nil }
        return lost.map { "the state of its projection \(catalog.entries[$0].name) is lost" }
    }

    /// Whether what was published before the games must stay as it is, because some of them have been played.
    public func isFrozen(_ state: PartitionState) -> Bool {
        state.frozenAt != nil && hasBegun(state.gameDate)
    }

    /// Whether something is known of how the games of `date` went: the schedule says so, or rows of played games are
    /// there before it does.
    public func hasBegun(_ date: GameDate) -> Bool {
        if (facts.schedule[date]?.countingGames ?? 0) > 0 { return true }
        return catalog.entries.indices.contains { entry in
            let description = catalog.entries[entry]
            return description.role.isSource && description.calendar == .counting && rowsFound(entry, on: date) > 0
        }
    }

    // Also of days that the schedule no longer lists.
    func recordedState(_ entry: Int, on date: GameDate) -> PartitionState? {
        state(entry, on: date) ?? facts.store.states[Partition(catalog.entries[entry].name, date)]
    }

    /// Whether imported tables hold rows for `date` although the schedule holds none: it has lost its games, or they
    /// were never read. Nothing may be concluded from such a schedule.
    public func isUnscheduled(_ date: GameDate) -> Bool {
        guard let schedule = catalog.schedule, rowsFound(schedule, on: date) == 0 else { return false }
        return catalog.entries.indices.contains { entry in
            let description = catalog.entries[entry]
            return description.role.isSource && description.calendar != .single && rowsFound(entry, on: date) > 0
        }
    }

    /// Imported partitions of `range` whose records cannot be relied on, each with what is wrong; by date, then table.
    public func unsoundSources(in range: ClosedRange<GameDate>) -> [(partition: Partition, flaw: String)] {
        let stored = Set(facts.store.states.keys).union(rowCounts.keys)
        return stored.sorted().compactMap { partition in
            guard partition.date == .reference || range.contains(partition.date),
                let entry = catalog.position(of: partition.table), catalog.entries[entry].role.isSource
            else { return nil }
            if let flaw = recordFlaw(entry, on: partition.date) { return (partition, flaw) }
            let isLoose = entry != catalog.schedule && rowsFound(entry, on: partition.date) > 0
            return isLoose && isUnscheduled(partition.date) ? (partition, "the schedule has no game that day") : nil
        }
    }

    /// Imported partitions that `step` may do without on `date` and that are there, but damaged: it must not take them
    /// for absent.
    mutating func damagedSources(of step: Catalog.Step, on date: GameDate) -> [Partition] {
        var damaged: [Partition] = []
        for input in step.inputs where input.input.requirement == .optional && input.input.lookback == .none {
            let base = catalog.base(of: input.source)
            let day = catalog.entries[base].calendar == .single ? GameDate.reference : date
            guard catalog.entries[base].role.isSource, status(base, on: day) == .partial else { continue }
            damaged.append(Partition(catalog.entries[base].name, day))
        }
        return damaged
    }
}
