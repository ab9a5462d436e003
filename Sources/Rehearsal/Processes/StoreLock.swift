internal import GRDB

/// The write lock of a workspace's store, taken as any other process would.
package struct StoreLock: Sendable {
    private let queue: DatabaseQueue

    /// A connection to the store of `workspace`, which must exist.
    package init(_ workspace: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(20)
        queue = try DatabaseQueue(path: "\(workspace)/backcourt.sqlite", configuration: configuration)
    }

    /// Does `body` while the lock is held; nothing is written.
    package func holding<Value>(_ body: () throws -> Value) throws -> Value {
        try queue.writeWithoutTransaction { db in
            try db.beginTransaction(.immediate)
            defer { try? db.rollback() }
            return try body()
        }
    }
}
