import GameCalendar
import PipelineModel

extension Stage {
    /// Whether every planned step that an input of this one comes from has ended.
    func areInputsEnded(_ index: Int) -> Bool {
        areInputsPassed(index) { $0.head }
    }

    /// Whether every planned step that an input of this one comes from has been leased, if not more.
    func areInputsClaimed(_ index: Int) -> Bool {
        areInputsPassed(index) { $0.unclaimed }
    }

    private func areInputsPassed(_ index: Int, by mark: (Lane) -> Int) -> Bool {
        let date = plan.steps[index].partition.date
        return catalog.steps[laneOfStep[index]].inputs.allSatisfy { input in
            let base = catalog.entries[catalog.base(of: input.source)]
            guard case .processor(let lane) = base.role else { return true }
            let first = mark(lanes[lane])
            guard first < lanes[lane].steps.count else { return true }
            let next = plan.steps[lanes[lane].steps[first]].partition.date
            return input.input.lookback.includesDate ? next > date : next >= date
        }
    }

    /// Required inputs that are neither complete nor waived, and what the defensive checks find.
    mutating func shortfall(_ index: Int) -> [Partition] {
        let date = plan.steps[index].partition.date
        let step = catalog.steps[laneOfStep[index]]
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
