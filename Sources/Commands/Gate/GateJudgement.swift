import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Evaluates gates and keeps their verdicts.
struct GateJudgement {
    let session: Session

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
        let reports = gates.map { $0.evaluate(facts) }
        var changes = ChangeSet(at: Invocation.current.clock.now())
        try changes.upsert(reports.map { Self.verdict($0, override) })
        try await session.store.commit(changes)
        return reports
    }

    private static func verdict(_ report: GateReport, _ override: String?) -> GateVerdict {
        var verdict = GateVerdict()
        verdict.gate = report.gate
        verdict.evaluatedAt = report.evaluatedAt
        verdict.scope = "\(report.scope.lowerBound):\(report.scope.upperBound)"
        verdict.passed = report.passed
        verdict.factsDigest = report.factsDigest
        verdict.override = report.passed ? nil : override
        verdict.json = GateOutput.json(report).compact
        return verdict
    }
}
