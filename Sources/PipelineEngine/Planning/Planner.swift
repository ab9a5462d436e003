import ContentDigest
import GameCalendar
import PipelineModel

/// Turns a request into a plan. Reads facts, decides, writes nothing.
public struct Planner {
    private var ledger: Ledger
    private let catalog: Catalog
    // Entry × season: planned dates; positions before `settled` are satisfied or planned.
    private var planned: [Set<GameDate>]
    private var settled: [[Int]]
    private var earliestPlanned: [[Int]]
    // Partitions that a living worker holds, or that wait for one, with its run.
    private var elsewhere: [Partition: String]

    /// A planner over what `ledger` knows.
    public init(_ ledger: Ledger) {
        self.ledger = ledger
        catalog = ledger.catalog
        planned = catalog.entries.map { _ in [] }
        let seasons = ledger.calendar.seasons.count
        settled = catalog.entries.map { _ in Array(repeating: 0, count: seasons) }
        earliestPlanned = catalog.entries.map { _ in Array(repeating: Int.max, count: seasons) }
        elsewhere = ledger.facts.store.leases.compactMapValues { $0.isAlive ? $0.lease.runID : nil }
    }

    /// The plan for `request`: every requested partition is a step or an exclusion.
    public mutating func plan(_ request: PlanRequest) -> Plan {
        var steps: [PlannedStep] = []
        var exclusions: [PlannedExclusion] = []
        var inputs: [Digest] = []
        if request.sharesWork { elsewhere = [:] }
        let wanted = Set(request.tables)
        let visited = visited(request)
        let openings = openings(of: visited)
        for phase in Phase.allCases {
            let members = catalog.steps.filter {
                catalog.entries[$0.entry].phase == phase && wanted.contains(catalog.entries[$0.entry].name)
            }
            guard !members.isEmpty else { continue }
            for date in visited.union(openings) {
                for step in members {
                    let partition = Partition(catalog.entries[step.entry].name, date)
                    guard visited.contains(date) || isWantingOpening(step.entry, date) else { continue }
                    if case .retry(let only) = request.policy, !only.contains(partition) { continue }
                    if let only = request.only, !only.contains(partition) { continue }
                    switch decide(step, partition, request) {
                    case .run(.obsolete):
                        steps.append(PlannedStep(partition: partition, phase: phase, reason: .obsolete))
                        inputs.append(ledger.facts.store.states[partition]?.digest ?? .absent)
                    case .run(let reason):
                        note(step.entry, date)
                        steps.append(PlannedStep(partition: partition, phase: phase, reason: reason))
                        inputs.append(
                            ledger.inputDigest(of: step, on: date, as: ledger.state(step.entry, on: date)))
                    case .leave(let reason):
                        exclusions.append(PlannedExclusion(partition: partition, reason: reason))
                    case .pass: break
                    }
                }
            }
        }
        return limited(steps, exclusions, inputs, to: request.dateLimit)
    }

    private enum Decision {
        case run(StepReason)
        case leave(Exclusion)
        /// The policy does not ask for it.
        case pass
    }

    private var gameDates: DateSet {
        ledger.facts.schedule.expectedDates.union(ledger.facts.schedule.countingDates)
    }

    // Game dates asked for, and those that were game dates once and still hold partitions.
    private func visited(_ request: PlanRequest) -> DateSet {
        request.dates.intersection(gameDates).union(
            DateSet(ledger.obsolete(around: request.dates, in: request.stretch).map(\.date)))
    }

    // The dates that tables made once a month have their partitions on, for these dates.
    private func openings(of dates: DateSet) -> DateSet {
        guard catalog.entries.contains(where: { $0.calendar == .monthOpenings }) else { return [] }
        let schedule = ledger.facts.schedule
        let months = Set(dates.map(\.firstOfMonth))
        let all = schedule.monthOpenings(from: ledger.facts.history.lowerBound)
        return DateSet(all.filter { months.contains($0.firstOfMonth) })
    }

    // What is made once a month is asked for with any date of it, as long as it is not there.
    private mutating func isWantingOpening(_ entry: Int, _ date: GameDate) -> Bool {
        catalog.entries[entry].calendar == .monthOpenings && !ledger.status(entry, on: date).isSatisfied
    }

    private mutating func decide(_ step: Catalog.Step, _ partition: Partition, _ request: PlanRequest) -> Decision {
        let (entry, date) = (step.entry, partition.date)
        // Who asks for a month's dates asks a table made once a month for its one.
        let isSparse = catalog.entries[entry].calendar == .monthOpenings
        if isSparse, !ledger.isExpected(entry, on: date), !ledger.facts.store.holds(partition) { return .pass }
        if date < ledger.facts.history.lowerBound { return .leave(.beforeHistory) }
        guard ledger.isExpected(entry, on: date) else {
            if ledger.facts.store.holds(partition) { return obsolete(partition) }
            return request.dates.contains(date) ? .leave(.notExpected) : .pass
        }
        let status = ledger.status(entry, on: date)
        if status == .waived, request.policy != .forced, let waiver = ledger.waiver(entry, on: date) {
            return .leave(.waived(waiver.waiverID))
        }
        if isFrozen(entry, date), status == .complete, !request.unfreezes, !request.mismatched.contains(partition) {
            return .leave(.alreadyComplete)
        }
        if request.policy == .staleOnly, status == .missing || status == .partial { return .pass }
        guard let reason = reason(for: step, partition, status, request) else { return .leave(.alreadyComplete) }
        if let run = elsewhere[partition] { return .leave(.runningElsewhere(run)) }
        let isChecked = catalog.entries[entry].phase >= .precompute
        let outdated = isChecked ? request.outdated.filter { $0.date == date } : []
        let missing = missingUpstream(of: step, on: date) + outdated
        if missing.isEmpty { return .run(reason) }
        let holders = missing.compactMap { elsewhere[$0] }
        if holders.count == missing.count, let run = holders.first {
            elsewhere[partition] = run
            return .leave(.runningElsewhere(run))
        }
        return .leave(.missingUpstream(missing))
    }

    private func isFrozen(_ entry: Int, _ date: GameDate) -> Bool {
        ledger.state(entry, on: date).map(ledger.isFrozen) ?? false
    }

    // A schedule that has lost its games does not say that what was computed from them is obsolete.
    private func obsolete(_ partition: Partition) -> Decision {
        guard let schedule = catalog.schedule, ledger.isUnscheduled(partition.date) else { return .run(.obsolete) }
        return .leave(.missingUpstream([Partition(catalog.entries[schedule].name, partition.date)]))
    }

    private mutating func reason(
        for step: Catalog.Step, _ partition: Partition, _ status: PartitionStatus, _ request: PlanRequest
    ) -> StepReason? {
        if request.mismatched.contains(partition) { return .contentMismatch }
        switch request.policy {
        case .forced: return .forced
        case .retry:
            let isSettled = status == .complete && !ledger.facts.store.hasFailed(partition)
            return isSettled ? upstreamReason(step, partition.date) : .retry
        case .incomplete, .staleOnly: break
        }
        switch status {
        case .missing: return .missing
        case .partial: return .partial
        case .stale: return .stale
        case .complete, .notExpected, .waived: return upstreamReason(step, partition.date)
        }
    }

    // A complete partition is a step when an earlier step of the plan may change one of its inputs.
    private mutating func upstreamReason(_ step: Catalog.Step, _ date: GameDate) -> StepReason? {
        if isFrozen(step.entry, date) { return nil }
        let partition = Partition(catalog.entries[step.entry].name, date)
        for input in step.inputs {
            if input.input.requirement == .fallback, !ledger.hasConsulted(input.input, partition) { continue }
            let base = catalog.base(of: input.source)
            for span in ledger.spans(of: input, on: date) {
                guard earliestPlanned[base][span.season] < span.positions.upperBound else { continue }
                if ledger.dates(input.source, of: span).contains(where: planned[base].contains) {
                    return .upstreamStale
                }
            }
        }
        return nil
    }

    private mutating func missingUpstream(of step: Catalog.Step, on date: GameDate) -> [Partition] {
        var missing = ledger.damagedSources(of: step, on: date)
        for input in step.inputs where input.input.requirement == .required {
            let base = catalog.base(of: input.source)
            if catalog.entries[base].calendar == .single {
                if ledger.state(base, on: .reference) == nil {
                    missing.append(Partition(catalog.entries[base].name, .reference))
                }
                continue
            }
            let spans = ledger.spans(of: input, on: date)
            if spans.isEmpty, input.input.lookback.includesDate {
                missing.append(Partition(catalog.entries[base].name, date))
            }
            for span in spans {
                missing.append(contentsOf: unsettled(base, span).map { Partition(catalog.entries[base].name, $0) })
            }
        }
        return Array(Set(missing)).sorted()
    }

    // Dates of the span that are neither satisfied nor planned. What is settled from a season's start is remembered.
    private mutating func unsettled(_ base: Int, _ span: WindowSpan) -> [GameDate] {
        var missing: [GameDate] = []
        let dates = ledger.dates(base, of: WindowSpan(season: span.season, positions: 0..<span.positions.upperBound))
        let start = max(span.positions.lowerBound, settled[base][span.season])
        for position in start..<max(start, span.positions.upperBound) {
            let date = dates[position]
            if planned[base].contains(date) || ledger.status(base, on: date).isSatisfied {
                if missing.isEmpty, settled[base][span.season] == position {
                    settled[base][span.season] = position + 1
                }
            } else {
                missing.append(date)
            }
        }
        return missing
    }

    private mutating func note(_ entry: Int, _ date: GameDate) {
        planned[entry].insert(date)
        let probe = ledger.calendar.ordinals(catalog.entries[entry].calendar)
        guard let day = ledger.calendar.day(of: date) else { return }
        let season = ledger.calendar.seasonOfDay[day]
        earliestPlanned[entry][season] = min(earliestPlanned[entry][season], probe.before[day])
    }

    private func limited(
        _ steps: [PlannedStep], _ exclusions: [PlannedExclusion], _ inputs: [Digest], to limit: Int?
    ) -> Plan {
        guard let limit else { return Plan(steps: steps, exclusions: exclusions, inputs: inputs) }
        let kept = Set(DateSet(steps.map(\.partition.date)).prefix(limit))
        let last = kept.max()
        let chosen = zip(steps, inputs).filter { kept.contains($0.0.partition.date) }
        return Plan(
            steps: chosen.map(\.0),
            exclusions: exclusions.filter { exclusion in last.map { exclusion.partition.date <= $0 } ?? true },
            inputs: chosen.map(\.1))
    }
}
