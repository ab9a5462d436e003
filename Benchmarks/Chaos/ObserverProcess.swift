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
        // The reader ends when this process closes the writing end, or ends. No other child may hold it, not even one
        // that another thread starts right now, so it is opened closed to children, which a nameless pipe is not.
        let pipe = "\(workspace)/observer.pipe"
        mkfifo(pipe, 0o600)
        let input = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        end = open(pipe, O_WRONLY | O_CLOEXEC)
        guard input >= 0, end >= 0 else { throw Broken(description: "no pipe for the reader") }
        report = "\(workspace)/observer.txt"
        errors = "\(workspace)/observer.err"
        child = try ChildProcess(
            [CommandLine.arguments[0], "observe", "\(workspace)/backcourt.sqlite", report], input: input,
            output: errors, errors: errors)
        close(input)
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
