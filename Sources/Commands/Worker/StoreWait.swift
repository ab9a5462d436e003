import PipelineModel
import PipelineRuntime

/// Waits for a store that does not answer or has no room, from look to look for longer, and tells so.
struct StoreWait {
    // Seconds after a store gave up, growing.
    private static let backoff = (first: 1.0, most: 60.0)
    private let verbosity: Verbosity
    private var delay = StoreWait.backoff.first

    init(verbosity: Verbosity) {
        self.verbosity = verbosity
    }

    /// Starts with short waits again.
    mutating func begin() { delay = Self.backoff.first }

    /// Waits for as long as `error` asks for, or until somebody asks to stop.
    ///
    /// - Throws: `error` when time does not mend it.
    mutating func pass(_ error: WarehouseError) async throws(WarehouseError) {
        guard error.category == .transient || error.code == .exhausted else { throw error }
        if verbosity > .quiet {
            Invocation.current.console.err("backcourt: waiting for the store: \(error.message)\n")
        }
        await Invocation.current.stop.pause(delay, on: Invocation.current.clock)
        delay = min(delay * 2, Self.backoff.most)
    }

    /// The workspace with its store open, as soon as that answers; nil when somebody asks to stop before.
    mutating func session(_ options: WorkspaceOptions) async throws -> Session? {
        while Invocation.current.stop.demand == .none {
            do {
                return try Session(options, .readWrite)
            } catch let error as WarehouseError {
                try await pass(error)
            }
        }
        return nil
    }
}
