import GameCalendar
import PipelineModel

/// Gate 3, before the hand-over: the season being played is there, and a date lives by events alone.
struct LiveGate: Gate {
    let number = 3
    let phase = Phase.predictions
    let rehearses = true

    func conditions(_ facts: GateFacts) -> [GateCondition] {
        switch facts.live {
        case .found(let live):
            [gate(1, live), gate(2, live), season(.analytics, live), season(.precompute, live)]
                + rehearsal(live.rehearsal)
        case .held: assumed(passed: true, "as when it was judged")
        case .unread: assumed(passed: false, "not looked at")
        }
    }

    private func assumed(passed: Bool, _ actual: String) -> [GateCondition] {
        [
            "gate_1_holds", "gate_2_holds", "live_season_phase3", "live_season_phase4", "rehearsal_fired_once",
            "rehearsal_one_correlation", "rehearsal_succeeded", "rehearsal_complete", "rehearsal_equal",
        ].map { GateCondition(code: $0, passed: passed, expected: "holds", actual: actual) }
    }

    private func gate(_ number: Int, _ live: LiveFacts) -> GateCondition {
        let holds = live.holding.contains(number)
        return GateCondition(
            code: "gate_\(number)_holds", passed: holds, expected: "a pass over the present facts",
            actual: holds ? "holds" : "does not hold; run 'backcourt gate \(number)'")
    }

    private func season(_ phase: Phase, _ live: LiveFacts) -> GateCondition {
        let code = "live_season_phase\(phase.rawValue)"
        guard let season = live.season else {
            return GateCondition(code: code, passed: false, expected: "a season", actual: "no final games")
        }
        let coverage = season.coverage
        let complete = coverage.satisfiedDates(of: phase) ?? []
        let missing = coverage.dates.subtracting(complete)
        let isThere = !coverage.dates.isEmpty && missing.count <= live.tolerance
        return GateCondition(
            code: code, passed: isThere,
            expected: "\(season.name): \(coverage.dates.count) dates, at most \(live.tolerance) not complete",
            actual: "\(complete.count) dates", examples: isThere ? [] : missing.map(\.description))
    }

    private func rehearsal(_ found: LiveRehearsal?) -> [GateCondition] {
        guard let found else {
            return [
                GateCondition(
                    code: "rehearsal_ran", passed: false, expected: "a complete date to rehearse",
                    actual: "none, or it could not be run")
            ]
        }
        let once: [Topic: Int] = [.analyticsTrigger: 1, .precomputeTrigger: 1, .predictionsTrigger: 1]
        let sent = found.triggers.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
        return [
            GateCondition(
                code: "rehearsal_fired_once", passed: found.triggers == once, expected: "each stage once",
                actual: sent.isEmpty ? "none" : sent.joined(separator: ", ")),
            GateCondition(
                code: "rehearsal_one_correlation", passed: found.correlations.count == 1, expected: "1 correlation id",
                actual: "\(found.correlations.count)",
                examples: found.correlations.count == 1 ? [] : found.correlations.sorted()),
            GateCondition(
                code: "rehearsal_succeeded", passed: found.failures.isEmpty, expected: "0 runs without success",
                actual: "\(found.failures.count)", examples: found.failures),
            GateCondition(
                code: "rehearsal_complete", passed: found.incomplete.isEmpty,
                expected: "0 tables of \(found.date) incomplete, predictions included",
                actual: "\(found.incomplete.count)",
                examples: found.incomplete),
            GateCondition(
                code: "rehearsal_equal", passed: found.differing.isEmpty, expected: "0 digests other than stored",
                actual: "\(found.differing.count)", examples: found.differing),
            GateCondition(
                code: "rehearsal_seconds", isRequired: false, passed: true, expected: "reported",
                actual: "\((found.seconds * 100).rounded() / 100) s for \(found.date)"),
        ]
    }
}
