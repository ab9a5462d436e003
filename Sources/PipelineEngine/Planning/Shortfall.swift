import GameCalendar
public import PipelineModel

/// What a partition waits for, back to what nothing is in the way of.
public struct Shortfall: Hashable, Sendable {
    /// Computed partitions that are neither complete nor waived, in order.
    public var computed: [Partition]
    /// Imported partitions that are neither complete nor waived, in order.
    public var imported: [Partition]

    /// A shortfall of these.
    public init(computed: [Partition] = [], imported: [Partition] = []) {
        self.computed = computed
        self.imported = imported
    }
}

extension Ledger {
    /// Required inputs of `partition` that are neither complete nor waived, in order; none for an imported table.
    public mutating func unsatisfiedInputs(of partition: Partition) -> [Partition] {
        var walk = InputWalk()
        return walk.unsatisfiedInputs(of: partition, &self).sorted()
    }

    /// What `partition` waits for, directly and through what it waits for.
    ///
    /// - Parameter recorded: partitions it is known to have waited for; those that are satisfied by now do not count.
    /// - Complexity: O(partitions found × inputs), as every date of a season is looked at once per table.
    public mutating func shortfall(of partition: Partition, recorded: [Partition] = []) -> Shortfall {
        var walk = InputWalk()
        var found: Set<Partition> = []
        var open = walk.unsatisfiedInputs(of: partition, &self) + recorded.filter { isAwaited($0) }
        while let next = open.popLast() {
            guard next != partition, found.insert(next).inserted else { continue }
            open += walk.unsatisfiedInputs(of: next, &self)
        }
        let ordered = found.sorted()
        return Shortfall(
            computed: ordered.filter { catalog.step(for: $0.table) != nil },
            imported: ordered.filter { catalog.step(for: $0.table) == nil })
    }

    /// Whether what waits for `partition` still has to.
    mutating func isAwaited(_ partition: Partition) -> Bool {
        guard let entry = catalog.position(of: partition.table) else { return false }
        guard catalog.entries[entry].calendar != .single else { return state(entry, on: .reference) == nil }
        return isExpected(entry, on: partition.date) && !status(entry, on: partition.date).isSatisfied
    }
}

/// Goes from partitions to their required inputs and looks at no date of a season's start twice.
private struct InputWalk {
    private struct Line: Hashable {
        let entry: Int
        let season: Int
    }

    // Positions of a season before this one have been looked at.
    private var reached: [Line: Int] = [:]

    mutating func unsatisfiedInputs(of partition: Partition, _ ledger: inout Ledger) -> [Partition] {
        guard let step = ledger.catalog.step(for: partition.table) else { return [] }
        var missing = Set(ledger.damagedSources(of: step, on: partition.date))
        for input in step.inputs where input.input.requirement == .required {
            let base = ledger.catalog.base(of: input.source)
            let name = ledger.catalog.entries[base].name
            guard ledger.catalog.entries[base].calendar != .single else {
                if ledger.state(base, on: .reference) == nil { missing.insert(Partition(name, .reference)) }
                continue
            }
            let spans = ledger.spans(of: input, on: partition.date)
            if spans.isEmpty, input.input.lookback.includesDate { missing.insert(Partition(name, partition.date)) }
            for span in spans {
                for date in ledger.dates(base, of: unseen(span, of: base))
                where !ledger.status(base, on: date).isSatisfied {
                    missing.insert(Partition(name, date))
                }
            }
        }
        return Array(missing)
    }

    private mutating func unseen(_ span: WindowSpan, of entry: Int) -> WindowSpan {
        let line = Line(entry: entry, season: span.season)
        let seen = reached[line] ?? 0
        guard span.positions.lowerBound <= seen else { return span }
        reached[line] = max(seen, span.positions.upperBound)
        return WindowSpan(
            season: span.season,
            positions: max(seen, span.positions.lowerBound)..<max(seen, span.positions.upperBound))
    }
}
