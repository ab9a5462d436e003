import PipelineModel

/// Gate 1, after the backfill of phase 3: every table, every date.
struct AnalyticsGate: Gate {
    let number = 1
    let phase = Phase.analytics

    func conditions(_ facts: GateFacts) -> [GateCondition] {
        let shared = PhaseConditions(phase: phase, facts: facts)
        return shared.required + shared.reported
    }
}
