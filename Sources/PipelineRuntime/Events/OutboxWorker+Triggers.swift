import GameCalendar
import PipelineEngine
import PipelineModel

extension OutboxWorker {
    // The correlation of a backfill begins so; what follows from it is told as a backfill tells.
    private static let backfillPrefix = "backfill-"

    /// Computes what events of one topic and one root ask for, in one batch.
    ///
    /// The events are published afterwards: a batch that is cut off is asked for again and does what is left. Steps that
    /// fail are told and recorded like any other; the event that asked for them has been acted on all the same.
    func compute(_ phase: Phase, _ entries: [OutboxEntry], _ report: inout DrainReport) async throws(WarehouseError) {
        let events = try await readable(entries, &report)
        let seen = try await known(events.map(\.event))
        let new = events.filter { !seen.contains($0.event.inboxKey) }
        report.repeats += events.count - new.count
        if let first = new.first {
            let batch = try await compute(phase, on: DateSet(new.map(\.event.gameDate)), first.event)
            report.batches.append(batch)
            if let error = batch.storeError {
                await remember(error, of: events.map(\.entry))
                throw error
            }
            if batch.wasInterrupted {
                report.wasInterrupted = true
                return
            }
            // What others computed they may have kept to themselves: once it is there, the event finds it and tells of it.
            if batch.leftToOthers > 0 {
                if batch.runningElsewhere > 0 { report.waiting.formUnion(events.map(\.entry.outboxID)) }
                return
            }
        }
        report.handled += new.count
        let now = runner.clock.now()
        var changes = ChangeSet(at: now)
        try changes.upsert(new.map { $0.event.inboxEntry(at: now) })
        try changes.upsert(events.map { $0.entry.published(at: now) })
        try await commit(changes)
    }

    private func compute(
        _ phase: Phase, on dates: DateSet, _ event: PipelineEvent
    ) async throws(WarehouseError) -> BatchReport {
        var ledger = try await ledger()
        let isLive = !event.correlationID.hasPrefix(Self.backfillPrefix)
        let wanted = LiveRequest(
            phase, on: dates, &ledger, freshAt: isLive && judgesFreshness ? ledger.facts.readAt : nil)
        keep(ledger)
        if phase == .precompute {
            for (date, hours) in wanted.aging.sorted(by: { $0.key < $1.key }) {
                try await runner.desk?.post(
                    .warning, .staleUpstream,
                    "raw rows of \(date) came \(Int(hours)) hours ago; a day after they came nothing follows from them by "
                        + "itself", date: date)
            }
        }
        var planner = Planner(ledger)
        let plan = planner.plan(wanted.request)
        var options = options
        options.mode = isLive ? .live : .backfill
        options.skipDownstreamTrigger = false
        options.trigger = .event
        options.correlationID = event.correlationID
        options.targets = wanted.targets
        options.command = "event \(event.topic.rawValue) \(event.messageID)"
        return await runner.run(plan, from: ledger, options, stop: stop, progress: progress)
    }

    // Best effort: the store that refused the batch may refuse this, too, and the event stays pending either way.
    private func remember(_ error: WarehouseError, of entries: [OutboxEntry]) async {
        var changes = ChangeSet(at: runner.clock.now())
        do throws(WarehouseError) {
            try changes.upsert(
                entries.map { entry in
                    var entry = entry
                    entry.attempts += 1
                    entry.lastError = error.message
                    return entry
                })
            _ = try await runner.warehouse.commit(changes)
        } catch {
            return
        }
    }
}
