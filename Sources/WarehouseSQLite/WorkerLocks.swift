internal import Foundation
internal import PipelineModel
internal import Synchronization

/// One lock file per process that may hold leases; the operating system gives the lock back when the process ends.
///
/// Whether a process lives is whether its file is locked. Locks belong to open file descriptions, so two stores opened
/// by one process are two workers.
final class WorkerLocks: Sendable {
    private let directory: String
    private let held = Mutex<[String: Int32]>([:])

    init(directory: String) {
        self.directory = directory
    }

    deinit {
        for (worker, descriptor) in held.withLock({ $0 }) { release(worker, descriptor) }
    }

    /// Whether `worker` was registered through this store.
    func holds(_ worker: String) -> Bool {
        held.withLock { $0[worker] != nil }
    }

    /// Takes the lock of `worker` until ``release(_:)``; nothing when it is held already.
    func acquire(_ worker: String) throws(WarehouseError) {
        guard !holds(worker) else { return }
        mkdir(directory, 0o700)
        // Locked under another name first, so that nobody ever finds the file without its lock.
        let draft = file(of: ".new-\(worker)")
        let descriptor = open(draft, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(draft) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, rename(draft, file(of: worker)) == 0 else {
            close(descriptor)
            throw failure(draft)
        }
        held.withLock { $0[worker] = descriptor }
    }

    /// Gives the lock of `worker` back.
    func release(_ worker: String) {
        guard let descriptor = held.withLock({ $0.removeValue(forKey: worker) }) else { return }
        release(worker, descriptor)
    }

    /// Whether the process behind `worker` has ended.
    func isDead(_ worker: String) -> Bool {
        if holds(worker) { return false }
        let descriptor = open(file(of: worker), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT }
        defer { close(descriptor) }
        // Shared, so that two processes asking at once do not take each other for the worker.
        return flock(descriptor, LOCK_SH | LOCK_NB) == 0
    }

    /// Removes what a dead worker left behind.
    func forget(_ worker: String) {
        unlink(file(of: worker))
    }

    private func release(_ worker: String, _ descriptor: Int32) {
        unlink(file(of: worker))
        close(descriptor)
    }

    // Worker ids are made by programs; a slash would leave the directory.
    private func file(of worker: String) -> String {
        "\(directory)/\(worker.split(separator: "/").joined(separator: "_"))"
    }

    private func failure(_ path: String) -> WarehouseError {
        WarehouseError(
            errno == ENOSPC ? .exhausted : .readOnly,
            "\(path) cannot be locked (\(String(cString: strerror(errno)))); check that its directory is writable")
    }
}
