import Synchronization

/// Lets so many tasks in at once; the others wait their turn.
///
/// Tests run all at once. Each command opens a store, a store's readers take threads of their own, and beyond some two
/// hundred of them none is left to let any go on.
package final class Turnstile: Sendable {
    /// For whole commands: enough to keep every processor busy.
    package static let commands = Turnstile(8)

    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    /// A turnstile that lets `width` tasks in.
    package init(_ width: Int) {
        state = Mutex(State(free: width))
    }

    /// Runs `body` when it is its turn.
    package func pass<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        await enter()
        defer { leave() }
        return try await body()
    }

    private func enter() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
