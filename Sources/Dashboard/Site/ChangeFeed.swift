internal import Synchronization

/// Tells whoever looks at a page that there is something new, as server-sent events.
///
///     id: 1764511741000000
///     event: version
///     data: 1764511741000000
///
/// Whoever connects is told the newest version at once: so nobody misses what happened while a connection was broken or a
/// machine asleep.
package final class ChangeFeed: Sendable {
    private struct State {
        var version: Int?
        var readers: [Int: AsyncStream<[UInt8]>.Continuation] = [:]
        var next = 0
        var hasEnded = false
    }

    // Open streams at most.
    private static let most = 600
    private let state = Mutex(State())

    /// A feed that knows of no version.
    package init() {}

    /// How many are connected.
    package var readerCount: Int { state.withLock { $0.readers.count } }

    /// A new reader's stream; nil when there are too many, or nothing more will come.
    func connect() -> AsyncStream<[UInt8]>? {
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingNewest(1))
        let isIn = state.withLock { state in
            guard state.readers.count < Self.most, !state.hasEnded else { return false }
            let number = state.next
            state.next += 1
            state.readers[number] = continuation
            continuation.onTermination = { [weak self] _ in self?.leave(number) }
            let opening = "retry: 2000\n\n" + (state.version.map(Self.event) ?? "")
            continuation.yield(Array(opening.utf8))
            return true
        }
        return isIn ? stream : nil
    }

    /// Tells everybody of a new version.
    package func tell(_ version: Int) {
        state.withLock { state in
            guard version != state.version else { return }
            state.version = version
            for reader in state.readers.values { reader.yield(Array(Self.event(version).utf8)) }
        }
    }

    /// Sends a comment, by which connections whose readers have gone are found.
    package func knock() {
        state.withLock { state in
            // A version that waits to be sent knocks as well, and is not to be lost.
            let text = ": here\n\n" + (state.version.map(Self.event) ?? "")
            for reader in state.readers.values { reader.yield(Array(text.utf8)) }
        }
    }

    /// Ends every stream.
    package func end() {
        let readers = state.withLock { state in
            state.hasEnded = true
            return Array(state.readers.values)
        }
        for reader in readers { reader.finish() }
    }

    private func leave(_ number: Int) { state.withLock { _ = $0.readers.removeValue(forKey: number) } }

    private static func event(_ version: Int) -> String { "id: \(version)\nevent: version\ndata: \(version)\n\n" }
}
