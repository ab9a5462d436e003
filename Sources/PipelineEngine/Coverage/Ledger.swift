public import ContentDigest
public import GameCalendar
public import PipelineModel

/// How every partition stands, and stays known as steps finish: the planner's and the stage's one source of truth.
///
/// Days are numbers in the schedule's order. Asking is cheap: a window costs its chain, computed once.
public struct Ledger: Sendable {
    /// The pipeline.
    public let catalog: Catalog
    /// What it rests on. Its states are those at reading; newer ones are in the ledger.
    public private(set) var facts: Facts
    let calendar: CalendarIndex
    // Entry × day; the entries' single partitions apart.
    private var states: [[PartitionState?]]
    private var single: [PartitionState?]
    // Entry × season.
    private var lines: [[SeasonLine]]
    // Entry × season: positions before this one are known to be satisfied.
    private var satisfiedUpTo: [[Int]]
    private(set) var rowCounts: [Partition: Int]
    let activeWaivers: [Waiver]
    // Entry × day: statuses already worked out; nil once something they rest on has changed.
    private var known: [[PartitionStatus?]]
    private(set) var consulted: [Partition: [String]]

    /// A ledger over `facts`. O(entries × days).
    public init(catalog: Catalog, facts: Facts) {
        self.catalog = catalog
        self.facts = facts
        let calendar = CalendarIndex(schedule: facts.schedule, historyStart: facts.history.lowerBound)
        self.calendar = calendar
        rowCounts = Self.rowCounts(of: facts, catalog)
        activeWaivers = Self.activeWaivers(of: facts)
        var states = catalog.entries.map { _ in [PartitionState?](repeating: nil, count: calendar.days.count) }
        var single = [PartitionState?](repeating: nil, count: catalog.entries.count)
        for (partition, state) in facts.store.states {
            guard let entry = catalog.position(of: partition.table) else { continue }
            if partition.date == .reference {
                single[entry] = state
            } else if let day = calendar.day(of: partition.date) {
                states[entry][day] = state
            }
        }
        lines = catalog.entries.enumerated().map { entry, description in
            Self.lines(of: description, states[entry], calendar)
        }
        satisfiedUpTo = catalog.entries.map { _ in Array(repeating: 0, count: calendar.seasons.count) }
        self.states = states
        self.single = single
        known = catalog.entries.map { _ in Array(repeating: nil, count: calendar.days.count) }
        consulted = facts.store.consultedFallbacks
    }

    private static func lines(
        of entry: Catalog.Entry, _ states: [PartitionState?], _ calendar: CalendarIndex
    ) -> [SeasonLine] {
        let ordinals = calendar.ordinals(entry.calendar)
        return calendar.seasons.enumerated().map { number, season in
            let days = ordinals.daysOfSeason[number]
            return SeasonLine(
                name: entry.name.rawValue, season: season, dates: days.map { calendar.days[$0].date },
                digests: days.map { states[$0]?.digest })
        }
    }
}

extension Ledger {
    /// The stored state of `entry` on `date`, nil when there is no partition.
    public func state(_ entry: Int, on date: GameDate) -> PartitionState? {
        if catalog.entries[entry].calendar == .single { return single[entry] }
        return calendar.day(of: date).flatMap { states[entry][$0] }
    }

    /// Rows of `entry` on `date`: as counted when the facts were read, as recorded where nobody counted since.
    public func rowsFound(_ entry: Int, on date: GameDate) -> Int {
        let partition = Partition(catalog.entries[entry].name, date)
        return rowCounts[partition] ?? recordedState(entry, on: date)?.rowCount ?? 0
    }

    /// Enters a new state, as a finished step or another worker's change gives it.
    ///
    /// - Parameter fallbacks: recorded names of the fallbacks the step consulted.
    public mutating func record(_ state: PartitionState, consulting fallbacks: [String] = []) {
        guard let entry = catalog.position(of: state.tableName) else { return }
        consulted[state.partition] = fallbacks.isEmpty ? nil : fallbacks
        rowCounts[state.partition] = nil
        set(state, of: entry, on: state.gameDate)
    }

    /// Forgets what is recorded of a partition and of its projections; its rows stay.
    mutating func loseRecord(of partition: Partition) {
        guard let entry = catalog.position(of: partition.table) else { return }
        for entry in [entry] + catalog.projectionEntries[entry] { set(nil, of: entry, on: partition.date) }
    }

    /// Rests on `newer` facts from now on.
    mutating func take(_ newer: Facts, _ counts: [Partition: Int]) {
        (facts, rowCounts, consulted) = (newer, counts, newer.store.consultedFallbacks)
    }

    mutating func set(_ state: PartitionState?, of entry: Int, on date: GameDate) {
        guard date != .reference else {
            single[entry] = state
            return
        }
        guard let day = calendar.day(of: date) else { return }
        states[entry][day] = state
        forget(entry, on: date)
        let ordinals = calendar.ordinals(catalog.entries[entry].calendar)
        guard ordinals.contains[day] else { return }
        lines[entry][calendar.seasonOfDay[day]].set(state?.digest, at: ordinals.before[day])
    }

    /// Forgets how one partition stood: it, or what it was computed from, may have changed.
    mutating func forget(_ entry: Int, on date: GameDate) {
        guard let day = calendar.day(of: date) else { return }
        known[entry][day] = nil
        let season = calendar.seasonOfDay[day]
        let position = calendar.ordinals(catalog.entries[entry].calendar).before[day]
        satisfiedUpTo[entry][season] = min(satisfiedUpTo[entry][season], position)
    }

    /// Forgets what was known of `entry` from `date` on: its inputs have changed.
    mutating func doubt(_ entry: Int, from date: GameDate) {
        guard let day = calendar.day(of: date) else { return }
        let ordinals = calendar.ordinals(catalog.entries[entry].calendar)
        for season in calendar.seasons.indices {
            satisfiedUpTo[entry][season] = min(
                satisfiedUpTo[entry][season], ordinals.count(of: season, before: day))
        }
        for later in day..<known[entry].count { known[entry][later] = nil }
    }

    /// Works out the status of one partition again.
    mutating func reconsider(_ entry: Int, on date: GameDate) -> PartitionStatus {
        forget(entry, on: date)
        return status(entry, on: date)
    }

    /// Whether the schedule expects `entry` on `date`, inside history.
    public func isExpected(_ entry: Int, on date: GameDate) -> Bool {
        let calendar = catalog.entries[entry].calendar
        guard calendar != .single else { return true }
        return self.calendar.day(of: date).map { self.calendar.isExpected($0, calendar) } ?? false
    }

    /// The dates `entry` is expected on, inside history.
    public func expectedDates(of entry: Int) -> DateSet {
        let kind = catalog.entries[entry].calendar
        guard kind != .single else { return [.reference] }
        let inside = calendar.ordinals(kind).daysOfSeason.joined().map { calendar.days[$0].date }
        return DateSet(inside)
    }

    /// The active waiver that covers `entry` on `date`.
    public func waiver(_ entry: Int, on date: GameDate) -> Waiver? {
        guard !activeWaivers.isEmpty else { return nil }
        let partition = Partition(catalog.entries[catalog.base(of: entry)].name, date)
        return activeWaivers.first { $0.covers(partition, at: facts.readAt) }
    }

    /// How the partition stands, its waiver aside.
    public mutating func bareStatus(_ entry: Int, on date: GameDate) -> PartitionStatus {
        guard isExpected(entry, on: date) else { return .notExpected }
        guard let state = state(entry, on: date) else { return rowsFound(entry, on: date) == 0 ? .missing : .partial }
        if rowsFound(entry, on: date) == 0, state.rowCount > 0 { return .missing }
        if state.rowsMissing > 0 || recordFlaw(entry, on: date) != nil { return .partial }
        if isFrozen(state) { return .complete }
        guard case .processor(let index) = catalog.entries[entry].role else { return .complete }
        return isUpToDate(state, catalog.steps[index]) ? .complete : .stale
    }

    // The recorded digest says by itself which fallbacks were consulted: those with which it can be made again.
    private mutating func isUpToDate(_ state: PartitionState, _ step: Catalog.Step) -> Bool {
        let declared = step.inputs.filter { $0.input.requirement != .fallback }
        let fallbacks = step.inputs.filter { $0.input.requirement == .fallback }
        for choice in 0..<(1 << fallbacks.count) {
            let consulted = fallbacks.indices.filter { choice >> $0 & 1 == 1 }.map { fallbacks[$0] }
            let inputs = lineage(declared + consulted, on: state.gameDate)
            let digest = LineageDigest.of(version: step.processor.version, step.configDigest, inputs)
            if digest == state.inputDigest { return true }
        }
        return false
    }

    /// Whether the partition consulted `input` when it was computed.
    func hasConsulted(_ input: Input, _ partition: Partition) -> Bool {
        consulted[partition]?.contains(input.name) ?? false
    }

    /// How the partition stands; a projection stands as its table does.
    public mutating func status(_ entry: Int, on date: GameDate) -> PartitionStatus {
        let entry = catalog.base(of: entry)
        guard let day = calendar.day(of: date) else { return evaluatedStatus(entry, on: date) }
        if let status = known[entry][day] { return status }
        let status = evaluatedStatus(entry, on: date)
        known[entry][day] = status
        return status
    }

    private mutating func evaluatedStatus(_ entry: Int, on date: GameDate) -> PartitionStatus {
        let status = bareStatus(entry, on: date)
        switch status {
        case .notExpected, .complete, .waived: return status
        case .missing, .partial, .stale: return waiver(entry, on: date) == nil ? status : .waived
        }
    }
}

extension Ledger {
    /// The input digest a step for `date` would record now.
    ///
    /// - Parameter state: the stored state; fallbacks it consulted are part of the digest.
    public mutating func inputDigest(of step: Catalog.Step, on date: GameDate, as state: PartitionState?) -> Digest {
        let consulted = consulted[Partition(catalog.entries[step.entry].name, date)] ?? []
        let inputs = step.inputs.filter {
            $0.input.requirement != .fallback || (state != nil && consulted.contains($0.input.name))
        }
        return LineageDigest.of(version: step.processor.version, step.configDigest, lineage(inputs, on: date))
    }

    /// The lineage rows of `inputs` for a step on `date`.
    public mutating func lineage(_ inputs: [Catalog.ResolvedInput], on date: GameDate) -> [InputLineage] {
        inputs.map { input in lineage(input, on: date) }
    }

    mutating func lineage(_ input: Catalog.ResolvedInput, on date: GameDate) -> InputLineage {
        let spans = self.spans(of: input, on: date)
        let entry = catalog.entries[input.source]
        guard entry.calendar != .single else {
            let digest = single[input.source]?.digest
            return InputLineage(
                input: input.input, dates: 1, absent: digest == nil ? 1 : 0, first: .reference, last: .reference,
                digest: digest ?? .absent)
        }
        if input.input.lookback == .none {
            let digest = state(input.source, on: date)?.digest
            return InputLineage(
                input: input.input, dates: 1, absent: digest == nil ? 1 : 0, first: date, last: date,
                digest: digest ?? .absent)
        }
        var chains: [Digest] = []
        var (dates, absent) = (0, 0)
        for span in spans {
            dates += span.positions.count
            absent += absences(input.source, span)
            chains.append(contentsOf: digests(input.source, span, input.input.lookback))
        }
        let covered = spans.map { self.dates(input.source, of: $0) }
        return InputLineage(
            input: input.input, dates: dates, absent: absent, first: covered.compactMap(\.first).min(),
            last: covered.compactMap(\.last).max(),
            digest: input.input.lookback.isOneChain ? chains.first ?? .absent : LineageDigest.joined(chains))
    }

    private mutating func absences(_ entry: Int, _ span: WindowSpan) -> Int {
        lines[entry][span.season].absent(of: span.positions.upperBound)
            - lines[entry][span.season].absent(of: span.positions.lowerBound)
    }

    // One chain value for a window from the season's start, else the (date, digest) list itself.
    private mutating func digests(_ entry: Int, _ span: WindowSpan, _ lookback: Lookback) -> [Digest] {
        switch lookback {
        case .season, .seasonToDate, .seasons, .previousSeason:
            return [lines[entry][span.season].chainValue(over: span.positions.upperBound)]
        case .none, .latest, .days, .gameDates:
            let line = lines[entry][span.season]
            return span.positions.map { LineageDigest.of(line.dates[$0], line.digests[$0]) }
        }
    }

    /// The digests along a season, for the runtime to slide windows over.
    public func seasonLine(_ entry: Int, season: Int) -> (dates: [GameDate], digests: [Digest?]) {
        (lines[entry][season].dates, lines[entry][season].digests)
    }

    /// The first date of `span` that no step may rely on, and whether there is one.
    mutating func firstUnsatisfied(_ entry: Int, in span: WindowSpan) -> GameDate? {
        // A projection stands as its table does, so what is known is kept with the table.
        let base = catalog.base(of: entry)
        let dates = lines[base][span.season].dates
        var position = max(span.positions.lowerBound, satisfiedUpTo[base][span.season])
        while position < span.positions.upperBound {
            guard status(base, on: dates[position]).isSatisfied else { return dates[position] }
            position += 1
            if span.positions.lowerBound <= satisfiedUpTo[base][span.season] {
                satisfiedUpTo[base][span.season] = max(satisfiedUpTo[base][span.season], position)
            }
        }
        return nil
    }

    func dates(_ entry: Int, of span: WindowSpan) -> ArraySlice<GameDate> {
        lines[entry][span.season].dates[span.positions]
    }

    /// The chain over the first `count` dates of a season's line.
    mutating func chainValue(_ entry: Int, season: Int, over count: Int) -> Digest {
        lines[entry][season].chainValue(over: count)
    }
}

extension Lookback {
    // A window from a season's start is one value of its chain.
    fileprivate var isOneChain: Bool { self == .season || self == .seasonToDate }
}
