import Foundation

/// A PostgreSQL server of one's own, made by the script that `BACKCOURT_TEST_POSTGRES_SCRIPT` names; ended with the value.
package final class PostgresServer: Sendable {
    /// The script; nil where there is none, or no server for it to start.
    package static let script = ProcessInfo.processInfo.environment["BACKCOURT_TEST_POSTGRES_SCRIPT"]

    /// The address of its own database.
    package let address: String
    private let folder: String

    /// A server that has been started.
    package init() throws {
        // Outside of folders that only their owner may enter: the server has an owner of its own.
        let folder = "/tmp/backcourt-server-\(UUID().uuidString.lowercased())"
        self.folder = folder
        address = try Self.run(["start", folder]).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    deinit { try? shutDown() }

    /// Ends it at once, with everything in it.
    package func shutDown() throws { _ = try Self.run(["stop", folder]) }

    /// Kills it and starts it again on the same port.
    package func restart() throws { _ = try Self.run(["restart", folder]) }

    private static func run(_ arguments: [String]) throws -> String {
        guard let script else {
            throw ChildProcess.StartError(description: "BACKCOURT_TEST_POSTGRES_SCRIPT names no script")
        }
        let scratch = try ScratchFolder("backcourt-server-output")
        let (output, errors) = ("\(scratch.path)/out", "\(scratch.path)/err")
        let child = try ChildProcess(
            ["/bin/sh", script] + arguments, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"],
            output: output, errors: errors)
        guard child.wait().status == 0 else {
            let said = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
            throw ChildProcess.StartError(description: "\(arguments.joined(separator: " ")): \(said)")
        }
        return try String(contentsOfFile: output, encoding: .utf8)
    }
}
