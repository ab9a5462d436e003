internal import Foundation
internal import GRDBSQLite
internal import Synchronization

/// A call to the operating system by which a store reads or writes its files.
package enum StoreCall: String, Hashable, Sendable, CaseIterable {
    /// Bytes of a file are read.
    case storeRead
    /// Bytes of a file are written: the store, its log, a backup.
    case storeWrite
}

/// What the operating system answers to a call that fails.
package enum StoreCallFailure: String, Hashable, Sendable, CaseIterable {
    /// The device did not do it.
    case ioError
    /// There is no space left on it.
    case diskFull
}

/// Lets a test answer in the place of the operating system.
///
/// SQLite hands its system calls over to whoever asks, for this very purpose: what it makes of a failed call, and
/// everything above it, is what happens on a failing disk. All stores of the process are concerned, from then on; without
/// a judge nothing is put in between.
package enum StoreCalls {
    private static let judge = Mutex<(@Sendable (StoreCall) -> StoreCallFailure?)?>(nil)

    /// Asks `judge` before each call; nil lets the call through.
    ///
    /// - Returns: whether this build of SQLite lets its calls be replaced.
    package static func intercept(_ judge: @escaping @Sendable (StoreCall) -> StoreCallFailure?) -> Bool {
        self.judge.withLock { $0 = judge }
        return replace(["pread64", "pread"], unsafeBitCast(read, to: sqlite3_syscall_ptr.self))
            && replace(["pwrite64", "pwrite"], unsafeBitCast(write, to: sqlite3_syscall_ptr.self))
    }

    // Of several names for one call a build uses one.
    private static func replace(_ names: [String], _ call: sqlite3_syscall_ptr) -> Bool {
        guard let system = sqlite3_vfs_find(nil) else { return false }
        return names.contains { name in
            system.pointee.xGetSystemCall?(system, name) != nil
                && system.pointee.xSetSystemCall?(system, name, call) == SQLITE_OK
        }
    }

    private typealias Read = @convention(c) (Int32, UnsafeMutableRawPointer?, Int, off_t) -> Int
    private typealias Write = @convention(c) (Int32, UnsafeRawPointer?, Int, off_t) -> Int

    private static let read: Read = { file, bytes, count, offset in
        StoreCalls.fails(.storeRead) ? -1 : pread(file, bytes, count, offset)
    }

    private static let write: Write = { file, bytes, count, offset in
        StoreCalls.fails(.storeWrite) ? -1 : pwrite(file, bytes, count, offset)
    }

    // The lock is not held while the judge thinks: it may end the process.
    private static func fails(_ call: StoreCall) -> Bool {
        guard let failure = judge.withLock({ $0 })?(call) else { return false }
        switch failure {
        case .ioError: errno = EIO
        case .diskFull: errno = ENOSPC
        }
        return true
    }
}
