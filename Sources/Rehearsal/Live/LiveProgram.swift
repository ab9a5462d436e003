import Foundation

/// The real service as a process of its own on one workspace: its inbox, its port, its token.
package struct LiveProgram: Sendable {
    /// The process.
    package let child: ChildProcess
    /// Where it listens.
    package let port: UInt16
    private let workspace: String
    private let errors: String

    /// Starts the service of `program` and waits until it listens; messages go to the file `errors`.
    ///
    /// - Parameter isLive: whether it takes files and events; without, it shows pages.
    /// - Throws: ``ChildProcess/StartError`` when it does not listen within a minute.
    package init(_ program: Program, errors: String, options: [String] = [], fault: String? = nil, isLive: Bool = true)
        throws
    {
        workspace = program.workspace
        self.errors = errors
        let before = Self.text(errors).count
        child = try program.start(
            ["serve", "--port", "0"] + (isLive ? ["--live"] : []) + options, fault: fault, output: errors,
            errors: errors)
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline, !child.hasEnded {
            let new = Self.text(errors).dropFirst(before)
            if let line = new.split(separator: "\n").first(where: { $0.contains("listening on http://") }),
                let port = line.split(separator: ":").last.flatMap({ UInt16($0) })
            {
                self.port = port
                return
            }
            usleep(2000)
        }
        child.send(SIGKILL)
        _ = child.wait()
        throw ChildProcess.StartError(description: "the service does not listen: \(Self.text(errors))")
    }

    /// What it said so far.
    package var messages: String { Self.text(errors) }

    /// Puts files into the inbox as writers ought to: under another name first.
    package func deliver(_ files: [String: String]) throws {
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            let path = "\(workspace)/inbox/\(name)"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path + ".part"))
            rename(path + ".part", path)
        }
    }

    /// What whoever acts presents.
    package var token: String { Self.text("\(workspace)/token").trimmingCharacters(in: .whitespacesAndNewlines) }

    /// A connection for events.
    package func sender() throws -> HTTPClient { try HTTPClient(port: port, token: token) }

    /// A connection of somebody who does not know the token.
    package func reader() throws -> HTTPClient { try HTTPClient(port: port, token: nil) }

    /// Memory it holds now, in bytes.
    package var residentBytes: Int {
        let pages = Self.text("/proc/\(child.pid)/statm").split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (pages ?? 0) * 4096
    }

    /// Asks it to stop and waits.
    package func stop() -> ChildProcess.Outcome? {
        child.send(SIGTERM)
        return child.wait(atMost: 60)
    }

    private static func text(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
