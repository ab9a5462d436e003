import Foundation
import GameCalendar
import PipelineModel
import PipelineRuntime

/// Gathers what shares a correlation id.
struct CorrelationTrace {
    private let store: any Store

    init(_ store: any Store) {
        self.store = store
    }

    /// Everything with the correlation id `id`.
    func output(of id: String) async throws -> TraceOutput {
        let shared = RecordFilter.column("correlation_id", is: .text(id))
        let batches = try await store.records(Batch.self, matching: shared)
        let runs = try await store.records(RunRecord.self, matching: shared.and("is_test", is: .bool(false)))
        let events = try await store.records(OutboxEntry.self, matching: shared)
        guard !(batches.isEmpty && runs.isEmpty && events.isEmpty) else {
            throw CommandFailure.usage("nothing has the correlation id '\(id)'; 'backcourt history' lists runs")
        }
        let causes = RunCauses(batches: batches, events: events)
        // A batch that an event asked for shows as the event; its runs stand under that.
        let runNodes = runs.map { TraceNode($0, cause: causes.cause(of: $0)) }
        let commands = batches.filter { batch in
            !causes.isAsked(batch) || runNodes.contains { $0.cause == batch.batchID }
        }
        return TraceOutput(
            correlationID: id,
            nodes: commands.map { TraceNode($0, cause: causes.cause(of: $0)) } + runNodes + events.map { TraceNode($0) }
        )
    }

    /// One run, the batch that started it and the events it published.
    func output(ofRun id: String) async throws -> TraceOutput {
        let runs = try await store.records(RunRecord.self, matching: .column("run_id", is: .text(id)))
        guard let run = runs.first else { throw CommandFailure.usage("there is no run '\(id)'") }
        let all = try await output(of: run.correlationID)
        let cause = all.nodes.first { $0.id == id && $0.kind == .run }?.cause
        return TraceOutput(
            correlationID: run.correlationID,
            nodes: all.nodes.filter { $0.id == cause || $0.id == id || $0.cause == id })
    }
}

/// Finds what runs were started by: the trigger that asked for their layer and date, or the command itself.
private struct RunCauses {
    private let batches: Set<String>
    private let triggers: [Asked: [OutboxEntry]]

    private struct Asked: Hashable {
        let topic: String
        let date: String
    }

    init(batches: [Batch], events: [OutboxEntry]) {
        self.batches = Set(batches.map(\.batchID))
        triggers = Dictionary(grouping: events.sorted { $0.createdAt < $1.createdAt }) { event in
            Asked(topic: event.topic, date: (try? event.event().gameDate.description) ?? "")
        }
    }

    /// Whether an event asked for the batch.
    func isAsked(_ batch: Batch) -> Bool { cause(of: batch) != nil }

    /// The event that asked for the batch, which its command names last; nil for a command that somebody gave.
    func cause(of batch: Batch) -> String? {
        let words = batch.command.split(separator: " ")
        return words.count == 3 && words[0] == "event" ? String(words[2]) : nil
    }

    func cause(of run: RunRecord) -> String? {
        let batch = batches.contains(run.batchID) ? run.batchID : nil
        guard run.triggerSource == .event, let topic = Phase(label: run.phase).flatMap(Topic.trigger(of:)) else {
            return batch
        }
        let asked = triggers[Asked(topic: topic.rawValue, date: run.dataDate.description)] ?? []
        return asked.last { $0.createdAt <= run.createdAt }?.outboxID ?? batch
    }
}

/// One link of a chain of causes.
struct TraceNode: Hashable, Sendable {
    /// What a node is.
    enum Kind: String, Hashable, Sendable {
        case batch, run, event
    }

    let id: String
    let kind: Kind
    /// The topic of an event.
    var topic: String?
    /// The processor of a run, or of the event it published.
    var processorName: String?
    var gameDate: String?
    let status: String
    let at: Timestamp
    /// Id of what caused it; nil for a root.
    var cause: String?

    /// A command, or what an event asked for.
    init(_ batch: Batch, cause: String?) {
        (id, kind, status, at) = (batch.batchID, .batch, batch.status.rawValue, batch.createdAt)
        self.cause = cause
    }

    /// An attempt.
    init(_ run: RunRecord, cause: String?) {
        (id, kind, status, at) = (run.runID, .run, run.status.rawValue, run.createdAt)
        processorName = run.processorName.rawValue
        gameDate = run.dataDate.description
        self.cause = cause
    }

    /// An event, caused by what its payload names.
    init(_ event: OutboxEntry) {
        let isPublished = event.publishedAt != nil
        (id, kind, at) = (event.outboxID, .event, event.createdAt)
        status = isPublished ? "published" : (event.lastError == nil ? "pending" : "failing")
        topic = event.topic
        let payload = try? JSONDecoder().decode(Payload.self, from: Data(event.payload.utf8))
        processorName = payload?.processorName
        gameDate = payload?.gameDate ?? payload?.analysisDate
        cause = payload?.causationID
    }

    // What the payload says about its cause and subject.
    private struct Payload: Decodable {
        let processorName: String?
        let gameDate: String?
        let analysisDate: String?
        let causationID: String?

        enum CodingKeys: String, CodingKey {
            case processorName = "processor_name"
            case gameDate = "game_date"
            case analysisDate = "analysis_date"
            case causationID = "causation_id"
        }
    }
}
