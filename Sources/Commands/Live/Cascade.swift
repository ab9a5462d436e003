import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Publishes what the outbox holds and does what follows from it, unless a running service does.
struct Cascade {
    let session: Session
    let verbosity: Verbosity
    /// Name of the log file's first part.
    let name: String
    let jobs: Int

    /// What became of the outbox.
    enum Outcome: Sendable {
        case drained(DrainReport)
        /// Another process publishes what is pending.
        case leftToService
    }

    /// Publishes until nothing is pending; to be called where signals ask to stop.
    ///
    /// Whoever finds the right to publish taken leaves the events to its holder: so the holder looks once more after it
    /// has given that right back.
    func run() async throws -> Outcome {
        var report: DrainReport?
        repeat {
            guard let lock = try await PublisherLock(session) else { break }
            let drained = try await drain()
            withExtendedLifetime(lock) {}
            report = report.map { $0.adding(drained) } ?? drained
        } while try await isWanted(after: report)
        return report.map(Outcome.drained) ?? .leftToService
    }

    private func isWanted(after report: DrainReport?) async throws -> Bool {
        guard let report, report.error == nil, !report.wasInterrupted, report.waiting.isEmpty else { return false }
        var filter = RecordFilter.column("published_at", is: .null)
        filter.limit = 1
        return try await !session.store.records(OutboxEntry.self, matching: filter).isEmpty
    }

    private func drain() async throws -> DrainReport {
        let stop = Invocation.current.stop
        let worker = WorkerSession(session: session, verbosity: verbosity, name: name)
        var (report, ending) = try await worker.work { tools in
            await session.outboxWorker(tools, jobs: jobs, stop: stop).drain()
        }
        report.error = report.error ?? ending
        if !report.batches.isEmpty { try? await session.store.checkpoint() }
        return report
    }
}

/// The right to publish, which one process has at a time.
struct PublisherLock {
    private let right: SoleRight

    /// Takes it; nil when a living process holds it.
    init?(_ session: Session) async throws {
        do {
            right = try await SoleRight("publisher", of: session)
        } catch let error as CommandFailure where error.status == .heldElsewhere {
            return nil
        }
    }

    /// To be asked before publishing again when the store was away.
    ///
    /// - Throws: ``WarehouseError`` leaseLost when another process has it now.
    func keep() async throws(WarehouseError) { try await right.keep() }
}

extension Session {
    /// A worker that publishes what this workspace's outbox holds.
    func outboxWorker(_ tools: WorkerSession.Tools, jobs: Int, stop: StopSwitch) -> OutboxWorker {
        var options = BatchOptions()
        options.jobs = jobs
        return OutboxWorker(
            tools.runner.keepingWindows(), options, stop: stop,
            ledger: { () async throws(WarehouseError) in
                do {
                    return try await ledger()
                } catch let error as WarehouseError {
                    throw error
                } catch let failure as CommandFailure {
                    throw WarehouseError(.invalid, failure.message)
                } catch {
                    throw WarehouseError(.invalid, "\(error)")
                }
            }, keep: { ledgers.keep($0) }, progress: tools.progress)
    }

    /// Puts events into the outbox, to be published by whoever works next.
    func send(_ events: [PipelineEvent]) async throws(WarehouseError) {
        var changes = ChangeSet(at: Invocation.current.clock.now())
        var entries: [OutboxEntry] = []
        for event in events { entries.append(try event.outboxEntry()) }
        try changes.upsert(entries)
        try await commit(changes)
    }
}

extension DrainReport {
    /// All batches that followed, as one.
    var whole: BatchReport { batches.reduce(into: BatchReport()) { $0.add($1) } }

    /// How the command ends.
    func status(_ signals: SignalRecord) -> ExitStatus {
        if wasInterrupted { return signals.status }
        if error != nil { return .store }
        if !waiting.isEmpty { return .heldElsewhere }
        if setAside > 0 { return .incomplete }
        return batches.map { $0.status(signals) }.contains { $0 != .success } ? .incomplete : .success
    }

    /// The triggers that were sent and what followed.
    var json: JSONValue {
        let sent = triggers.sorted { $0.key.rawValue < $1.key.rawValue }
        let total = whole.total
        return [
            "events": .int(handled), "repeats": .int(repeats),
            "triggers": .object(sent.map { .init(name: $0.key.rawValue, value: .int($0.value)) }),
            "done": .int(total.done), "unchanged": .int(total.unchanged), "failed": .int(total.failed),
            "blocked": .int(total.blocked), "rows_written": .int(total.rowsWritten),
        ]
    }

    /// The same in a sentence.
    var text: String {
        let sent = triggers.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
        let total = whole.total
        let fired = sent.isEmpty ? "no trigger" : sent.joined(separator: ", ")
        return "\(handled.counted("event")), \(fired): \(total.done) partitions done (\(total.unchanged) unchanged), "
            + "\(total.failed) failed, \(total.blocked) blocked, \(total.rowsWritten) rows."
            + (setAside > 0 ? " Nobody could act on \(setAside.counted("event")); the notices say why." : "")
            + (waiting.isEmpty ? "" : " \(waiting.count.counted("event")) asks for what another run is computing.")
    }
}
