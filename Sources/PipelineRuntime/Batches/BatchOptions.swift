public import GameCalendar
public import PipelineModel
import Synchronization

/// How a batch is run.
public struct BatchOptions: Sendable {
    /// At most so many steps are computed at once, and one of them on so many threads; one group is written beside them.
    /// At least 1.
    public var jobs = 1
    /// Stop after the first failed step.
    public var failFast = false
    /// Whether to wait when all that is wanted first is another run's, instead of leaving the work to it.
    public var waitsForOthers = false
    /// How many dates of a phase are one worker's where several share the work; nil where one works alone. Windows are read
    /// anew at each block, and the last blocks are waited for.
    public var datesPerBlock: Int?
    /// Live or backfill.
    public var mode = RunMode.backfill
    /// Whether completion events are withheld.
    public var skipDownstreamTrigger = true
    /// Recorded in run history.
    public var trigger = TriggerSource.backfill
    /// The command line, for the batch row.
    public var command = ""
    /// Steps leased and written together; a kill loses at most two such groups.
    public var groupSize = 48
    /// Shared by everything the batch causes; `backfill-<batch>` when nil.
    public var correlationID: String?
    /// The partitions the batch is about; others were only found wanting on the way, and their runs say `heal`. When
    /// nil, all are.
    public var targets: Set<Partition>?

    /// One job, backfill mode.
    public init() {}

    /// Whether the batch is about `partition`.
    func isTarget(_ partition: Partition) -> Bool { targets?.contains(partition) ?? true }
}

/// Time as the runtime sees it; tests pass their own.
public struct RuntimeClock: Sendable {
    /// The present instant.
    public let now: @Sendable () -> Timestamp
    /// Waits so many seconds.
    public let pause: @Sendable (Double) async -> Void

    /// A clock from two functions.
    public init(now: @escaping @Sendable () -> Timestamp, pause: @escaping @Sendable (Double) async -> Void) {
        self.now = now
        self.pause = pause
    }
}

/// Asks a running batch to stop; safe to use from a signal's task.
public final class StopSwitch: Sendable {
    /// How urgent a stop is.
    public enum Demand: Int, Sendable, Comparable {
        case none, afterRunningSteps, now

        /// Less urgent first.
        public static func < (left: Demand, right: Demand) -> Bool { left.rawValue < right.rawValue }
    }

    private struct State {
        var demand = Demand.none
        // By a number of their own, so that those who no longer wait are forgotten.
        var waiting: [Int: AsyncStream<Never>.Continuation] = [:]
        var waits = 0
    }

    private let state = Mutex(State())

    /// A switch nobody has touched.
    public init() {}

    /// What has been asked so far.
    public var demand: Demand { state.withLock { $0.demand } }

    /// First call: finish what runs; second: cancel it.
    public func request() {
        let waiting = state.withLock { state in
            state.demand = state.demand == .none ? .afterRunningSteps : .now
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.finish() }
    }

    /// Waits until something is asked, or the task is cancelled.
    public func requested() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        let wait: Int? = state.withLock { state in
            guard state.demand == .none else { return nil }
            state.waits += 1
            state.waiting[state.waits] = continuation
            return state.waits
        }
        guard let wait else { return }
        for await _ in stream {}
        state.withLock { $0.waiting[wait] = nil }
    }

    /// How many wait at this moment.
    var waiters: Int { state.withLock { $0.waiting.count } }

    /// Waits so many seconds on `clock`, or until something is asked.
    public func pause(_ seconds: Double, on clock: RuntimeClock) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await clock.pause(seconds) }
            group.addTask { await self.requested() }
            await group.next()
            group.cancelAll()
        }
    }
}

/// Ids that are unique and sort by creation.
public final class Identifiers: Sendable {
    private let worker: String
    private let now: @Sendable () -> Timestamp
    private let counter = Mutex(0)

    /// Ids of one process, named after `worker`.
    public init(worker: String, now: @escaping @Sendable () -> Timestamp) {
        self.worker = worker
        self.now = now
    }

    /// Whether `id` was made by the process registered as `worker`.
    public static func isOf(_ worker: Worker, _ id: String) -> Bool {
        let parts = id.split(separator: "-")
        return parts.count == 3 && parts[1] == worker.workerID
    }

    /// A new id: prefix, microseconds since 1970, worker, serial.
    public func next(_ prefix: String) -> String {
        let serial = counter.withLock { counter in
            counter += 1
            return counter
        }
        let digits = String(serial)
        let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        return "\(prefix)\(now().microseconds)-\(worker)-\(padded)"
    }
}
