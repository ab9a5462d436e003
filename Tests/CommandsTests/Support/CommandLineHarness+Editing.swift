import Foundation
import GRDB

extension CommandLineHarness {
    /// Changes the store behind the program's back.
    func edit(_ sql: String) throws {
        // Patient, since a store that another process opens or closes is locked for a moment.
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(20)
        let queue = try DatabaseQueue(path: "\(workspace)/backcourt.sqlite", configuration: configuration)
        try queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }
}

extension CommandLineHarness {
    /// The lock of a worker's living process.
    struct Lock {
        fileprivate let descriptor: Int32

        /// Gives it back, as the end of the process does.
        func release() { close(descriptor) }
    }

    /// Takes the lock of `worker`, as its process would.
    func lock(of worker: String) throws -> Lock {
        let descriptor = open("\(workspace)/locks/\(worker)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw POSIXError(.EWOULDBLOCK) }
        return Lock(descriptor: descriptor)
    }
}

extension CommandLineHarness {
    /// Writes the file at `path` anew, each line as `change` makes it.
    func rewrite(_ path: String, _ change: (String) -> String) throws {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { change(String($0)) }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
    }
}
