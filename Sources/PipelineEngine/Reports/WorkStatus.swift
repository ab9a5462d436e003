public import GameCalendar
public import PipelineModel

/// How far the work is, what runs, and when it will be done.
public struct WorkStatus: Sendable {
    /// How one phase stands.
    public struct PhaseStanding: Hashable, Sendable {
        /// The phase.
        public let phase: Phase
        /// Counting dates of the scope.
        public let total: Int
        /// Those on which every required table is complete.
        public let complete: Int

        /// 100·complete/total; 100 when nothing is expected.
        public var completenessPct: Double { total == 0 ? 100 : 100 * Double(complete) / Double(total) }
    }

    /// The batch shown, and how many of its steps ended how.
    public struct BatchStanding: Hashable, Sendable {
        /// Its row.
        public let batch: Batch
        /// As it is: that of a dead worker is interrupted, whatever its row says.
        public let status: BatchStatus
        /// Steps that ended in success.
        public let done: Int
        /// Steps that ended failed or partial.
        public let failed: Int
        /// Steps that lacked an input.
        public let blocked: Int
    }

    private static let rateWindow = 3600.0

    /// The phases with tables, in order.
    public let phases: [PhaseStanding]
    /// The batch asked for; nil when there is none.
    public let batch: BatchStanding?
    /// Runs of living workers, by id.
    public let running: [RunRecord]
    /// Partitions finished per hour of work, by the runs of the last hour; nil when there are none.
    public let ratePerHour: Double?
    /// Partitions that are neither complete nor waived, by table.
    public let remaining: [TableName: Int]
    /// Seconds for what is left: at the running batch's own pace, else at that of the runs before; nil when unknown.
    public let secondsLeft: Double?
    /// Partitions whose inputs have changed since they were computed.
    public let stale: Int

    /// Partitions that are neither complete nor waived.
    public var remainingCount: Int { remaining.values.reduce(0, +) }
    /// Whether the batch is running.
    public var isRunning: Bool { batch?.status == .running }

    /// The status by `facts`, whose runs reach back an hour at least.
    ///
    /// - Parameters:
    ///   - batch: the one shown; nil when there is none.
    ///   - estimate: by how long dates took before.
    public init(_ facts: ReportFacts, batch: BatchStanding?, estimate: TimeEstimate, now: Timestamp) {
        let coverage = facts.coverage
        let leases = facts.ledger.facts.store.leases
        phases = coverage.phases.map { phase in
            PhaseStanding(
                phase: phase, total: coverage.dates.count, complete: coverage.completeDates(of: phase)?.count ?? 0)
        }
        running = facts.runs.filter { $0.status == .running && (leases[$0.partition]?.isAlive ?? false) }
            .sorted { $0.runID < $1.runID }
        let recent = facts.runs.filter { run in
            run.success == true && (run.finishedAt.map { now.seconds(since: $0) <= Self.rateWindow } ?? false)
        }
        let seconds = recent.busySeconds
        ratePerHour = seconds > 0 ? Double(recent.count) / seconds * 3600 : nil
        let computed = coverage.tables.filter { $0.phase != .raw }
        remaining = Dictionary(uniqueKeysWithValues: computed.map { ($0.name, $0.expected - $0.satisfied) })
        stale = coverage.tables.reduce(0) { $0 + $1.count(.stale) }
        self.batch = batch
        let left = remaining.values.reduce(0, +)
        if self.batch?.status == .running, let rate = ratePerHour, rate > 0 {
            secondsLeft = Double(left) / rate * 3600
        } else {
            secondsLeft = estimate.seconds(for: remaining)
        }
    }
}

extension WorkStatus.BatchStanding {
    /// How `batch` stands; a running one's own row is written at its end, and until then its runs say how far it is.
    ///
    /// - Parameters:
    ///   - outcomes: how many of its runs there are in each status; counted in `facts` when nil.
    ///   - worker: whoever works on it, nil when it is not registered any more.
    public init(_ batch: Batch, _ facts: ReportFacts, outcomes: [RunStatus: Int]? = nil, worker: Worker?) {
        self.batch = batch
        guard batch.status == .running else {
            (status, done, failed, blocked) = (batch.status, batch.done, batch.failed, batch.blocked)
            return
        }
        // A killed worker's row stays until somebody takes over, and so do its leases, which tell that it is dead.
        let leases = facts.ledger.facts.store.leases.values
        let isAlive = worker.map { worker in
            leases.allSatisfy { $0.lease.workerID != worker.workerID || $0.isAlive }
        }
        status = isAlive == true ? .running : .interrupted
        let counts =
            outcomes
            ?? facts.runs.reduce(into: [:]) { counts, run in
                if run.batchID == batch.batchID { counts[run.status, default: 0] += 1 }
            }
        done = (counts[.success] ?? 0) + (counts[.noData] ?? 0)
        failed = (counts[.failed] ?? 0) + (counts[.partial] ?? 0)
        blocked = counts[.blocked] ?? 0
    }
}
