import PipelineModel

/// A right that one process has at a time, of this workspace and of all that share its store; it dies with the process.
struct SoleRight: Sendable {
    private let lock: WorkspaceLock
    private let hold: any Sendable

    /// Takes the right called `name`.
    ///
    /// - Throws: ``CommandFailure`` heldElsewhere when a living process has it.
    init(_ name: String, of session: Session) async throws {
        lock = try WorkspaceLock(name, of: session.workspace)
        guard let hold = try await session.store.hold(name) else {
            throw CommandFailure(
                .heldElsewhere, "another \(name) is running on \(session.store.place); wait until it has ended")
        }
        self.hold = hold
    }
}
