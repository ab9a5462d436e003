import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Evaluates gates and keeps their verdicts.
struct GateJudgement {
    let session: Session
    /// What gate 3 is judged by.
    var live = LiveOptions()

    /// What gate 3 is asked.
    struct LiveOptions {
        /// Dates of the newest season that may be incomplete.
        var tolerance = 2
        /// The date to rehearse; nil for the newest complete one.
        var date: GameDate?
        /// Steps of the rehearsal computed at once.
        var jobs = 1
    }

    /// The verdicts of `gates` over one scope, each stored.
    ///
    /// - Parameter override: why a stage is started whatever the verdict; stored with verdicts that are no pass.
    func reports(
        _ gates: [any Gate], _ ledger: Ledger, dates: DateSet, stretch: ClosedRange<GameDate>?, override: String? = nil
    ) async throws -> [GateReport] {
        var facts = try await session.gateFacts(ledger, dates: dates, stretch: stretch)
        if gates.contains(where: \.readsContent) {
            facts.content = .found(try await session.contentFacts(facts.reports))
        }
        var reports = gates.filter { !$0.rehearses }.map { $0.evaluate(facts) }
        if let last = gates.first(where: \.rehearses) {
            facts.live = .found(try await session.liveFacts(facts.reports, live, judged: reports))
            reports.append(last.evaluate(facts))
        }
        var changes = ChangeSet(at: Invocation.current.clock.now())
        try changes.upsert(reports.map { Self.verdict($0, override) })
        try await session.commit(changes)
        return reports
    }

    /// When `gate` last passed, if its newest verdict is a pass over the same scope and the same facts.
    func standingPass(
        _ gate: any Gate, _ ledger: Ledger, dates: DateSet, stretch: ClosedRange<GameDate>?
    ) async throws -> Timestamp? {
        guard let verdict = try await newestVerdict(gate.number), verdict.passed, let first = dates.first,
            let last = dates.last
        else { return nil }
        let scope = stretch ?? first...last
        guard verdict.scope == Self.spelled(scope) else { return nil }
        let counting = dates.intersection(ledger.facts.schedule.countingDates)
        let reports = try await session.reportFacts(
            ledger, dates: counting, tables: session.catalog.tables.map(\.name), needs: [.runs])
        let holds = try await session.standings(of: [verdict], reports)[gate.number] == .passed
        return holds ? verdict.evaluatedAt : nil
    }

    /// The verdict on gate `number` that was stored last.
    func newestVerdict(_ number: Int) async throws -> GateVerdict? {
        try await session.store.records(
            GateVerdict.self, matching: .column("gate", is: .int(number)).newest(by: "evaluated_at", limit: 1)
        ).first
    }

    private static func spelled(_ scope: ClosedRange<GameDate>) -> String { "\(scope.lowerBound):\(scope.upperBound)" }

    private static func verdict(_ report: GateReport, _ override: String?) -> GateVerdict {
        var verdict = GateVerdict()
        verdict.gate = report.gate
        verdict.evaluatedAt = report.evaluatedAt
        verdict.scope = spelled(report.scope)
        verdict.passed = report.passed
        verdict.factsDigest = report.factsDigest
        verdict.override = report.passed ? nil : override
        verdict.json = GateOutput.json(report).compact
        return verdict
    }
}
