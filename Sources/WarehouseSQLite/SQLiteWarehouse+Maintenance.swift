internal import Foundation
internal import GRDB
internal import GRDBSQLite
package import PipelineModel

extension SQLiteWarehouse {
    /// Moves the log into the main file and cuts it to nothing.
    ///
    /// A log that another process still reads is moved as far as possible and cut by a later call.
    package func checkpoint() async throws(WarehouseError) {
        let faults = faults
        try await writeWithoutTransaction { db in
            try Self.moveLog(db, "PASSIVE")
            faults?(.duringCheckpoint)
            try Self.moveLog(db, "TRUNCATE")
        }
    }

    private static func moveLog(_ db: Database, _ mode: String) throws {
        let statement = try RawStatement(db, "PRAGMA wal_checkpoint(\(mode))")
        try statement.run()
    }

    /// Writes a consistent copy of the store to `file`, also while others write.
    ///
    /// - Throws: ``WarehouseError`` invalid when `file` exists; exhausted, readOnly, corrupt.
    package func backup(to file: String) async throws(WarehouseError) {
        let (path, draft) = (path, Self.draft(of: file))
        try await Self.offExecutor { () throws(WarehouseError) in
            try Self.refuseExisting(file)
            unlink(draft)
            do throws(WarehouseError) {
                try Self.copy(path, into: draft)
            } catch {
                unlink(draft)
                throw error
            }
            guard rename(draft, file) == 0 else {
                unlink(draft)
                throw WarehouseError(.readOnly, "\(file) cannot be created; check its directory")
            }
        }
    }

    // What a backup is written to before it gets its name.
    private static func draft(of backup: String) -> String { "\(backup).partial" }

    /// The files that ``backup(to:)`` leaves when the process ends before it: the copy so far, and its journal.
    package func drafts(of backup: String) -> [String] {
        [Self.draft(of: backup), "\(Self.draft(of: backup))-journal"]
    }

    private static func refuseExisting(_ file: String) throws(WarehouseError) {
        guard !FileManager.default.fileExists(atPath: file) else {
            throw WarehouseError(.invalid, "\(file) exists and is not overwritten; name another file")
        }
    }

    private static func copy(_ path: String, into draft: String) throws(WarehouseError) {
        let connection = try ReadOnlyConnection(path: path)
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(connection.handle, "VACUUM INTO ?", -1, &statement, nil) == SQLITE_OK,
            draft.withCString({ name in
                sqlite3_bind_text(statement, 1, name, -1, nil) == SQLITE_OK && sqlite3_step(statement) == SQLITE_DONE
            })
        else { throw connection.failure() }
        let descriptor = open(draft, O_RDONLY | O_CLOEXEC)
        fsync(descriptor)
        close(descriptor)
    }

    /// What SQLite's own check finds wrong with the file; empty for a sound one. Reads the whole file.
    package func integrityProblems() async throws(WarehouseError) -> [String] {
        try await read { db in
            try String.fetchAll(db, sql: "PRAGMA quick_check").filter { $0 != "ok" }
        }
    }

    /// Whether the process that registered `worker` still lives: whether it holds its lock.
    package func isAlive(_ worker: Worker) -> Bool { !locks.isDead(worker.workerID) }

    /// Bytes that may still be written to the store's volume; nil when it cannot be told.
    package var freeBytes: Int? { Volume.freeBytes(at: path) }

    /// Bytes of the store's file and its log.
    package func storedBytes() -> Int {
        [path, "\(path)-wal"].reduce(0) { sum, file in
            var information = stat()
            return stat(file, &information) == 0 ? sum + Int(information.st_size) : sum
        }
    }
}
