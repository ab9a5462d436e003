import PipelineModel

/// A right that one process has at a time, of this workspace and of all that share its store; it dies with the process.
struct SoleRight: Sendable {
    private let lock: WorkspaceLock
    private let hold: any StoreRight
    private let name: String
    private let place: String

    /// Takes the right called `name`.
    ///
    /// - Throws: ``CommandFailure`` heldElsewhere when a living process has it.
    init(_ name: String, of session: Session) async throws {
        lock = try WorkspaceLock(name, of: session.workspace)
        guard let hold = try await session.store.hold(name) else {
            throw CommandFailure(
                .heldElsewhere, "another \(name) is running on \(session.store.place); wait until it has ended")
        }
        (self.hold, self.name, place) = (hold, name, session.store.place)
    }

    /// To be asked before anything that rests on it is written.
    ///
    /// - Throws: ``WarehouseError`` leaseLost when another process took it while the store was away.
    func keep() async throws(WarehouseError) {
        guard try await !hold.isKept() else { return }
        throw WarehouseError(
            .leaseLost, "\(place): another \(name) has begun while the store was away; try again when it has ended")
    }
}
