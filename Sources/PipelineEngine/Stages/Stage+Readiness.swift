import GameCalendar
import PipelineModel

extension Stage {
    /// Whether every planned step that an input of this one comes from has ended.
    func areInputsEnded(_ index: Int) -> Bool { areInputs(of: index, past: .ended) }

    /// Whether every planned step that an input of this one comes from has been leased, if not more.
    func areInputsClaimed(_ index: Int) -> Bool { areInputs(of: index, past: .claimed) }

    private enum Mark {
        case claimed, ended
    }

    // Of a window, the first date that is not past the mark tells; of a single date, its own step.
    private func areInputs(of index: Int, past mark: Mark) -> Bool {
        let date = plan.steps[index].partition.date
        return catalog.steps[processor(of: index)].inputs.allSatisfy { input in
            let base = catalog.entries[catalog.base(of: input.source)]
            guard case .processor(let processor) = base.role, !blocks.lanesOfProcessor[processor].isEmpty else {
                return true
            }
            if input.input.lookback == .none {
                return indexOf[Partition(base.name, date)].map { isStep($0, past: mark) } ?? true
            }
            return blocks.lanesOfProcessor[processor].allSatisfy { number in
                let lane = blocks.lanes[number]
                let first = mark == .ended ? lane.head : lane.unclaimed
                guard first < lane.steps.count else { return true }
                let next = plan.steps[lane.steps[first]].partition.date
                return input.input.lookback.includesDate ? next > date : next >= date
            }
        }
    }

    private func isStep(_ index: Int, past mark: Mark) -> Bool {
        switch progress[index] {
        case .ended: return true
        case .claimed, .running: return mark == .claimed
        case .elsewhere: return false
        case .waiting:
            // Asked for, and not answered yet.
            let (lane, place) = blocks.placeOfStep[index]
            return mark == .claimed && place < blocks.lanes[lane].unclaimed
        }
    }

    /// Required inputs that are neither complete nor waived, and what the defensive checks find.
    mutating func shortfall(_ index: Int) -> [Partition] {
        let date = plan.steps[index].partition.date
        let step = catalog.steps[processor(of: index)]
        var missing = Set(ledger.damagedSources(of: step, on: date))
        for input in step.inputs where input.input.requirement == .required {
            let base = catalog.base(of: input.source)
            let name = catalog.entries[base].name
            if catalog.entries[base].calendar == .single {
                if ledger.state(base, on: .reference) == nil { missing.insert(Partition(name, .reference)) }
                continue
            }
            let spans = ledger.spans(of: input, on: date)
            if spans.isEmpty, input.input.lookback.includesDate { missing.insert(Partition(name, date)) }
            for span in spans where ledger.firstUnsatisfied(input.source, in: span) != nil {
                for day in ledger.dates(input.source, of: span) where !ledger.status(base, on: day).isSatisfied {
                    missing.insert(Partition(name, day))
                }
            }
        }
        if missing.isEmpty { missing = failedPredecessors(of: step, before: date) }
        return missing.sorted()
    }

    // Defensive check (c), from phase 4 on: no required upstream's newest run of the previous game date has failed.
    private func failedPredecessors(of step: Catalog.Step, before date: GameDate) -> Set<Partition> {
        guard catalog.entries[step.entry].phase >= .precompute else { return [] }
        guard let previous = ledger.facts.schedule.countingDates.before(date).last else { return [] }
        guard previous >= ledger.facts.history.lowerBound else { return [] }
        var failed: Set<Partition> = []
        for input in step.inputs where input.input.requirement == .required {
            let partition = Partition(catalog.entries[catalog.base(of: input.source)].name, previous)
            if hasFailed(partition) { failed.insert(partition) }
        }
        return failed
    }

    private func hasFailed(_ partition: Partition) -> Bool {
        if let index = indexOf[partition], progress[index] == .ended { return failures.contains(partition) }
        return ledger.facts.store.hasFailed(partition)
    }
}

extension Ledger {
    /// The dates an input covers with their digests, oldest first.
    func stretches(of input: Catalog.ResolvedInput, on date: GameDate) -> [Assignment.Stretch] {
        let kind = catalog.entries[input.source].calendar
        if kind == .single || input.input.lookback == .none {
            let day = kind == .single ? GameDate.reference : date
            return [
                Assignment.Stretch(dates: [day], digests: [state(input.source, on: day)?.digest], season: -1)
            ]
        }
        return spans(of: input, on: date).map { span in
            let line = seasonLine(input.source, season: span.season)
            return Assignment.Stretch(
                dates: line.dates[span.positions], digests: line.digests[span.positions], season: span.season)
        }
    }
}
