import Foundation
import Rehearsal

/// The second reader as a process of its own.
struct ObserverProcess {
    private let child: ChildProcess
    private let end: Int32
    private let report: String
    private let errors: String

    /// Starts looking at the store of `workspace`.
    init(workspace: String) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Broken(description: "no pipe for the reader") }
        // No other child may hold the writing end: the reader ends when this process closes it, or ends.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        report = "\(workspace)/observer.txt"
        errors = "\(workspace)/observer.err"
        child = try ChildProcess(
            [CommandLine.arguments[0], "observe", "\(workspace)/backcourt.sqlite", report], input: ends[0],
            output: errors, errors: errors)
        close(ends[0])
        end = ends[1]
    }

    /// Ends the reader.
    ///
    /// - Returns: how often it looked and how many partitions it compared.
    /// - Throws: ``Broken`` with what it saw that must not be.
    func finish() throws -> (looks: Int, partitions: Int) {
        close(end)
        let outcome = child.wait()
        let lines = Self.text(report).split(separator: "\n").map(String.init)
        guard lines.count >= 2, let looks = Int(lines[0]), let partitions = Int(lines[1]) else {
            throw Broken(description: "the reader failed (\(outcome.ending)): \(Self.text(errors))")
        }
        guard lines.count == 2 else {
            throw Broken(description: "the reader saw: " + lines.dropFirst(2).prefix(10).joined(separator: "; "))
        }
        return (looks, partitions)
    }

    private static func text(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
