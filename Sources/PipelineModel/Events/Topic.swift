/// What an event is about: a processor that finished, or a layer that is to be computed.
public enum Topic: String, Hashable, Sendable, CaseIterable, TextCoded {
    case rawComplete = "phase2-complete"
    case analyticsTrigger = "phase3-trigger"
    case analyticsComplete = "phase3-complete"
    case precomputeTrigger = "phase4-trigger"
    case precomputeComplete = "phase4-complete"
    case predictionsTrigger = "predictions-trigger"
    case predictionsComplete = "predictions-complete"

    /// What an event of a topic says.
    public enum Meaning: Hashable, Sendable {
        /// A processor of the layer has ended for a date.
        case completed(Phase)
        /// The layer is to be computed for a date.
        case compute(Phase)
    }

    /// The topic people mean by `spelling`, which may begin with `nba-`.
    public init?(spelling: String) {
        self.init(rawValue: spelling.hasPrefix("nba-") ? String(spelling.dropFirst(4)) : spelling)
    }

    /// The topic on which processors of `phase` report.
    public static func completion(of phase: Phase) -> Topic {
        switch phase {
        case .raw: .rawComplete
        case .analytics: .analyticsComplete
        case .precompute: .precomputeComplete
        case .predictions: .predictionsComplete
        }
    }

    /// The topic that asks for `phase`; nil for raw rows, which nobody can compute.
    public static func trigger(of phase: Phase) -> Topic? {
        switch phase {
        case .raw: nil
        case .analytics: .analyticsTrigger
        case .precompute: .precomputeTrigger
        case .predictions: .predictionsTrigger
        }
    }

    /// What an event of this topic says.
    public var meaning: Meaning {
        switch self {
        case .rawComplete: .completed(.raw)
        case .analyticsTrigger: .compute(.analytics)
        case .analyticsComplete: .completed(.analytics)
        case .precomputeTrigger: .compute(.precompute)
        case .precomputeComplete: .completed(.precompute)
        case .predictionsTrigger: .compute(.predictions)
        case .predictionsComplete: .completed(.predictions)
        }
    }

    /// The layer the event is about.
    public var phase: Phase {
        switch meaning {
        case .completed(let phase), .compute(let phase): phase
        }
    }
}
