public import ContentDigest
public import GameCalendar
public import PipelineModel

/// What gates judge, read once.
public struct GateFacts: Sendable {
    /// History, coverage and ledger of the scope.
    public var reports: ReportFacts
    /// First and last date of the scope.
    public var scope: ClosedRange<GameDate>
    /// Days asked for as such; nil for the stretch that the scope's game dates make up.
    public var stretch: ClosedRange<GameDate>?
    /// When the gate is evaluated.
    public var evaluatedAt: Timestamp
    /// Where the store differs from the declarations.
    public var schemaDifferences: [SchemaDifference] = []
    /// Unresolved import issues that block gate 0.
    public var blockingIssues: [ImportIssue] = []
    /// Rows that are set aside now.
    public var quarantined: [QuarantinedRow] = []
    /// Those of them, of the schedule, that may each hide a game.
    public var unreadGames: [QuarantinedRow] = []
    /// Bytes free where the store lives; nil when unknown.
    public var freeBytes: Int?
    /// Whether the store is on a server, whose space is not this machine's to judge.
    public var isOnServer = false
    /// What the suppression self-test found; nil when it could not be run.
    public var suppression: (immediate: Int, digestEntries: Int)?
    /// What the rehearsal of the orchestrators found; nil when it could not be run.
    public var orchestrators: OrchestratorRehearsal?
    /// What is known of the season being played.
    public var live = LiveEvidence.unread
    /// What the rows of phase 4 hold.
    public var content = ContentEvidence.unread
    /// The gap file that was written and its number of dates; nil when it could not be written.
    public var gapFile: (path: String, dates: Int)?

    /// Facts about `scope`, with nothing found out beyond coverage and history.
    public init(reports: ReportFacts, scope: ClosedRange<GameDate>, evaluatedAt: Timestamp) {
        self.reports = reports
        self.scope = scope
        self.evaluatedAt = evaluatedAt
    }
}

/// A check that must pass between two stages.
///
/// To add one: a file that conforms, a line in ``Gates/all``, tests over drawn strips. A condition that cannot be
/// evaluated is not passed.
public protocol Gate: Sendable {
    /// 0, 1, 2 or 3.
    var number: Int { get }
    /// The layer it judges.
    var phase: Phase { get }
    /// Whether it asks what rows hold, which costs reading them.
    var readsContent: Bool { get }
    /// Whether it rehearses a date, which costs computing it.
    var rehearses: Bool { get }
    /// Every condition, evaluated, in printed order.
    func conditions(_ facts: GateFacts) -> [GateCondition]
}

extension Gate {
    /// Most gates judge by what is recorded.
    public var readsContent: Bool { false }
    /// One gate rehearses.
    public var rehearses: Bool { false }
}

/// Every gate there is.
public enum Gates {
    /// By number.
    public static let all: [any Gate] = [RawGate(), AnalyticsGate(), PrecomputeGate(), LiveGate()]
}

/// A gate's verdict with everything it rests on.
public struct GateReport: Sendable {
    /// How the gate's phase stands.
    public struct PhaseSummary: Hashable, Sendable {
        /// Counting dates of the scope.
        public let totalDates: Int
        /// Dates on which every required table is complete.
        public let completeDates: Int
        /// Dates that are complete only because of a waiver.
        public let waivedDates: Int
        /// The rest.
        public let missingDates: Int
        /// 100·complete/total; 100 when nothing is expected.
        public var completenessPct: Double { totalDates == 0 ? 100 : 100 * Double(completeDates) / Double(totalDates) }
    }

    /// 0, 1, 2 or 3.
    public let gate: Int
    /// Whether every must condition holds.
    public let passed: Bool
    /// First and last date of the scope.
    public let scope: ClosedRange<GameDate>
    /// Every condition.
    public let conditions: [GateCondition]
    /// How the phase stands.
    public let phase: PhaseSummary
    /// Active waivers that touch the scope.
    public let waivers: [Waiver]
    /// Equal as long as the verdict rests on the same facts.
    public let factsDigest: Digest
    /// When it was evaluated.
    public let evaluatedAt: Timestamp

    /// `READY FOR STAGE 2` or `STAGE 1 INCOMPLETE`.
    public var status: String { passed ? "READY FOR STAGE \(gate + 1)" : "STAGE \(gate) INCOMPLETE" }
}

extension Gate {
    /// Evaluates every condition.
    public func evaluate(_ facts: GateFacts) -> GateReport {
        let conditions = conditions(facts) + [unneededWaivers(facts)]
        let coverage = facts.reports.coverage
        let complete = coverage.completeDates(of: phase)?.count ?? 0
        let satisfied = coverage.satisfiedDates(of: phase)?.count ?? 0
        let waivers = facts.reports.ledger.facts.store.waivers.filter { waiver in
            waiver.revokedAt == nil && waiver.startDate <= facts.scope.upperBound
                && facts.scope.lowerBound <= waiver.endDate && (waiver.expiresAt.map { facts.evaluatedAt < $0 } ?? true)
        }
        return GateReport(
            gate: number, passed: conditions.allSatisfy { $0.passed || !$0.isRequired }, scope: facts.scope,
            conditions: conditions,
            phase: GateReport.PhaseSummary(
                totalDates: coverage.dates.count, completeDates: complete, waivedDates: satisfied - complete,
                missingDates: coverage.dates.count - satisfied),
            waivers: waivers, factsDigest: digest(of: facts, conditions), evaluatedAt: facts.evaluatedAt)
    }

    // A waived partition that is complete by now.
    private func unneededWaivers(_ facts: GateFacts) -> GateCondition {
        let ledger = facts.reports.ledger
        let cases = facts.reports.coverage.tables.filter { $0.phase == phase }.flatMap { table -> [String] in
            guard let position = ledger.catalog.position(of: table.name) else { return [] }
            return table.dates(.complete).compactMap { date in
                ledger.waiver(position, on: date).map { "\(table.name) \(date) is complete without \($0.waiverID)" }
            }
        }
        return GateCondition(
            code: "waiver_unneeded", isRequired: false, passed: cases.isEmpty, expected: "0",
            actual: "\(cases.count)", examples: cases)
    }

    // Scope, every partition's status and digest, and whether each must condition holds and what breaks it. Figures
    // that move without meaning anything (free space) and anything of later phases (the gap file's dates) stay out: a
    // pass must stay current while the next stage runs.
    private func digest(of facts: GateFacts, _ conditions: [GateCondition]) -> Digest {
        let hasher = ContentHasher()
        hasher.update("gate \(number) \(facts.scope.lowerBound) \(facts.scope.upperBound)")
        for table in facts.reports.coverage.tables where table.phase <= phase {
            guard let position = facts.reports.ledger.catalog.position(of: table.name) else { continue }
            for (date, status) in table.statuses {
                hasher.update("\(table.name) \(date) \(status.rawValue)")
                hasher.update(facts.reports.ledger.state(position, on: date)?.digest ?? .absent)
            }
        }
        for condition in conditions where condition.isRequired {
            hasher.update("\(condition.code) \(condition.passed)")
            for example in condition.examples { hasher.update(example) }
        }
        return hasher.finalized()
    }
}
