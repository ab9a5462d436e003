import PipelineEngine
import Synchronization

/// The ledger that was asked last, from one batch of a process to the next: how partitions stand is worked out again only
/// where something has changed.
final class KnownLedger: Sendable {
    private let known = Mutex<Ledger?>(nil)

    /// The known ledger as `facts` make it; nil when all of it must be worked out.
    func ledger(over facts: Facts) -> Ledger? { known.withLock { $0 }?.amended(with: facts) }

    /// Keeps what `ledger` has worked out.
    func keep(_ ledger: Ledger) { known.withLock { $0 = ledger } }
}
