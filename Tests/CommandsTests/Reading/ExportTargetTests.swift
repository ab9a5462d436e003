import Foundation
import Testing

/// Where an export may be written, and what it leaves alone.
struct ExportTargetTests {
    @Test(arguments: ["backcourt.sqlite", "config.json", "locks/new"])
    func `the workspace's own files are never written over`(_ file: String) async throws {
        let harness = try await CommandLineHarness.copy()
        let target = "\(harness.workspace)/\(file)"
        let before = FileManager.default.contents(atPath: target)
        let result = await harness.run("export", "arenas", "--to", target)
        #expect(result.code == 2 && result.err.contains("belongs to the workspace"))
        #expect(FileManager.default.contents(atPath: target) == before)
        #expect(await harness.run("gaps").code == 0)
    }

    @Test func `a link to one of them is no way around`() async throws {
        let harness = try await CommandLineHarness.copy()
        try FileManager.default.createSymbolicLink(
            atPath: harness.path("link.csv"), withDestinationPath: "\(harness.workspace)/config.json")
        let result = await harness.run("export", "arenas", "--to", harness.path("link.csv"))
        #expect(result.code == 2 && result.err.contains("belongs to the workspace"))
        #expect(await harness.run("config").code == 0)
    }

    @Test func `the folder for exports is for exports`() async throws {
        let harness = try await CommandLineHarness.copy()
        #expect(await harness.run("export", "arenas", "--to", "\(harness.workspace)/exports/arenas.csv").code == 0)
    }

    @Test func `a link is followed, not replaced`() async throws {
        let harness = try await CommandLineHarness.copy()
        try Data("old".utf8).write(to: URL(filePath: harness.path("real.csv")))
        try FileManager.default.createSymbolicLink(
            atPath: harness.path("link.csv"), withDestinationPath: harness.path("real.csv"))
        let printed = await harness.run("export", "arenas")
        #expect(await harness.run("export", "arenas", "--to", harness.path("link.csv")).code == 0)
        #expect(harness.text("real.csv") == printed.out)
        var status = stat()
        #expect(lstat(harness.path("link.csv"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test func `what is no regular file is written to and stays what it is`() async throws {
        let harness = try await CommandLineHarness.copy()
        let pipe = harness.path("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        let reader = open(pipe, O_RDONLY | O_NONBLOCK)
        try #require(reader >= 0)
        let printed = await harness.run("export", "arenas")
        #expect(await harness.run("export", "arenas", "--to", pipe).code == 0)
        let received = FileHandle(fileDescriptor: reader, closeOnDealloc: true).availableData
        #expect(String(decoding: received, as: UTF8.self) == printed.out)
        var status = stat()
        #expect(lstat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    }

    @Test func `a file of the user's that looks like a draft is kept`() async throws {
        let harness = try await CommandLineHarness.copy()
        try Data("mine".utf8).write(to: URL(filePath: harness.path("out.csv.partial")))
        #expect(await harness.run("export", "arenas", "--to", harness.path("out.csv")).code == 0)
        #expect(harness.text("out.csv.partial") == "mine")
    }
}
