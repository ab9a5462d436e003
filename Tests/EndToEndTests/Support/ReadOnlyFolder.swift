import Foundation
import Rehearsal

/// A workspace that the program may read and not write.
///
/// Permissions do not bind the superuser, so there the program runs as nobody.
struct ReadOnlyFolder {
    private static let nobody = 65_534
    private let path: String
    private let asNobody = geteuid() == 0

    init(_ path: String) throws {
        self.path = path
        try everything { item, isFolder in
            if asNobody, chown(item, uid_t(Self.nobody), gid_t(Self.nobody)) != 0 { throw POSIXError(.EPERM) }
            chmod(item, isFolder ? 0o500 : 0o400)
        }
    }

    /// Runs the program without the right to write.
    func run(_ program: Program, _ arguments: [String]) throws -> Program.Finished {
        guard asNobody else { return try program.run(arguments) }
        let user = ["--reuid", "\(Self.nobody)", "--regid", "\(Self.nobody)", "--clear-groups"]
        return try Program(path: "/usr/bin/setpriv", workspace: program.workspace)
            .run(user + [program.path] + arguments)
    }

    /// Makes the folder writable again, so that it can be removed.
    func restore() {
        try? everything { item, isFolder in chmod(item, isFolder ? 0o700 : 0o600) }
    }

    private func everything(_ body: (String, Bool) throws -> Void) throws {
        let items = try FileManager.default.subpathsOfDirectory(atPath: path).map { "\(path)/\($0)" }
        for item in items + [path] {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: item, isDirectory: &isFolder) {
                try body(item, isFolder.boolValue)
            }
        }
    }
}
