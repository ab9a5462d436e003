import Foundation

/// A lock of the workspace that one process at a time holds, and that dies with it.
final class WorkspaceLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock called `name`.
    ///
    /// - Throws: ``CommandFailure`` heldElsewhere when a living process holds it.
    init(_ name: String, of workspace: Workspace) throws(CommandFailure) {
        let path = "\(workspace.directory)/locks/\(name).lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(.store, "\(path) cannot be opened; check the workspace's permissions and free space")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw CommandFailure(
                .heldElsewhere, "another \(name) is running in \(workspace.directory); wait until it has ended")
        }
    }

    deinit {
        close(descriptor)
    }
}
