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
    let worker: OutboxWorker
    let bell: Bell
    /// Whether the bell rings for what other processes write as well.
    let isTold: Bool
    let stop: StopSwitch
    let clock: RuntimeClock
    let told: @Sendable (DrainReport) -> Void
    /// Why nothing is published at the moment, for whoever asks whether the service is ready.
    let health: ServiceHealth

    func run() async {
        var delay = Self.backoff.first
        while stop.demand == .none, !Task.isCancelled {
            let report = await worker.drain()
            health.note(report.error)
            if report.handled > 0 || report.error != nil { told(report) }
            if report.error != nil {
                await stop.pause(delay, on: clock)
                delay = min(delay * 2, Self.backoff.most)
            } else if !report.waiting.isEmpty {
                await bell.wait(atMost: min(delay, Self.patience), stop, clock)
                delay = min(delay * 2, Self.patience)
            } else {
                delay = Self.backoff.first
                await bell.wait(atMost: isTold ? Self.poll.told : Self.poll.untold, stop, clock)
            }
        }
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
