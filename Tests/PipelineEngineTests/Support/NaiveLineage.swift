import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel

/// Window digests worked out afresh for every question, straight from the definition; the oracle of the fast ones.
struct NaiveLineage {
    let catalog: Catalog
    let facts: Facts

    func digest(_ table: TableName, _ date: GameDate) -> Digest? {
        facts.store.states[Partition(table, date)]?.digest
    }

    /// The dates an input covers, oldest first.
    func window(_ input: Input, on date: GameDate) throws -> DateSet {
        guard let entry = catalog.entry(input.source) else { throw MissingFixture(table: input.source) }
        return input.lookback.window(
            before: date, on: facts.schedule, entry.calendar, historyStart: facts.history.lowerBound
        ).dates
    }

    func windowDigest(_ input: Input, on date: GameDate) throws -> Digest {
        let dates = try window(input, on: date)
        switch input.lookback {
        case .none:
            return digest(input.source, date) ?? .absent
        case .season, .seasonToDate:
            return try chain(input, dates, facts.schedule.season(of: date))
        case .previousSeason:
            return try joined(input, dates, over: 1...1, date)
        case .seasons(let count):
            return try joined(input, dates, over: 0...(count - 1), date)
        case .days, .gameDates, .latest:
            let outer = ContentHasher()
            for date in dates {
                let inner = ContentHasher()
                inner.update(fixed: date.dayNumber)
                inner.update(digest(input.source, date) ?? .absent)
                outer.update(inner.finalized())
            }
            return outer.finalized()
        }
    }

    private func joined(
        _ input: Input, _ dates: DateSet, over back: ClosedRange<Int>, _ date: GameDate
    ) throws -> Digest {
        let hasher = ContentHasher()
        guard let season = facts.schedule.season(of: date) else { return hasher.finalized() }
        for years in back.reversed() {
            let earlier = Season(startYear: season.startYear - years)
            guard facts.schedule.seasons.contains(earlier) else { continue }
            hasher.update(try chain(input, dates, earlier))
        }
        return hasher.finalized()
    }

    private func chain(_ input: Input, _ dates: DateSet, _ season: Season?) throws -> Digest {
        guard let season else { throw MissingFixture(table: input.source) }
        var chain = WindowChain(name: input.source.rawValue, seasonStartYear: season.startYear)
        for date in dates where facts.schedule.season(of: date) == season {
            chain.append(dayNumber: date.dayNumber, digest(input.source, date))
        }
        return chain.value
    }

    func inputDigest(of step: Catalog.Step, on date: GameDate, consulting fallbacks: [String]) throws -> Digest {
        let hasher = ContentHasher()
        hasher.update(step.processor.version)
        hasher.update(step.configDigest)
        let inputs = step.processor.inputs.filter { $0.requirement != .fallback || fallbacks.contains($0.name) }
        for input in inputs.sorted(by: { $0.name < $1.name }) {
            hasher.update(input.name)
            hasher.update(try windowDigest(input, on: date))
        }
        return hasher.finalized()
    }
}
