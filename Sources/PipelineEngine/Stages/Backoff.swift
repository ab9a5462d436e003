public import PipelineModel

/// How long to wait before an attempt is repeated.
public enum Backoff {
    /// No wait is longer, in seconds.
    public static let cap = 60.0

    /// Attempts of what fails with `category`, the first included.
    public static func attempts(at category: ErrorCategory) -> Int {
        switch category {
        case .transient: 5
        case .resource: 2
        case .upstream, .data, .bug, .cancelled: 1
        }
    }

    /// Seconds to wait after `attempt` failed: 1, 2, 4, 8 … with ±20 % jitter that depends on `seed` alone.
    public static func delay(afterAttempt attempt: Int, seed: UInt64) -> Double {
        let base = min(cap, Double(1 << min(max(attempt, 1) - 1, 30)))
        var state = seed &+ UInt64(bitPattern: Int64(attempt)) &* 0x9E37_79B9_7F4A_7C15
        state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
        let unit = Double((state ^ (state >> 31)) >> 11) / 9_007_199_254_740_992
        return min(cap, base * (0.8 + 0.4 * unit))
    }
}

/// What follows from a failed attempt.
public enum FailureDecision: Hashable, Sendable {
    /// Try again after so many seconds.
    case retry(after: Double)
    /// The step has failed; others go on.
    case giveUp
    /// The step has failed and its processor is stopped for the batch.
    case stopProcessor
    /// The batch stops; it can be resumed by the same command.
    case stopBatch
}

/// Counts failures of one processor and opens when it keeps failing.
struct Breaker: Hashable, Sendable {
    /// Consecutive counted failures on different dates that open it.
    static let threshold = 5
    private(set) var consecutive = 0
    private(set) var isOpen = false

    mutating func succeeded() { consecutive = 0 }

    mutating func failed(_ category: ErrorCategory) {
        switch category {
        case .transient, .resource, .data, .bug: consecutive += 1
        case .upstream, .cancelled: break
        }
        if consecutive >= Self.threshold || category == .bug { isOpen = true }
    }
}
