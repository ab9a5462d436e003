import Foundation
import Testing

/// Paths of an import that name nothing it can use.
struct ImportPathTests {
    private func raw() throws -> CommandLineHarness {
        let harness = try CommandLineHarness()
        try TinyLeague().write(to: harness.path("raw"))
        try Data("hello\n".utf8).write(to: URL(filePath: harness.path("notes.csv")))
        return harness
    }

    @Test func `a path that does not exist is told, and nothing is imported though others exist`() async throws {
        let harness = try raw()
        await harness.run("init")
        let result = await harness.run("import", harness.path("raw"), harness.path("rwa"), harness.path("war"))
        #expect(result.code == 2)
        #expect(result.err.contains("'\(harness.path("rwa"))', '\(harness.path("war"))' cannot be read"))
        #expect(await harness.run("query", "SELECT * FROM nbac_schedule", "--format", "csv").lines.count == 1)
    }

    @Test func `a file of no raw table is told when it was named`() async throws {
        let harness = try raw()
        await harness.run("init")
        let result = await harness.run(
            "import", harness.path("raw"), harness.path("notes.csv"), "--format", "json")
        #expect(result.code == 0)
        #expect(result.err.contains("ignored notes.csv: no table has files of this name"))
        let notes = result.objects("files").first { $0["file"] as? String == "notes.csv" }
        #expect(notes?["outcome"] as? String == "ignored")
    }

    @Test func `other files of a folder are passed over in silence`() async throws {
        let harness = try raw()
        try FileManager.default.moveItem(atPath: harness.path("notes.csv"), toPath: harness.path("raw/notes.csv"))
        await harness.run("init")
        let result = await harness.run("import", harness.path("raw"))
        #expect(result.code == 0 && !result.err.contains("notes"))
    }

    @Test func `a named file whose table is not asked for is told, too`() async throws {
        let harness = try raw()
        await harness.run("init")
        let result = await harness.run(
            "import", harness.path("raw/schedule_2023-24.csv"), harness.path("raw/players.csv"), "--table",
            "nbac_schedule")
        #expect(result.code == 0 && result.err.contains("ignored players.csv: its table was not asked for"))
    }
}
