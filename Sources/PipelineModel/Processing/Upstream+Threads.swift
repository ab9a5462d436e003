import Dispatch
import Synchronization

extension Upstream {
    /// The results of `shares`, in their order, worked out on ``threads`` of them at once.
    ///
    /// For the few steps that take seconds and fall apart into equal pieces; a share takes the next one that is left, so
    /// the longest belong in front.
    public func concurrently<Result: Sendable>(_ shares: [@Sendable () -> Result]) -> [Result] {
        guard threads > 1, shares.count > 1 else { return shares.map { $0() } }
        let progress = Mutex((next: 0, results: [Result?](repeating: nil, count: shares.count)))
        DispatchQueue.concurrentPerform(iterations: min(threads, shares.count)) { _ in
            while true {
                let number = progress.withLock { progress in
                    progress.next += 1
                    return progress.next - 1
                }
                guard number < shares.count else { return }
                let result = shares[number]()
                progress.withLock { $0.results[number] = result }
            }
        }
        return progress.withLock { $0.results.compactMap(\.self) }
    }
}
