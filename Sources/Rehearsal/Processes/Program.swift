import Foundation

/// The real program, run as a process of its own on one workspace.
package struct Program: Sendable {
    /// The executable.
    package let path: String
    /// Its workspace.
    package let workspace: String

    /// The program at `path` on `workspace`.
    package init(path: String, workspace: String) {
        self.path = path
        self.workspace = workspace
    }

    /// The executable `name` beside the one that is running: where the build puts both.
    package static func sibling(_ name: String) -> String? {
        guard let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return nil }
        let path = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name).path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    /// Starts a command; `fault` is what BACKCOURT_FAULT understands, `skew` by how many seconds its clock is wrong.
    package func start(
        _ arguments: [String], fault: String? = nil, skew: Int = 0, output: String = "/dev/null",
        errors: String = "/dev/null"
    ) throws -> ChildProcess {
        var environment = ["BACKCOURT_WORKSPACE": workspace]
        environment["BACKCOURT_FAULT"] = fault
        if skew != 0 { environment["BACKCOURT_CLOCK_SKEW"] = "\(skew)" }
        return try ChildProcess([path] + arguments, environment: environment, output: output, errors: errors)
    }

    /// Runs a command to its end; `meanwhile` is done once it has started.
    package func run(
        _ arguments: [String], fault: String? = nil, meanwhile: (ChildProcess) throws -> Void = { _ in }
    ) throws -> Finished {
        try finished { output, errors in
            let child = try start(arguments, fault: fault, output: output, errors: errors)
            do {
                try meanwhile(child)
            } catch {
                child.send(SIGKILL)
                _ = child.wait()
                throw error
            }
            return child
        }
    }

    /// Runs a command to its end; no file it writes may grow beyond `fileSize` bytes, as on a full disk.
    package func run(_ arguments: [String], fileSize: Int) throws -> Finished {
        // The shell counts in blocks of 512 bytes; the signal would end the program before it could say anything.
        let script = "trap '' XFSZ; ulimit -f \(fileSize / 512); exec \"$0\" \"$@\""
        return try finished {
            try ChildProcess(
                ["/bin/sh", "-c", script, path] + arguments, environment: ["BACKCOURT_WORKSPACE": workspace],
                output: $0, errors: $1)
        }
    }

    private func finished(_ start: (String, String) throws -> ChildProcess) throws -> Finished {
        let folder = try ScratchFolder("backcourt-output")
        let (output, errors) = ("\(folder.path)/out", "\(folder.path)/err")
        let outcome = try start(output, errors).wait()
        return Finished(outcome: outcome, output: Self.text(output), errors: Self.text(errors))
    }

    /// A command that ran to its end.
    package struct Finished: Sendable {
        /// How, and at what cost.
        package let outcome: ChildProcess.Outcome
        /// Standard output.
        package let output: String
        /// Standard error.
        package let errors: String

        /// The exit code; nil when a signal ended it.
        package var status: Int32? { outcome.status }
    }

    private static func text(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
