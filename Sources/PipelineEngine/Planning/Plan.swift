public import ContentDigest
public import GameCalendar
public import PipelineModel

/// Why a step is in a plan.
public enum StepReason: String, Hashable, Sendable, CaseIterable {
    case missing
    case partial
    case stale
    /// An input is computed by an earlier step and may change; the step may end already complete.
    case upstreamStale = "upstream_stale"
    /// The rows in the store are not the ones the state describes.
    case contentMismatch = "content_mismatch"
    /// The schedule no longer expects the partition: the step takes it away.
    case obsolete
    case forced
    case retry

    /// Whether the step runs whatever its upstream turns out to be.
    var isDefinite: Bool { self != .upstreamStale }
}

/// One partition to compute.
public struct PlannedStep: Hashable, Sendable {
    /// What is computed.
    public let partition: Partition
    /// The layer.
    public let phase: Phase
    /// Why.
    public let reason: StepReason

    /// A step of a plan.
    public init(partition: Partition, phase: Phase, reason: StepReason) {
        self.partition = partition
        self.phase = phase
        self.reason = reason
    }
}

/// Why a requested partition is not computed.
public enum Exclusion: Hashable, Sendable {
    case alreadyComplete
    case notExpected
    /// Covered by the waiver with this id.
    case waived(String)
    /// Required inputs that are neither complete nor part of the plan.
    case missingUpstream([Partition])
    /// Leased for the run with this id, by a living worker.
    case runningElsewhere(String)
    case beforeHistory
    /// The processor was stopped for the batch after too many failures.
    case breakerOpen

    /// Closed code for machines.
    public var code: String {
        switch self {
        case .alreadyComplete: "already_complete"
        case .notExpected: "not_expected"
        case .waived: "waived"
        case .missingUpstream: "missing_upstream"
        case .runningElsewhere: "running_elsewhere"
        case .beforeHistory: "before_history"
        case .breakerOpen: "breaker_open"
        }
    }

    /// Whether a command that left the partition out has done all it was asked.
    public var isAccepted: Bool {
        switch self {
        case .alreadyComplete, .notExpected, .waived: true
        case .missingUpstream, .runningElsewhere, .beforeHistory, .breakerOpen: false
        }
    }

    /// What people want to know beside the code; empty when the code says all.
    public var detail: String {
        switch self {
        case .alreadyComplete, .notExpected, .beforeHistory, .breakerOpen: ""
        case .waived(let waiver): waiver
        case .missingUpstream(let partitions): Self.list(partitions)
        case .runningElsewhere(let run): run
        }
    }

    /// Partitions as `table first…last (n)` runs, at most five of them.
    static func list(_ partitions: [Partition]) -> String {
        var parts: [String] = []
        let tables = Dictionary(grouping: partitions, by: \.table).sorted { $0.key < $1.key }
        for (table, members) in tables {
            let dates = members.map(\.date).sorted()
            if dates.count > 2, let first = dates.first, let last = dates.last {
                parts.append("\(table) \(first)…\(last) (\(dates.count))")
            } else {
                parts.append("\(table) \(dates.map(\.description).joined(separator: ", "))")
            }
        }
        let more = parts.count > 5 ? "; and \(parts.count - 5) more tables" : ""
        return parts.prefix(5).joined(separator: "; ") + more
    }
}

/// One requested partition that is left out, and why.
public struct PlannedExclusion: Hashable, Sendable {
    /// What was asked for.
    public let partition: Partition
    /// Why it is left out.
    public let reason: Exclusion
}

/// What is asked of the planner.
public struct PlanRequest: Sendable {
    /// Which partitions of the scope are computed.
    public enum Policy: Hashable, Sendable {
        /// Missing, partial and stale ones, and those an earlier step may make stale.
        case incomplete
        /// Stale ones, and those an earlier step may make stale; missing and partial ones are no part of the request.
        case staleOnly
        /// All of them.
        case forced
        /// Exactly these, and nothing that follows from them but their own dependants in the set.
        case retry(Set<Partition>)
    }

    /// Tables, in any order.
    public var tables: [TableName]
    /// Dates, of which those the schedule expects something on are visited.
    public var dates: DateSet
    /// Days asked for as such, game dates or not: what is stored there and no longer expected goes. When nil, the
    /// stretch that `dates` make up.
    public var stretch: ClosedRange<GameDate>?
    /// Which partitions of the scope are computed.
    public var policy: Policy
    /// Partitions whose stored rows are known to differ from their state.
    public var mismatched: Set<Partition>
    /// At most so many dates, the earliest ones.
    public var dateLimit: Int?
    /// Of ``tables`` × ``dates`` these alone; nil for all.
    public var only: Set<Partition>?
    /// Whether what other workers hold is planned as well: whoever shares the work waits for it.
    public var sharesWork = false
    /// Raw partitions too old to be relied on for phases 4 and 5 of their date.
    public var outdated: [Partition] = []
    /// Whether what was published before games that have been played since is computed again, too.
    public var unfreezes = false

    /// A request for `tables` × `dates`.
    public init(
        tables: [TableName], dates: DateSet, stretch: ClosedRange<GameDate>? = nil, policy: Policy = .incomplete,
        mismatched: Set<Partition> = [], dateLimit: Int? = nil
    ) {
        self.tables = tables
        self.dates = dates
        self.stretch = stretch
        self.policy = policy
        self.mismatched = mismatched
        self.dateLimit = dateLimit
    }

    /// A request for exactly these partitions, as far as they are not complete.
    public init(_ partitions: Set<Partition>) {
        self.init(
            tables: Set(partitions.map(\.table)).sorted(), dates: DateSet(partitions.map(\.date)), stretch: nil)
        only = partitions
    }
}

/// What will run, in order, and what will not, each with a reason: requested = steps + exclusions.
public struct Plan: Hashable, Sendable {
    /// In execution order: by phase, date, catalog.
    public let steps: [PlannedStep]
    /// In the same order.
    public let exclusions: [PlannedExclusion]
    /// Equal digests mean equal plans over equal inputs.
    public let digest: Digest

    /// Number of partitions accounted for.
    public var requested: Int { steps.count + exclusions.count }

    init(steps: [PlannedStep], exclusions: [PlannedExclusion], inputs: [Digest]) {
        self.steps = steps
        self.exclusions = exclusions
        let hasher = ContentHasher()
        for (step, input) in zip(steps, inputs) {
            hasher.update("\(step.partition) \(step.reason.rawValue)")
            hasher.update(input)
        }
        for exclusion in exclusions {
            hasher.update("\(exclusion.partition) \(exclusion.reason.code) \(exclusion.reason.detail)")
        }
        digest = hasher.finalized()
    }

    private init(steps: [PlannedStep], exclusions: [PlannedExclusion], digest: Digest) {
        (self.steps, self.exclusions, self.digest) = (steps, exclusions, digest)
    }

    /// What of the plan is about `tables`; it carries the digest of the whole.
    public func part(of tables: Set<TableName>) -> Plan {
        Plan(
            steps: steps.filter { tables.contains($0.partition.table) },
            exclusions: exclusions.filter { tables.contains($0.partition.table) }, digest: digest)
    }
}
