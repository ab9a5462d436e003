import GameCalendar
import PipelineModel
import PipelineRuntime
import ServiceLifecycle
import Synchronization

/// Publishes what the outbox holds as soon as there is something, for as long as the service lives.
struct Publisher: Service {
    // Seconds between two looks when nobody says that there is something: other processes write into the outbox, too, which
    // some stores tell.
    private static let poll = (untold: 1.0, told: 30.0)
    // Seconds after a store gave up, growing.
    private static let backoff = (first: 1.0, most: 60.0)
    // The most seconds between two looks at what another process is computing.
    private static let patience = 10.0
    let session: Session
    let worker: WorkerSession
    /// What keeps two from publishing at once.
    let lock: PublisherLock
    let jobs: Int
    let bell: Bell
    /// Whether the bell rings for what other processes write as well.
    let isTold: Bool
    let stop: StopSwitch
    let clock: RuntimeClock
    let told: @Sendable (DrainReport) -> Void
    /// Why nothing is published at the moment, for whoever asks whether the service is ready.
    let health: ServiceHealth

    /// Publishes until somebody asks to stop.
    ///
    /// Whoever the store has failed registers anew: it may hold leases that it was never told of, and as long as it lived
    /// everybody would wait for them.
    ///
    /// - Throws: why it could not register when it began, or not end its registration at the end.
    func run() async throws {
        var delay = Self.backoff.first
        var hasRegistered = false
        while isWanted {
            let turn: Turn
            do {
                turn = try await asOneWorker()
                hasRegistered = true
            } catch let error as WarehouseError where hasRegistered {
                turn = Turn(report: DrainReport(), error: error)
            }
            if !isWanted, let error = turn.ending { throw error }
            guard let error = turn.error ?? turn.ending, isWanted else { return }
            if turn.hasWorked { delay = Self.backoff.first }
            health.note(error)
            var report = turn.report
            report.error = error
            told(report)
            await stop.pause(delay, on: clock)
            delay = min(delay * 2, Self.backoff.most)
        }
    }

    // What became of one registration.
    private struct Turn: Sendable {
        var report: DrainReport
        /// Whether the store did not fail it from the start.
        var hasWorked = false
        var error: WarehouseError?
        var ending: WarehouseError?
    }

    private var isWanted: Bool { stop.demand == .none && !Task.isCancelled }

    private func asOneWorker() async throws -> Turn {
        try await lock.keep()
        var (turn, ending) = try await worker.work { tools in
            await publish(session.outboxWorker(tools, jobs: jobs, stop: stop))
        }
        turn.ending = ending
        return turn
    }

    // Until the store fails it, or somebody asks to stop.
    private func publish(_ worker: OutboxWorker) async -> Turn {
        var (delay, hasWorked) = (Self.backoff.first, false)
        while isWanted {
            let report = await worker.drain()
            if let error = report.error { return Turn(report: report, hasWorked: hasWorked, error: error) }
            hasWorked = true
            health.note(nil)
            if report.handled > 0 { told(report) }
            if !report.waiting.isEmpty {
                await bell.wait(atMost: min(delay, Self.patience), stop, clock)
                delay = min(delay * 2, Self.patience)
            } else {
                delay = Self.backoff.first
                await bell.wait(atMost: isTold ? Self.poll.told : Self.poll.untold, stop, clock)
            }
        }
        return Turn(report: DrainReport(), hasWorked: hasWorked)
    }
}

/// Wakes one waiting task, now or when it next waits.
final class Bell: Sendable {
    private let state = Mutex((isRung: false, waiting: AsyncStream<Never>.Continuation?.none))

    /// Wakes whoever waits.
    func ring() {
        let waiting = state.withLock { state in
            state.isRung = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.finish()
    }

    /// Waits until it is rung, some seconds have passed, or somebody asks to stop.
    func wait(atMost seconds: Double, _ stop: StopSwitch, _ clock: RuntimeClock) async {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        let isRung = state.withLock { state in
            if !state.isRung { state.waiting = continuation }
            return state.isRung
        }
        if !isRung {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for await _ in stream {} }
                group.addTask { await stop.pause(seconds, on: clock) }
                await group.next()
                group.cancelAll()
            }
        }
        state.withLock { $0 = (false, nil) }
    }
}

/// Whether the service can do its work.
final class ServiceHealth: Sendable {
    private let problem = Mutex<String?>(nil)

    /// One sentence while it cannot; nil while it can.
    var sentence: String? { problem.withLock { $0 } }

    func note(_ error: WarehouseError?) { problem.withLock { $0 = error?.message } }
}
