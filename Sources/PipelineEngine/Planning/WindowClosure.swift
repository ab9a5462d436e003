import ContentDigest
import GameCalendar
public import PipelineModel

extension Ledger {
    /// Computed partitions that `targets` read through required inputs, and what these read in turn; without `targets`.
    public func upstream(of targets: Set<Partition>) -> Set<Partition> {
        var closure = WindowClosure(self)
        for target in targets.sorted() { closure.visit(target) }
        return closure.partitions.subtracting(targets)
    }

    /// The chain over an entry's dates of the season of `date`, as it stands before that date; nil off the calendar.
    mutating func seasonDigest(_ entry: Int, before date: GameDate) -> Digest? {
        guard let day = calendar.day(of: date) else { return nil }
        let position = calendar.ordinals(catalog.entries[entry].calendar).before[day]
        return chainValue(entry, season: calendar.seasonOfDay[day], over: position)
    }
}

/// Walks windows back, each partition once; of windows that begin with a season only what is new.
private struct WindowClosure {
    private let ledger: Ledger
    private(set) var partitions: Set<Partition> = []
    private var waiting: [Partition] = []
    // Entry and season: positions before this one have been visited.
    private var covered: [Reach: Int] = [:]

    private struct Reach: Hashable {
        let entry: Int
        let season: Int
    }

    init(_ ledger: Ledger) {
        self.ledger = ledger
    }

    mutating func visit(_ target: Partition) {
        waiting.append(target)
        while let partition = waiting.popLast() {
            guard let step = ledger.catalog.step(for: partition.table) else { continue }
            for input in step.inputs where input.input.requirement == .required {
                let base = ledger.catalog.base(of: input.source)
                guard case .processor = ledger.catalog.entries[base].role else { continue }
                for date in newDates(of: input, base, for: partition.date) {
                    let read = Partition(ledger.catalog.entries[base].name, date)
                    if partitions.insert(read).inserted { waiting.append(read) }
                }
            }
        }
    }

    private mutating func newDates(of input: Catalog.ResolvedInput, _ base: Int, for date: GameDate) -> [GameDate] {
        ledger.spans(of: input, on: date).flatMap { span -> [GameDate] in
            let reach = Reach(entry: base, season: span.season)
            guard span.positions.lowerBound == 0 else { return Array(ledger.dates(base, of: span)) }
            let start = min(covered[reach] ?? 0, span.positions.upperBound)
            covered[reach] = max(covered[reach] ?? 0, span.positions.upperBound)
            return Array(
                ledger.dates(base, of: WindowSpan(season: span.season, positions: start..<span.positions.upperBound)))
        }
    }
}
