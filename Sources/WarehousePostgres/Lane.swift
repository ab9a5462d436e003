internal import Dispatch
internal import PipelineModel
internal import Synchronization

/// A connection with a thread that waits for it; opened when it is needed, and again when it was lost.
final class Lane: Sendable {
    private let queue: DispatchQueue
    private let connection = Mutex<Connection?>(nil)
    private let name = Mutex<String?>(nil)
    private let open: @Sendable () throws(WarehouseError) -> Connection

    init(_ label: String, _ open: @escaping @Sendable () throws(WarehouseError) -> Connection) {
        queue = DispatchQueue(label: "backcourt.postgres.\(label)")
        self.open = open
    }

    /// Calls its session so on the server, from the next use on.
    func name(_ text: String) { name.withLock { $0 = text } }

    /// Runs `body` off the caller's executor.
    ///
    /// - Parameter again: whether `body` changes nothing, so that it may be run once more where the connection turns out to
    ///   have been lost since it was used last.
    func result<Value: Sendable>(
        again: Bool = false, of body: @escaping @Sendable (Connection) throws -> Value
    ) async -> Result<Value, WarehouseError> {
        await withCheckedContinuation { done in
            queue.async { done.resume(returning: self.perform(again, body)) }
        }
    }

    /// The same for callers that have a thread to wait on.
    func perform<Value: Sendable>(
        _ again: Bool = false, _ body: @escaping @Sendable (Connection) throws -> Value
    ) -> Result<Value, WarehouseError> {
        connection.withLock { held in
            let isFresh = held == nil
            do throws(WarehouseError) {
                return .success(try attempt(&held, body))
            } catch {
                guard again, !isFresh, held == nil else { return .failure(error) }
            }
            do throws(WarehouseError) {
                return .success(try attempt(&held, body))
            } catch {
                return .failure(error)
            }
        }
    }

    private func attempt<Value: Sendable>(
        _ held: inout sending Connection?, _ body: (Connection) throws -> Value
    ) throws(WarehouseError) -> Value {
        let used: Connection
        if let held, !held.wasEnded { used = held } else { used = try open() }
        held = used
        do {
            if let name = name.withLock({ $0 }) { try used.call(name) }
            return try body(used)
        } catch {
            if used.isLost { held = nil }
            throw error as? WarehouseError ?? WarehouseError(.other, "\(used.place): \(error)")
        }
    }
}

/// Lanes of which whoever comes takes a free one, or the first that becomes free.
final class LanePool: Sendable {
    private struct State {
        var free: [Lane]
        var waiting: [CheckedContinuation<Lane, Never>] = []
    }

    private let state: Mutex<State>

    init(_ lanes: [Lane]) {
        state = Mutex(State(free: lanes))
    }

    /// Runs `body`, which changes nothing, on one of them.
    func result<Value: Sendable>(of body: @escaping @Sendable (Connection) throws -> Value) async
        -> Result<Value, WarehouseError>
    {
        let lane = await take()
        let outcome = await lane.result(again: true, of: body)
        giveBack(lane)
        return outcome
    }

    private func take() async -> Lane {
        await withCheckedContinuation { waiting in
            let lane = state.withLock { state -> Lane? in
                if let lane = state.free.popLast() { return lane }
                state.waiting.append(waiting)
                return nil
            }
            if let lane { waiting.resume(returning: lane) }
        }
    }

    private func giveBack(_ lane: Lane) {
        let next = state.withLock { state -> CheckedContinuation<Lane, Never>? in
            guard !state.waiting.isEmpty else {
                state.free.append(lane)
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume(returning: lane)
    }
}
