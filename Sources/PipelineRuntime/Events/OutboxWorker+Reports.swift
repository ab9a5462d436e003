import GameCalendar
import PipelineEngine
import PipelineModel

extension OutboxWorker {
    /// Takes in what processors report, and sends the triggers that follow: one transaction.
    func hear(_ entries: [OutboxEntry], _ report: inout DrainReport) async throws(WarehouseError) {
        let events = try await readable(entries, &report)
        let seen = try await known(events.map(\.event))
        var ledger = try await ledger()
        var record = try await record(of: events.map(\.event), &ledger)
        let now = runner.clock.now()
        var changes = ChangeSet(at: now)
        var heard: [String: InboxEntry] = [:]
        var completions: [String: PhaseCompletion] = [:]
        var triggers: [String: PhaseTrigger] = [:]
        var outbox = events.map { $0.entry.published(at: now) }
        for event in events.map(\.event) {
            guard !seen.contains(event.inboxKey), heard[event.inboxKey] == nil else {
                report.repeats += 1
                continue
            }
            heard[event.inboxKey] = event.inboxEntry(at: now)
            report.handled += 1
            let response = orchestrators.respond(to: event, record, &ledger, at: now)
            if let completion = response.completion {
                record.take(completion)
                completions["\(completion.phase) \(completion.gameDate) \(completion.processorName)"] = completion
            }
            for (topic, fired) in response.triggers {
                var sent = PipelineEvent(
                    runner.identifiers.next("e"), topic, on: fired.gameDate, correlation: event.correlationID, at: now)
                sent.causationID = event.messageID
                var trigger = fired
                trigger.outboxID = sent.messageID
                record.take(trigger)
                triggers["\(trigger.phase) \(trigger.gameDate)"] = trigger
                outbox.append(try sent.outboxEntry())
                report.triggers[topic, default: 0] += 1
            }
        }
        try changes.upsert(heard.sorted { $0.key < $1.key }.map(\.value))
        try changes.upsert(completions.sorted { $0.key < $1.key }.map(\.value))
        try changes.upsert(triggers.sorted { $0.key < $1.key }.map(\.value))
        try changes.upsert(outbox)
        try await commit(changes)
    }

    /// The events of `entries`; what cannot be read is set aside.
    func readable(
        _ entries: [OutboxEntry], _ report: inout DrainReport
    ) async throws(WarehouseError) -> [(entry: OutboxEntry, event: PipelineEvent)] {
        var readable: [(entry: OutboxEntry, event: PipelineEvent)] = []
        for entry in entries {
            do {
                readable.append((entry, try entry.event()))
            } catch {
                try await setAside(entry, error.message, &report)
            }
        }
        return readable
    }

    // What was heard and sent for the dates concerned before.
    private func record(
        of events: [PipelineEvent], _ ledger: inout Ledger
    ) async throws(WarehouseError) -> EventRecord {
        let slate = ledger.facts.schedule.slate
        let dates = DateSet(events.map(\.gameDate) + [slate].compactMap(\.self))
        let ofDates = RecordFilter().and(.isIn("game_date", dates.map { .date($0) }))
        var record = EventRecord()
        record.completions = try await runner.warehouse.records(PhaseCompletion.self, matching: ofDates)
        record.triggers = try await runner.warehouse.records(PhaseTrigger.self, matching: ofDates)
        record.silent = try await silent(events, record, ledger)
        return record
    }

    // Partitions of layers reported on that no event told of, because their run was asked to keep silent.
    private func silent(
        _ events: [PipelineEvent], _ record: EventRecord, _ ledger: Ledger
    ) async throws(WarehouseError) -> Set<Partition> {
        let told = Set(
            record.completions.filter { $0.completedAt != nil }.map { Partition($0.processorName, $0.gameDate) })
        var writers: [String: [Partition]] = [:]
        for (phase, date) in Set(events.map { Layer(phase: $0.topic.phase, date: $0.gameDate) }).map({
            ($0.phase, $0.date)
        }) {
            for name in orchestrators.expected(phase, on: date, ledger) where !told.contains(Partition(name, date)) {
                guard let entry = runner.catalog.position(of: name), let state = ledger.state(entry, on: date) else {
                    continue
                }
                writers[state.runID, default: []].append(state.partition)
            }
        }
        guard !writers.isEmpty else { return [] }
        let runs = try await runner.warehouse.records(
            RunRecord.self,
            matching: RecordFilter().and(.isIn("run_id", writers.keys.sorted().map { .text($0) }))
                .and("skip_downstream_trigger", is: .bool(true)))
        return Set(runs.flatMap { writers[$0.runID] ?? [] })
    }

    private struct Layer: Hashable {
        let phase: Phase
        let date: GameDate
    }
}

extension EventRecord {
    /// Remembers a report in place of an older one of the same processor and date.
    mutating func take(_ completion: PhaseCompletion) {
        completions.removeAll {
            $0.phase == completion.phase && $0.gameDate == completion.gameDate
                && $0.processorName == completion.processorName
        }
        completions.append(completion)
    }

    /// Remembers a trigger in place of an older one of the same layer and date.
    mutating func take(_ trigger: PhaseTrigger) {
        triggers.removeAll { $0.phase == trigger.phase && $0.gameDate == trigger.gameDate }
        triggers.append(trigger)
    }
}
