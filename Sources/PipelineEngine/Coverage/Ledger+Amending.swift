import ContentDigest
import GameCalendar
import PipelineModel

// From one reading of a store to the next.
extension Ledger {
    /// The ledger over newer facts, with everything this one has worked out that rests on nothing which has changed.
    ///
    /// It answers as a ledger made from `facts` alone would. O(entries × days), without a digest; whoever asks many times
    /// about a long history, as a service does, works out what is new only.
    ///
    /// - Returns: nil when calendar, history, counted tables or active waivers are others, so that all must be worked out.
    public func amended(with newer: Facts) -> Ledger? {
        guard newer.schedule == facts.schedule, newer.history == facts.history,
            newer.store.countedTables == facts.store.countedTables, Self.activeWaivers(of: newer) == activeWaivers
        else { return nil }
        let counts = Self.rowCounts(of: newer, catalog)
        var ledger = self
        var touched: [(entry: Int, date: GameDate)] = []
        for (entry, description) in catalog.entries.enumerated() {
            let dates = description.calendar == .single ? [.reference] : calendar.days.map(\.date)
            for date in dates {
                let partition = Partition(description.name, date)
                let state = newer.store.states[partition]
                guard
                    self.state(entry, on: date) != state || rowCounts[partition] != counts[partition]
                        || consulted[partition] != newer.store.consultedFallbacks[partition]
                else { continue }
                ledger.set(state, of: entry, on: date)
                touched.append((entry, date))
            }
        }
        ledger.take(newer, counts)
        for (entry, date) in touched { ledger.doubtWhatRests(on: entry, on: date) }
        return ledger
    }

    // Its readers from that date on, and whatever is known of the date itself: what was published before games stands
    // once rows of them are there.
    private mutating func doubtWhatRests(on entry: Int, on date: GameDate) {
        let base = catalog.base(of: entry)
        let first = date == .reference ? calendar.days.first?.date ?? date : date
        for step in catalog.steps where step.inputs.contains(where: { catalog.base(of: $0.source) == base }) {
            doubt(step.entry, from: first)
        }
        for entry in catalog.entries.indices { forget(entry, on: date) }
    }

    /// What counting found, with zero for partitions on record that have no rows.
    static func rowCounts(of facts: Facts, _ catalog: Catalog) -> [Partition: Int] {
        var counts = facts.store.rowCounts
        for partition in facts.store.states.keys
        where facts.store.countedTables.contains(partition.table) && counts[partition] == nil {
            if catalog.position(of: partition.table) != nil { counts[partition] = 0 }
        }
        return counts
    }

    static func activeWaivers(of facts: Facts) -> [Waiver] {
        facts.store.waivers.filter { $0.isActive(at: facts.readAt) }
    }
}
