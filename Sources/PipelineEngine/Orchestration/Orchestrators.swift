import ContentDigest
public import GameCalendar
public import PipelineModel

/// What is known of the events of one date before another is looked at.
public struct EventRecord: Sendable {
    /// What processors have reported.
    public var completions: [PhaseCompletion] = []
    /// What was triggered.
    public var triggers: [PhaseTrigger] = []
    /// Partitions whose run kept its success to itself: they count as reported once they are complete.
    public var silent: Set<Partition> = []

    /// Nothing heard, nothing triggered.
    public init() {}
}

/// What an event leads to.
public struct EventResponse: Sendable {
    /// The report to be stored.
    public var completion: PhaseCompletion?
    /// Triggers to be sent, each with what it is triggered over; their ids are still to be given.
    public var triggers: [(topic: Topic, record: PhaseTrigger)] = []
}

/// Decides when a layer of a date is complete and what follows: sets of names, digests of content, no clock, no I/O.
///
///     2→3    every required raw table of a date is there            five analytics tables
///     3→4    every analytics table the date expects is complete     five precompute tables
///     4→5    every precompute table the date expects is complete    predictions; grades of finished games
///     slate  a date has games to be played, the date before is done what is known before they begin
///     outrun a layer of an earlier date is done                     the same layer of the next games, where that made it stale
public struct Orchestrators: Sendable {
    private let catalog: Catalog

    /// The orchestrators of a pipeline.
    public init(_ catalog: Catalog) {
        self.catalog = catalog
    }

    /// The tables that must be complete on `date` before `phase` counts as complete; empty when the phase has nothing
    /// to say of the date.
    public func expected(_ phase: Phase, on date: GameDate, _ ledger: Ledger) -> [TableName] {
        let members = catalog.entries.indices.filter { entry in
            let description = catalog.entries[entry]
            return description.phase == phase && description.role.isStage && description.calendar != .single
        }
        if phase == .raw {
            // Boxes that are still to come keep a date from being complete.
            let isPlayed = members.allSatisfy { ledger.isExpected($0, on: date) }
            return isPlayed ? members.map { catalog.entries[$0].name } : []
        }
        return members.filter { ledger.isExpected($0, on: date) }.map { catalog.entries[$0].name }
    }

    /// What `event` leads to, at `instant`.
    public func respond(
        to event: PipelineEvent, _ record: EventRecord, _ ledger: inout Ledger, at instant: Timestamp
    ) -> EventResponse {
        var response = EventResponse()
        guard case .completed(let phase) = event.topic.meaning, let name = event.processorName else { return response }
        let completion = completion(of: event, phase, name, record, ledger, at: instant)
        response.completion = completion
        guard completion.lastFailure == nil else { return response }
        var heard = record
        heard.completions.removeAll {
            $0.phase == completion.phase && $0.processorName == name && $0.gameDate == event.gameDate
        }
        heard.completions.append(completion)
        if let next = Phase(rawValue: phase.rawValue + 1), let topic = Topic.trigger(of: next),
            let digest = completeDigest(of: phase, on: event.gameDate, heard, &ledger)
        {
            response.fire(topic, phase.label, on: event.gameDate, over: digest, record, at: instant)
        }
        if let date = slate(after: phase, event.gameDate, ledger), let topic = Topic.trigger(of: .analytics),
            let digest = slateDigest(of: date, &ledger)
        {
            response.fire(topic, PhaseTrigger.slate, on: date, over: digest, record, at: instant)
        }
        if let topic = Topic.trigger(of: phase), let date = ledger.facts.schedule.slate, date > event.gameDate,
            let digest = outrunDigest(of: phase, on: date, &ledger)
        {
            response.fire(topic, PhaseTrigger.outrun, on: date, over: digest, record, at: instant)
        }
        return response
    }

    // A report of success counts as what the store holds; any other is remembered and leads to nothing.
    private func completion(
        of event: PipelineEvent, _ phase: Phase, _ name: TableName, _ record: EventRecord, _ ledger: Ledger,
        at instant: Timestamp
    ) -> PhaseCompletion {
        var row = PhaseCompletion()
        row.phase = phase.label
        row.gameDate = event.gameDate
        row.processorName = name
        row.runID = event.runID ?? event.messageID
        row.correlationID = event.correlationID
        if event.status?.isSuccess == true {
            let state = catalog.position(of: name).flatMap { ledger.state($0, on: event.gameDate) }
            row.digest = state?.digest ?? event.outputDigest
            row.completedAt = instant
        } else {
            let before = record.completions.first {
                $0.phase == row.phase && $0.processorName == name && $0.gameDate == row.gameDate
            }
            (row.digest, row.completedAt) = (before?.digest, before?.completedAt)
            let status = event.status?.rawValue ?? "no status"
            row.lastFailure = event.errorMessage.map { "\(status): \($0)" } ?? status
        }
        return row
    }

    // The digest of a complete layer's partitions, and of whatever else the next layer reads of the date: results that
    // leave the layer as it was are news for grades. Nil while a table is missing or has not reported.
    private func completeDigest(
        of phase: Phase, on date: GameDate, _ record: EventRecord, _ ledger: inout Ledger
    ) -> Digest? {
        let names = expected(phase, on: date, ledger)
        guard !names.isEmpty else { return nil }
        let reported = Set(
            record.completions.filter { $0.phase == phase.label && $0.gameDate == date && $0.completedAt != nil }
                .map(\.processorName))
        let hasher = ContentHasher()
        for name in names {
            guard let entry = catalog.position(of: name) else { return nil }
            let (status, state) = (ledger.status(entry, on: date), ledger.state(entry, on: date))
            // What is waived is not waited for; what there is of it is read all the same.
            if status == .waived {
                hasher.update(state?.digest ?? .absent)
                continue
            }
            guard status == .complete, let state,
                reported.contains(name) || record.silent.contains(Partition(name, date))
            else { return nil }
            hasher.update(state.digest)
        }
        for entry in alsoRead(after: phase) {
            guard let digest = ledger.state(entry, on: date)?.digest else { continue }
            hasher.update(catalog.entries[entry].name.rawValue)
            hasher.update(digest)
        }
        return hasher.finalized()
    }

    // Earlier layers' entries that the layer after `phase` reads of its own date, in catalog order.
    private func alsoRead(after phase: Phase) -> [Int] {
        let readers = catalog.steps.filter { catalog.entries[$0.entry].phase.rawValue == phase.rawValue + 1 }
        let read = readers.flatMap(\.inputs).filter { $0.input.lookback.includesDate }.map(\.source)
        return Set(read.filter { catalog.entries[$0].phase < phase }).sorted()
    }

    // Over what the layer of the next games would be made of now, where that is something else than it was made of: what it
    // reads of the layer's own earlier dates may come after it, since nothing requires that. Nil where nothing is stale, and
    // for analytics, which the slate's own trigger has made again.
    private func outrunDigest(of phase: Phase, on date: GameDate, _ ledger: inout Ledger) -> Digest? {
        guard phase > .analytics, date >= ledger.facts.history.lowerBound else { return nil }
        let hasher = ContentHasher()
        var isOutrun = false
        for step in catalog.steps {
            let entry = catalog.entries[step.entry]
            guard entry.phase <= phase, ledger.isExpected(step.entry, on: date) else { continue }
            let status = ledger.status(step.entry, on: date)
            guard entry.phase == phase else {
                // The layer before will report, and is followed by this one.
                guard status.isSatisfied else { return nil }
                continue
            }
            guard status == .stale else { continue }
            isOutrun = true
            hasher.update(entry.name.rawValue)
            hasher.update(ledger.inputDigest(of: step, on: date, as: ledger.state(step.entry, on: date)))
        }
        return isOutrun ? hasher.finalized() : nil
    }

    // The date whose games are next, when an event may be the last thing it waited for. A game of an earlier date that
    // was never played is nobody's slate.
    private func slate(after phase: Phase, _ date: GameDate, _ ledger: Ledger) -> GameDate? {
        let schedule = ledger.facts.schedule
        guard phase <= .analytics, let next = schedule.slate, next >= ledger.facts.history.lowerBound,
            phase == .raw ? next == date : next > date
        else { return nil }
        return next
    }

    // Over everything that is known before the games of `date`; nil while the game date before it is not computed. What
    // is stale there is healed when the slate is computed, as far as it is read.
    private func slateDigest(of date: GameDate, _ ledger: inout Ledger) -> Digest? {
        let analytics = catalog.steps.filter { catalog.entries[$0.entry].phase == .analytics }.map(\.entry)
        if let before = ledger.facts.schedule.countingDates.last(where: { $0 < date }),
            before >= ledger.facts.history.lowerBound
        {
            for entry in analytics where ledger.isExpected(entry, on: before) {
                let status = ledger.status(entry, on: before)
                guard status.isSatisfied || status == .stale else { return nil }
            }
        }
        let hasher = ContentHasher()
        for entry in catalog.entries.indices where catalog.entries[entry].role.isSource {
            guard let digest = ledger.state(entry, on: date)?.digest else { continue }
            hasher.update(catalog.entries[entry].name.rawValue)
            hasher.update(digest)
        }
        for entry in analytics {
            hasher.update(ledger.seasonDigest(entry, before: date) ?? .absent)
        }
        return hasher.finalized()
    }
}

extension Catalog.Entry.Role {
    // Tables a layer is not complete without.
    fileprivate var isStage: Bool {
        switch self {
        case .source(let isRequired): isRequired
        case .processor: true
        case .projection: false
        }
    }
}

extension EventResponse {
    // The same content triggers once.
    fileprivate mutating func fire(
        _ topic: Topic, _ phase: String, on date: GameDate, over digest: Digest, _ record: EventRecord,
        at instant: Timestamp
    ) {
        let isFired = record.triggers.contains {
            $0.phase == phase && $0.gameDate == date && $0.triggeredDigest == digest
        }
        guard !isFired else { return }
        var trigger = PhaseTrigger()
        trigger.phase = phase
        trigger.gameDate = date
        trigger.triggeredDigest = digest
        trigger.triggeredAt = instant
        triggers.append((topic, trigger))
    }
}

extension Schedule {
    /// The first day with games after the newest one that counts; nil when none is listed.
    public var slate: GameDate? {
        guard let newest = countingDates.last else { return expectedDates.first }
        return expectedDates.first { $0 > newest }
    }

    /// The game dates nearest to `date`, which may be one itself; nil at the ends of the schedule.
    public func neighbours(of date: GameDate) -> (before: GameDate?, after: GameDate?) {
        (expectedDates.last { $0 < date }, expectedDates.first { $0 > date })
    }
}
