import GameCalendar
public import PipelineEngine
public import PipelineModel

/// What publishing led to.
public struct DrainReport: Sendable {
    /// Events acted on; repeats are not.
    public var handled = 0
    /// Repeats of events that had been acted on.
    public var repeats = 0
    /// Triggers sent, by topic.
    public var triggers: [Topic: Int] = [:]
    /// The batches that triggers led to, in order.
    public var batches: [BatchReport] = []
    /// Why it ended before nothing was pending; what is left is published by whoever works next.
    public var error: WarehouseError?
    /// Whether it was asked to stop.
    public var wasInterrupted = false
    /// Ids of events that ask for what another process is computing; they are pending still.
    public var waiting: Set<String> = []
    /// Events nobody could act on.
    public var setAside = 0

    /// Nothing published.
    public init() {}

    /// Both as one: `later` ended as it did.
    public func adding(_ later: DrainReport) -> DrainReport {
        var sum = later
        sum.handled += handled
        sum.repeats += repeats
        sum.setAside += setAside
        sum.triggers.merge(triggers, uniquingKeysWith: +)
        sum.batches = batches + later.batches
        return sum
    }
}

/// Publishes what the outbox holds, oldest first, and acts on it: reports complete layers, triggers compute them.
///
/// At least once: an event is marked published in the transaction of what it leads to, or after the batch it asked for,
/// so one that was cut off is acted on again, and finds what is done already. One worker at a time may publish.
public struct OutboxWorker: Sendable {
    // Events read at once.
    private static let pageSize = 256
    let runner: BatchRunner
    let orchestrators: Orchestrators
    let ledger: @Sendable () async throws(WarehouseError) -> Ledger
    let keep: @Sendable (Ledger) -> Void
    let options: BatchOptions
    let stop: StopSwitch
    let judgesFreshness: Bool
    let progress: @Sendable (BatchProgress) -> Void

    /// A worker that computes with `runner`, as `options` say, over facts that `ledger` reads.
    ///
    /// - Parameters:
    ///   - judgesFreshness: whether what is lived must rest on raw rows that came lately; not so in a rehearsal.
    ///   - keep: called with a ledger that has worked out how partitions stand, for the next one to begin with.
    public init(
        _ runner: BatchRunner, _ options: BatchOptions, stop: StopSwitch, judgesFreshness: Bool = true,
        ledger: @escaping @Sendable () async throws(WarehouseError) -> Ledger,
        keep: @escaping @Sendable (Ledger) -> Void = { _ in },
        progress: @escaping @Sendable (BatchProgress) -> Void = { _ in }
    ) {
        self.runner = runner
        self.options = options
        self.stop = stop
        self.judgesFreshness = judgesFreshness
        self.ledger = ledger
        self.keep = keep
        self.progress = progress
        orchestrators = Orchestrators(runner.catalog)
    }

    /// Publishes until nothing is pending that can be acted on, the store gives up, or it is asked to stop.
    ///
    /// Events that ask for what another process is computing stay pending; they are acted on when it is done.
    public func drain() async -> DrainReport {
        var report = DrainReport()
        while report.error == nil, !report.wasInterrupted {
            guard stop.demand == .none, !Task.isCancelled else {
                report.wasInterrupted = true
                break
            }
            do throws(WarehouseError) {
                let pending = try await pending(beside: report.waiting)
                guard let first = pending.first else { break }
                try await publish(pending, first, &report)
            } catch {
                report.error = error
            }
        }
        return report
    }

    private func pending(beside waiting: Set<String>) async throws(WarehouseError) -> [OutboxEntry] {
        var filter = RecordFilter.column("published_at", is: .null)
        filter.order = "created_at"
        filter.limit = Self.pageSize + waiting.count
        let entries = try await runner.warehouse.records(OutboxEntry.self, matching: filter)
        return Array(entries.filter { !waiting.contains($0.outboxID) }.prefix(Self.pageSize))
    }

    // As many of the oldest events as can be acted on together.
    private func publish(
        _ pending: [OutboxEntry], _ first: OutboxEntry, _ report: inout DrainReport
    ) async throws(WarehouseError) {
        guard let topic = Topic(rawValue: first.topic) else {
            return try await setAside(first, "its topic '\(first.topic)' is unknown", &report)
        }
        switch topic.meaning {
        case .completed:
            let reports = pending.prefix { entry in
                if case .completed = Topic(rawValue: entry.topic)?.meaning { true } else { false }
            }
            try await hear(Array(reports), &report)
        case .compute(let phase):
            let same = pending.prefix { $0.topic == first.topic && $0.correlationID == first.correlationID }
            try await compute(phase, Array(same), &report)
        }
    }

    /// Marks an event that nobody can act on as published, and says why.
    func setAside(
        _ entry: OutboxEntry, _ reason: String, _ report: inout DrainReport
    ) async throws(WarehouseError) {
        report.setAside += 1
        var failed = entry
        failed.attempts += 1
        failed.lastError = reason
        failed.publishedAt = runner.clock.now()
        var changes = ChangeSet(at: runner.clock.now())
        try changes.upsert([failed])
        try await commit(changes)
        try await runner.desk?.post(.warning, .quality, "event \(entry.outboxID) was set aside: \(reason)")
    }

    func commit(_ changes: ChangeSet) async throws(WarehouseError) {
        let store = runner.warehouse
        _ = try await runner.clock.retrying { () async throws(WarehouseError) -> Int in
            try await store.commit(changes)
        }.get()
    }

    /// Ids among those of `events` that were acted on before.
    func known(_ events: [PipelineEvent]) async throws(WarehouseError) -> Set<String> {
        let ids = events.map { Cell.text($0.messageID) }
        return Set(
            try await runner.warehouse.records(
                InboxEntry.self, matching: RecordFilter().and(.isIn("message_id", ids))
            ).map { "\($0.topic) \($0.messageID)" })
    }
}

extension PipelineEvent {
    /// What tells it from every other event.
    var inboxKey: String { "\(topic.rawValue) \(messageID)" }

    /// The row that says it was acted on.
    func inboxEntry(at instant: Timestamp) -> InboxEntry {
        var entry = InboxEntry()
        entry.topic = topic.rawValue
        entry.messageID = messageID
        entry.receivedAt = instant
        return entry
    }
}

extension OutboxEntry {
    /// The row once it is published.
    func published(at instant: Timestamp) -> OutboxEntry {
        var entry = self
        entry.attempts += 1
        entry.publishedAt = instant
        return entry
    }
}
