import Foundation
import Rehearsal
import Testing

/// What a newcomer runs first is held as text, and is what README shows.
///
/// `BACKCOURT_RECORD_SNAPSHOTS=1 swift test --filter DemoTests` writes the text anew.
struct DemoTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardizedFileURL
    private static let snapshot = repository.appending(path: "Tests/Snapshots/demo.txt")

    @Test func `the demo prints what is recorded, and fits a terminal`() async throws {
        let shown = Self.lasting(try run())
        if ProcessInfo.processInfo.environment["BACKCOURT_RECORD_SNAPSHOTS"] == "1" {
            try Data(shown.utf8).write(to: Self.snapshot)
        }
        let recorded = try String(contentsOf: Self.snapshot, encoding: .utf8)
        #expect(shown == recorded)
        let lines = recorded.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count <= 40)
        #expect(lines.filter { $0.count > 80 }.isEmpty)
        let readme = try String(contentsOf: Self.repository.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains("```\n\(recorded)```"))
    }

    private func run() throws -> String {
        let folder = try ScratchFolder("backcourt-demo")
        let (output, errors) = ("\(folder.path)/out", "\(folder.path)/err")
        let program = try #require(Program.sibling("backcourt"))
        let script = Self.repository.appending(path: "Scripts/demo.sh").path
        let workspace = "\(folder.path)/league"
        let outcome = try ChildProcess(
            ["/bin/sh", script, program, "", "", workspace], output: output, errors: errors
        ).wait()
        let complaints = try String(contentsOfFile: errors, encoding: .utf8)
        #expect(outcome.status == 0, "\(complaints)")
        return try String(contentsOfFile: output, encoding: .utf8)
            .replacing(workspace, with: "./demo-league").replacing(program, with: ".build/release/backcourt")
    }

    // What differs from run to run: time, and what is made of it.
    private static func lasting(_ text: String) -> String {
        text.replacing(/in [0-9.]+ s, [0-9]+ partitions/, with: "in 3.0 s, 1400 partitions")
            .replacing(/Batch b[0-9a-z-]+\./, with: "Batch b1795797393448969-6489x15u5ca7-000001.")
    }
}
