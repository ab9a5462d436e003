internal import CSQLiteSetup
internal import GRDB
package import PipelineModel
internal import Synchronization

/// How far a commit is kept safe against loss of power; a killed process loses nothing that was committed.
package enum Durability: Sendable {
    /// Power loss may lose the newest commits, never consistency.
    case backfill
    /// Every commit is on disk when it returns.
    case live
}

/// The embedded store: one SQLite file in WAL mode, and a directory with one lock file per process.
///
/// Reads see each commit entirely or not at all and never wait for a writer. Writers of all processes take turns; one
/// waits up to five seconds for its turn, then gets an error of code busy. An access once begun runs to its end, also
/// when its task is cancelled, so cancelling never leaves a commit in doubt.
package final class SQLiteWarehouse: Warehouse {
    /// The store's file.
    package let path: String
    let locks: WorkerLocks
    let pool: DatabasePool
    let access: Access
    let faults: (@Sendable (FaultPoint) -> Void)?
    let translate: ErrorTranslator
    let known = KnownFacts()
    /// Connections that read.
    static let readers = 4
    // A directory made for this store alone; it goes when the store does.
    private let ownedDirectory: TemporaryDirectory?

    /// What may be done with a store.
    package enum Access: Sendable {
        /// Reading and writing; a file that does not exist is created.
        case readWrite
        /// Reading only, also while another process writes; the file must exist.
        case readOnly
    }

    /// Opens the store at `path`.
    ///
    /// - Parameters:
    ///   - locksDirectory: holds one lock file per process; nil for `locks` beside the file.
    ///   - faults: called at each ``FaultPoint``; for chaos tests.
    /// - Throws: ``WarehouseError`` schemaTooNew, corrupt, readOnly, exhausted; other for a network file system.
    package convenience init(
        path: String, locksDirectory: String? = nil, access: Access = .readWrite, durability: Durability = .backfill,
        faults: (@Sendable (FaultPoint) -> Void)? = nil
    ) throws(WarehouseError) {
        try self.init(
            path: path, locks: WorkerLocks(directory: locksDirectory ?? StorePath.sibling("locks", of: path)),
            access: access, durability: durability, faults: faults, ownedDirectory: nil)
    }

    /// A new, empty store in a temporary directory that is removed with the last reference; for tests and
    /// rehearsals.
    package static func temporary(
        durability: Durability = .backfill, faults: (@Sendable (FaultPoint) -> Void)? = nil
    ) throws(WarehouseError) -> SQLiteWarehouse {
        let directory = try TemporaryDirectory()
        return try SQLiteWarehouse(
            path: "\(directory.path)/backcourt.sqlite", locks: WorkerLocks(directory: "\(directory.path)/locks"),
            access: .readWrite, durability: durability, faults: faults, ownedDirectory: directory)
    }

    private init(
        path: String, locks: WorkerLocks, access: Access, durability: Durability,
        faults: (@Sendable (FaultPoint) -> Void)?, ownedDirectory: TemporaryDirectory?
    ) throws(WarehouseError) {
        self.path = path
        self.locks = locks
        self.access = access
        self.faults = faults
        self.ownedDirectory = ownedDirectory
        translate = ErrorTranslator(path: path, isReading: access == .readOnly)
        try Volume.refuseNetwork(at: path)
        do {
            pool = try Self.open(path, access, durability)
        } catch {
            throw translate(error)
        }
    }

    // Once in a process; whether SQLite took it is no matter of being right.
    private static let setup: Void = { _ = sqlite_without_memory_statistics() }()

    private static func open(_ path: String, _ access: Access, _ durability: Durability) throws -> DatabasePool {
        setup
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.readonly = access == .readOnly
        configuration.label = "backcourt"
        configuration.maximumReaderCount = readers
        configuration.persistentReadOnlyConnections = true
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -16000")
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            guard version <= SchemaVersion.current else { throw StorePath.tooNew(path, version) }
            guard access == .readWrite else { return }
            try db.execute(sql: "PRAGMA synchronous = \(durability == .live ? "FULL" : "NORMAL")")
            // Debian builds SQLite so that deleting overwrites: a replaced partition would be written twice.
            try db.execute(sql: "PRAGMA secure_delete = OFF")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
            try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
        return pool
    }
}

extension SQLiteWarehouse {
    /// Runs `body` in one read transaction, off the caller's executor.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value)
        async throws(WarehouseError) -> Value
    {
        try await result(of: body).get()
    }

    /// The same with the error as a value.
    func result<Value: Sendable>(of body: @escaping @Sendable (Database) throws -> Value)
        async -> Result<Value, WarehouseError>
    {
        let translate = translate
        return await withCheckedContinuation { done in
            pool.asyncRead { access in
                done.resume(returning: Result { try body(access.get()) }.mapError { translate($0) })
            }
        }
    }

    /// Runs `body` in one immediate transaction, off the caller's executor: all of it is committed, or nothing.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value)
        async throws(WarehouseError) -> Value
    {
        try await writeWithoutTransaction { db in
            var value: Value?
            try db.inTransaction(.immediate) {
                value = try body(db)
                return .commit
            }
            guard let value else { throw WarehouseError(.other, "a transaction ended without a result") }
            return value
        }
    }

    /// Runs `body` on the writing connection.
    func writeWithoutTransaction<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value)
        async throws(WarehouseError) -> Value
    {
        guard access == .readWrite else {
            throw WarehouseError(.readOnly, "\(path) is open for reading only; this command must not write")
        }
        let translate = translate
        let outcome = await withCheckedContinuation {
            (done: CheckedContinuation<Result<Value, WarehouseError>, Never>) in
            pool.asyncWriteWithoutTransaction { db in
                done.resume(returning: Result { try body(db) }.mapError { translate($0) })
            }
        }
        return try outcome.get()
    }
}
