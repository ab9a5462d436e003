import Foundation

/// A database of its own on the server that `BACKCOURT_TEST_POSTGRES` names; dropped with the value.
package final class PostgresDatabase: Sendable {
    /// The address of the server's own database; nil where there is no server.
    package static let server = ProcessInfo.processInfo.environment["BACKCOURT_TEST_POSTGRES"]
    private let own: PostgresServer?

    /// Where it is.
    package let address: String
    private let name: String
    private let server: String

    /// An empty database, or a copy of `original`, which nobody is connected to; on a server of its own where there is one.
    package init(copying original: PostgresDatabase? = nil, on own: PostgresServer? = nil) throws {
        guard let server = own?.address ?? Self.server else {
            throw ChildProcess.StartError(description: "BACKCOURT_TEST_POSTGRES names no server")
        }
        (self.server, self.own) = (server, own)
        name = "b\(UUID().uuidString.lowercased().replacing("-", with: ""))"
        address = server.replacing("/postgres", with: "/\(name)")
        try Self.run("CREATE DATABASE \(name)" + (original.map { " TEMPLATE \($0.name)" } ?? ""), at: server)
    }

    deinit {
        try? Self.run("DROP DATABASE \(name) WITH (FORCE)", at: server)
    }

    /// Kills its own server, as a loss of power would, and starts it again.
    package func restartServer() throws {
        guard let own else {
            throw ChildProcess.StartError(description: "a server that others use is not restarted")
        }
        try own.restart()
    }

    /// Runs a statement as somebody else would.
    package func run(_ sql: String) throws { try Self.run(sql, at: address) }

    /// The rows of a query of one column.
    package func rows(_ sql: String) throws -> [String] {
        let scratch = try ScratchFolder("backcourt-rows")
        let output = "\(scratch.path)/rows"
        try Self.psql(["--tuples-only", "--no-align", "--command", sql, address], sql, output: output)
        return try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// Runs a file of psql's own commands.
    package func run(script path: String) throws { try Self.psql(["--file", path, address], path) }

    private static func run(_ sql: String, at address: String) throws { try psql(["--command", sql, address], sql) }

    private static func psql(_ arguments: [String], _ subject: String, output: String = "/dev/null") throws {
        let errors = NSTemporaryDirectory() + "psql-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: errors) }
        let child = try ChildProcess(
            ["/usr/bin/psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"] + arguments,
            environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C"], output: output, errors: errors)
        guard child.wait().status == 0 else {
            let said = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
            throw ChildProcess.StartError(description: "\(subject): \(said)")
        }
    }
}
