/// A moment at which a chaos test may end or delay a process.
///
/// Stores and importers call a test's hook at these points; without a hook they cost nothing.
public enum FaultPoint: String, Hashable, Sendable, CaseIterable {
    /// Leases and running rows are committed; nothing is computed yet.
    case afterLease
    /// Everything of a transaction is written, nothing of it committed.
    case beforeCommit
    /// A transaction is committed; its caller does not know yet.
    case afterCommit
    /// The log is partly moved into the main file.
    case duringCheckpoint
    /// One table of an import is finished, the next not begun.
    case betweenImportTables
}
