public import PipelineModel

/// What was seen when the raw rows of one date were reported and events did the rest.
public struct OrchestratorRehearsal: Hashable, Sendable {
    /// Triggers sent, by topic.
    public let triggers: [Topic: Int]
    /// Correlation ids of the runs.
    public let correlations: Set<String>
    /// Phases that ran to success.
    public let phases: Set<Phase>

    /// What was seen.
    public init(triggers: [Topic: Int], correlations: Set<String>, phases: Set<Phase>) {
        (self.triggers, self.correlations, self.phases) = (triggers, correlations, phases)
    }

    /// What is seen when everything works.
    public static let passing = OrchestratorRehearsal(
        triggers: [.analyticsTrigger: 1, .precomputeTrigger: 1, .predictionsTrigger: 1],
        correlations: ["live-selftest"],
        phases: [.analytics, .precompute, .predictions])

    /// Whether 2→3, 3→4 and 4→5 fired once each, and every run belongs to one root.
    public var holds: Bool {
        triggers == [.analyticsTrigger: 1, .precomputeTrigger: 1, .predictionsTrigger: 1]
            && correlations.count == 1 && phases == [.analytics, .precompute, .predictions]
    }

    /// How often each fired.
    var summary: String {
        let links: [(Topic, String)] = [
            (.analyticsTrigger, "2→3"), (.precomputeTrigger, "3→4"), (.predictionsTrigger, "4→5"),
        ]
        let counts = links.map { "\($1) \(triggers[$0] ?? 0)" }.joined(separator: ", ")
        return "\(counts); \(correlations.count) correlation id\(correlations.count == 1 ? "" : "s")"
    }
}
