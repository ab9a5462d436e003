import GameCalendar
import LiveServer
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Stores events that somebody sends, as many in one transaction as are waiting while the one before is written.
actor EventIntake {
    private struct Waiting {
        let event: PipelineEvent
        let answer: CheckedContinuation<IntakeAnswer, Never>
    }

    private static let most = 512
    private let session: Session
    private let identifiers: Identifiers
    private let stored: @Sendable () -> Void
    private var waiting: [Waiting] = []
    private var isWriting = false

    /// An intake that calls `stored` whenever there is something to act on.
    init(_ session: Session, _ identifiers: Identifiers, stored: @escaping @Sendable () -> Void) {
        (self.session, self.identifiers, self.stored) = (session, identifiers, stored)
    }

    /// Takes the body of an event.
    func take(_ body: [UInt8]) async -> IntakeAnswer {
        let event: PipelineEvent
        do throws(EventDefect) {
            event = try PipelineEvent(
                json: body, identifier: identifiers.next("e"), at: Invocation.current.clock.now())
        } catch {
            return error.code == .unknownTopic
                ? .refused(code: error.code.rawValue, message: error.message)
                : .malformed(code: error.code.rawValue, message: error.message)
        }
        if let name = session.unknownProcessor(of: event) {
            return .refused(code: "unknown_processor", message: "there is no table '\(name)'")
        }
        return await withCheckedContinuation { answer in
            waiting.append(Waiting(event: event, answer: answer))
            if !isWriting {
                isWriting = true
                Task { await writeAll() }
            }
        }
    }

    private func writeAll() async {
        while !waiting.isEmpty {
            let group = Array(waiting.prefix(Self.most))
            waiting.removeFirst(group.count)
            let answers = await write(group.map(\.event))
            for (one, answer) in zip(group, answers) { one.answer.resume(returning: answer) }
        }
        isWriting = false
    }

    // A message that is known already is not stored again; another one may not bear its id.
    private func write(_ events: [PipelineEvent]) async -> [IntakeAnswer] {
        do throws(WarehouseError) {
            var known = try await session.storedTopics(of: events)
            var entries: [OutboxEntry] = []
            var answers: [IntakeAnswer] = []
            for event in events {
                let topic = known[event.messageID]
                if let topic, topic != event.topic.rawValue {
                    answers.append(.refused(code: "message_id_taken", message: event.conflict(with: topic)))
                    continue
                }
                if topic == nil { entries.append(try event.outboxEntry()) }
                known[event.messageID] = event.topic.rawValue
                answers.append(
                    .accepted(messageID: event.messageID, correlationID: event.correlationID, isRepeat: topic != nil))
            }
            if !entries.isEmpty {
                var changes = ChangeSet(at: Invocation.current.clock.now())
                try changes.upsert(entries)
                try await session.commit(changes)
                stored()
            }
            return answers
        } catch {
            return events.map { _ in .unavailable(message: "the store does not take events now: \(error.message)") }
        }
    }
}

extension Session {
    /// Topics of the stored events that bear an id of `events`, by id.
    func storedTopics(of events: [PipelineEvent]) async throws(WarehouseError) -> [String: String] {
        let ids = Set(events.map(\.messageID)).sorted().map { Cell.text($0) }
        let stored = try await store.records(OutboxEntry.self, matching: RecordFilter().and(.isIn("outbox_id", ids)))
        return Dictionary(stored.map { ($0.outboxID, $0.topic) }) { $1 }
    }

    /// The processor that `event` tells of and nobody knows; nil when it is known, or none is named.
    func unknownProcessor(of event: PipelineEvent) -> TableName? {
        event.processorName.flatMap { catalog.position(of: $0) == nil ? $0 : nil }
    }
}

extension PipelineEvent {
    /// Why it is not stored beside an event of `topic` with its id.
    func conflict(with topic: String) -> String {
        "message_id \(messageID) is that of an event of topic \(topic); give each message an id of its own"
    }
}
