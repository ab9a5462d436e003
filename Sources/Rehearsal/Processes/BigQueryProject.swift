import Foundation

/// A project of its own on the emulator that `BACKCOURT_TEST_BIGQUERY` names. The emulator forgets it when it ends.
package struct BigQueryProject: Sendable {
    /// The emulator's address; nil where there is none.
    package static let emulator = ProcessInfo.processInfo.environment["BACKCOURT_TEST_BIGQUERY"]

    /// Where the store is.
    package let address: String
    private let root: String

    /// An empty project.
    package init() throws {
        guard let emulator = Self.emulator else {
            throw ChildProcess.StartError(description: "BACKCOURT_TEST_BIGQUERY names no emulator")
        }
        let name = "b\(UUID().uuidString.lowercased().prefix(13))"
        address = "bigquery://\(name)?endpoint=\(emulator)"
        root = "\(emulator)/bigquery/v2/projects/\(name)"
    }

    /// Sends JSON to a part of the project, as somebody else would.
    package func post(_ json: String, to path: String) throws {
        let child = try ChildProcess(
            [
                "/usr/bin/curl", "--silent", "--fail", "--output", "/dev/null", "--header",
                "Content-Type: application/json",
                "--data", json, root + path,
            ], environment: ["PATH": "/usr/bin:/bin"])
        guard child.wait().status == 0 else { throw ChildProcess.StartError(description: "\(path): not done") }
    }
}
