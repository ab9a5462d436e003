import ArgumentParser
import Foundation
import Rehearsal
import Testing

@testable import Commands

/// The files of Docs/deployment.md agree with the program that they start.
struct DeploymentFilesTests {
    private static let commands: Set = ["init", "worker", "serve", "backfill", "gaps", "gate"]
    private let files: DeploymentFiles

    init() throws {
        files = try DeploymentFiles()
    }

    @Test func `every command line is one that the program takes`() {
        for line in files.commandLines {
            #expect(throws: Never.self, "\(line.file): \(line.value)") {
                _ = try Backcourt.parseAsRoot(ArgumentSpelling.normalized(line.words))
            }
        }
        #expect(Set(files.commandLines.compactMap(\.words.first)) == Self.commands)
    }

    @Test func `there is one port`() {
        #expect(files.ports == Array(repeating: "8080", count: 7))
    }

    @Test func `jobs know every exit code`() {
        let answers: [(action: String, codes: [Commands.ExitStatus])] = [
            ("Ignore", [.interrupted, .terminated]), ("FailJob", [.incomplete, .usage, .planDiffers]),
            ("Count", [.heldElsewhere, .store]),
        ]
        for (action, codes) in answers {
            #expect(files.exitCodes(action: action) == Array(repeating: codes.map(\.rawValue), count: 4))
        }
        #expect(Set(answers.flatMap(\.codes)) == Set((1...255).compactMap { Commands.ExitStatus(rawValue: $0) }))
    }

    @Test func `the configuration can be read and names the store that init makes`() throws {
        let path = DeploymentFiles.repository.appending(path: "Deploy/kubernetes/config.json").path
        let configuration = try Configuration.read(path)
        let made = try #require(files.commandLines.first { $0.file.hasSuffix("/init.yaml") })
        #expect(configuration.store == "postgres" && made.words.contains("postgres"))
        #expect(configuration.storeAddress == made.words.last)
    }

    @Test func `a workspace is laid out with secrets that nobody but their owner can read`() throws {
        let folder = try ScratchFolder("backcourt-layout")
        let (given, workspace) = ("\(folder.path)/given", "\(folder.path)/workspace")
        try FileManager.default.createDirectory(atPath: given, withIntermediateDirectories: true)
        let texts = ["config.json": "{}", "token": "a token\n", "password": "a:b\\c\nnot a part of it\n"]
        for (name, text) in texts { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(given)/\(name)")) }
        let script = DeploymentFiles.repository.appending(path: "Deploy/workspace.sh").path
        let environment = ["PATH": "/usr/bin:/bin", "BACKCOURT_GIVEN": given, "BACKCOURT_WORKSPACE": workspace]
        // Words that would fail are not run where there is a configuration.
        for words in [[], ["init", "--nonsense"]] {
            let outcome = try ChildProcess(["/bin/sh", script] + words, environment: environment).wait()
            #expect(outcome.status == 0)
        }
        for (name, text) in ["config.json": "{}", "token": "a token\n", ".pgpass": "*:*:*:*:a\\:b\\\\c\n"] {
            let path = "\(workspace)/\(name)"
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        }
        for folder in Workspace.folders { #expect(FileManager.default.fileExists(atPath: "\(workspace)/\(folder)")) }
    }
}
