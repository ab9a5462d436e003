import ArgumentParser
import Foundation
import Testing

@testable import Commands

/// What `--help` prints is held as text, so that a change of it is seen.
///
/// `BACKCOURT_RECORD_SNAPSHOTS=1 swift test --filter HelpSnapshotTests` writes the files anew.
struct HelpSnapshotTests {
    private static let width = 100
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Snapshots/help").standardizedFileURL

    static let names = CommandList.all.compactMap { $0.configuration.commandName }

    @Test(arguments: names)
    func `help is as recorded`(_ name: String) throws {
        let command = try #require(CommandList.all.first { $0.configuration.commandName == name })
        let help = Backcourt.helpMessage(for: command, columns: Self.width) + "\n"
        let file = Self.folder.appending(path: "\(name).txt")
        if ProcessInfo.processInfo.environment["BACKCOURT_RECORD_SNAPSHOTS"] == "1" {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try Data(help.utf8).write(to: file)
        }
        let recorded = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        #expect(help == recorded, "\(Self.difference(from: recorded, to: help))")
    }

    @Test func `nothing is recorded that is no command`() throws {
        guard ProcessInfo.processInfo.environment["BACKCOURT_RECORD_SNAPSHOTS"] == nil else { return }
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(files) == Set(Self.names.map { "\($0).txt" }))
    }

    @Test(arguments: names)
    func `asking for help ends in 0`(_ name: String) async throws {
        let harness = try CommandLineHarness()
        let result = await harness.run(name, "--help")
        #expect(result.code == 0)
        #expect(result.out.contains("USAGE: backcourt \(name)"))
    }

    @Test(arguments: names)
    func `help fits a narrow terminal, and so does what a wrong word is answered with`(_ name: String) async throws {
        let command = try #require(CommandList.all.first { $0.configuration.commandName == name })
        let help = Backcourt.helpMessage(for: command, columns: Wrapping.width).split(separator: "\n")
        #expect(help.allSatisfy { $0.count <= Wrapping.width }, "\(help.joined(separator: "\n"))")
        let refused = await (try CommandLineHarness()).run(name, "--nonsense")
        #expect(refused.code == 2 && refused.out.isEmpty)
        #expect(refused.err.split(separator: "\n").allSatisfy { $0.count <= Wrapping.width }, "\(refused.err)")
    }

    private static func difference(from old: String, to new: String) -> String {
        let (old, new) = (old.split(separator: "\n"), new.split(separator: "\n"))
        return new.difference(from: old).map { change in
            switch change {
            case .insert(let line, let text, _): "\(line + 1) + \(text)"
            case .remove(let line, let text, _): "\(line + 1) - \(text)"
            }
        }.joined(separator: "\n")
    }
}
