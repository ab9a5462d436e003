public import GameCalendar
public import PipelineModel

/// Which partitions a retry runs again: those asked for, and those that waited for them.
///
///     asked: failed, dates 11-02       11-02      11-03      11-04
///     team_offense                     failed     complete   complete
///     upcoming_team (reads 11-02)      complete   blocked    blocked      both follow, though of later dates
public struct RetryChoice: Sendable {
    /// What is wrong with a partition.
    public enum Kind: Hashable, Sendable, CaseIterable {
        /// Its newest run failed or was interrupted.
        case failed
        /// Keys are missing.
        case partial
        /// Its newest run lacked an input.
        case blocked
        /// Its inputs have changed.
        case stale
    }

    /// What is asked for.
    public enum Request: Hashable, Sendable {
        /// Partitions of these kinds, on these dates of these tables.
        case kinds(Set<Kind>, dates: DateSet, tables: Set<TableName>)
        /// One partition, however it stands.
        case partition(Partition)
    }

    private let request: Request
    private let reopened: Set<TableName>

    /// A choice of what `request` asks for.
    ///
    /// - Parameter reopened: processors that were stopped and start again; what they left out is asked for, too.
    public init(_ request: Request, reopened: Set<TableName> = []) {
        self.request = request
        self.reopened = reopened
    }

    /// The partitions to run again.
    ///
    /// A blocked partition follows when all it waits for is run again, on whatever date and of whatever table. When
    /// failed ones are asked for, so do those among the partitions asked about that wait for nothing any more.
    public func partitions(in ledger: inout Ledger) -> Set<Partition> {
        var chosen: Set<Partition> = []
        var runnable: Set<Partition> = []
        let dead = Set(ledger.facts.store.deadRuns.map(\.runID))
        for partition in candidates(&ledger) {
            let run = ledger.facts.store.unsettledRuns[partition]
            let outcome = run.map { dead.contains($0.runID) ? .interrupted : $0.status }
            let isAsked = isAsked(partition, outcome, &ledger)
            guard isAsked || outcome == .blocked else { continue }
            let recorded = (run?.awaited ?? []).filter { ledger.isAwaited($0) }
            let awaited = Set(ledger.unsatisfiedInputs(of: partition) + recorded)
            let canRun = awaited.isSubset(of: runnable)
            guard isAsked || (canRun && (!awaited.isEmpty || sweepsUp(partition))) else { continue }
            chosen.insert(partition)
            if canRun { runnable.insert(partition) }
        }
        return chosen
    }

    // Whether the partition is among those asked for, given how its newest run ended.
    private func isAsked(_ partition: Partition, _ outcome: RunStatus?, _ ledger: inout Ledger) -> Bool {
        guard case .kinds(let kinds, _, _) = request else { return request == .partition(partition) }
        guard isInScope(partition), outcome != .running else { return false }
        let ended: Kind? =
            switch outcome {
            case .failed, .interrupted: .failed
            case .partial: .partial
            case .blocked: .blocked
            case .running, .success, .noData, .superseded, nil: nil
            }
        if let ended, kinds.contains(ended) { return true }
        switch ledger.catalog.position(of: partition.table).map({ ledger.status($0, on: partition.date) }) {
        case .partial: return kinds.contains(.partial)
        case .stale: return kinds.contains(.stale)
        case .missing: return outcome == nil && reopened.contains(partition.table)
        case .notExpected, .complete, .waived, nil: return false
        }
    }

    private func sweepsUp(_ partition: Partition) -> Bool {
        guard case .kinds(let kinds, _, _) = request else { return false }
        return kinds.contains(.failed) && isInScope(partition)
    }

    private func isInScope(_ partition: Partition) -> Bool {
        guard case .kinds(_, let dates, let tables) = request else { return false }
        return dates.contains(partition.date) && tables.contains(partition.table)
    }

    // Everything that may be chosen, in the order of execution.
    private func candidates(_ ledger: inout Ledger) -> [Partition] {
        var found: Set<Partition> = []
        if case .partition(let partition) = request { found.insert(partition) }
        for step in ledger.catalog.steps {
            let table = ledger.catalog.entries[step.entry].name
            for date in ledger.expectedDates(of: step.entry) {
                let partition = Partition(table, date)
                guard isInScope(partition) || ledger.facts.store.unsettledRuns[partition] != nil else { continue }
                // What is complete and was computed again in vain holds up the next date: it, too, is failed.
                let status = ledger.status(step.entry, on: date)
                let hasFailed = status == .complete && ledger.facts.store.hasFailed(partition)
                if !status.isSatisfied || hasFailed { found.insert(partition) }
            }
        }
        let catalog = ledger.catalog
        func place(_ partition: Partition) -> (Int, GameDate, Int) {
            let position = catalog.position(of: partition.table) ?? 0
            return (catalog.entries[position].phase.rawValue, partition.date, position)
        }
        return found.sorted { place($0) < place($1) }
    }
}
