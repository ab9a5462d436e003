/// How a partition stands, read from the data alone.
public enum PartitionStatus: String, Hashable, Sendable, CaseIterable {
    /// The schedule expects nothing.
    case notExpected = "not_expected"
    /// There is no partition.
    case missing
    /// Keys are missing, or a critical column is NULL. Surplus rows, of a game cancelled since, make nothing partial.
    case partial
    /// Right keys, computed from inputs that have changed since.
    case stale
    /// Nothing to do.
    case complete
    /// Missing, partial or stale, and accepted as such.
    case waived

    /// Whether a step that requires the partition may run.
    public var isSatisfied: Bool { self == .complete || self == .waived }
}
