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
        if let name = event.processorName, session.catalog.position(of: name) == nil {
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

    // A message that is known already is not stored again.
    private func write(_ events: [PipelineEvent]) async -> [IntakeAnswer] {
        do throws(WarehouseError) {
            var known = try await knownIDs(events)
            var entries: [OutboxEntry] = []
            var answers: [IntakeAnswer] = []
            for event in events {
                let isRepeat = !known.insert(event.messageID).inserted
                if !isRepeat { entries.append(try event.outboxEntry()) }
                answers.append(
                    .accepted(messageID: event.messageID, correlationID: event.correlationID, isRepeat: isRepeat))
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

    private func knownIDs(_ events: [PipelineEvent]) async throws(WarehouseError) -> Set<String> {
        let ids = Set(events.map(\.messageID)).sorted().map { Cell.text($0) }
        let stored = try await session.store.records(
            OutboxEntry.self, matching: RecordFilter().and(.isIn("outbox_id", ids)))
        return Set(stored.map(\.outboxID))
    }
}
