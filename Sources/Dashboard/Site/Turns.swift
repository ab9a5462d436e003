/// Lets so many in at once, first come, first served; with too many waiting it lets nobody in.
package actor Turns {
    private var free: Int
    private let mostWaiting: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// `count` at once, and so many who wait at most.
    package init(_ count: Int, waiting most: Int) {
        (free, mostWaiting) = (count, most)
    }

    /// Does `body` when it is its turn.
    ///
    /// - Returns: nil when too many wait already.
    package nonisolated func take<Value: Sendable>(_ body: () async throws -> Value) async rethrows -> Value? {
        guard await begin() else { return nil }
        do {
            let value = try await body()
            await end()
            return value
        } catch {
            await end()
            throw error
        }
    }

    private func begin() async -> Bool {
        if free > 0 {
            free -= 1
            return true
        }
        guard waiting.count < mostWaiting else { return false }
        await withCheckedContinuation { waiting.append($0) }
        return true
    }

    private func end() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
