import Foundation
import Testing

/// What a workspace survives.
struct WorkspaceTests {
    @Test(arguments: ["backfill", "import raw", "gate 0", "gaps"])
    func `a store that is gone is not replaced by an empty one`(_ command: String) async throws {
        let harness = try await CommandLineHarness.copy()
        let store = "\(harness.workspace)/backcourt.sqlite"
        for end in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: store + end) {
            try FileManager.default.removeItem(atPath: store + end)
        }
        let result = await harness.run(command.split(separator: " ").map(String.init))
        #expect(result.code == 5 && result.err.contains("is missing; run 'backcourt init --force'"))
        #expect(!FileManager.default.fileExists(atPath: store))
        #expect(await harness.run("init", "--force").code == 0)
    }

    @Test func `an init that fails leaves the configuration as it was`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit("PRAGMA user_version = 99")
        let before = FileManager.default.contents(atPath: "\(harness.workspace)/config.json")
        #expect(await harness.run("init", "--force", "--history-start", "2023-11-05").code == 5)
        #expect(FileManager.default.contents(atPath: "\(harness.workspace)/config.json") == before)
    }

    @Test(arguments: [["--dates", "2023-07-01"], ["--start-date", "2023-07-01"], ["--month", "2023-07"]])
    func `a gate over days without games cannot be judged`(_ scope: [String]) async throws {
        let harness = try await CommandLineHarness.copy()
        for gate in ["0", "1", "all"] {
            let result = await harness.run(["gate", gate] + scope)
            #expect(result.code == 2 && result.err.contains("holds no game dates"))
        }
    }

    @Test(arguments: ["SELECT load_extension('x')", "SELECT json('no json')", "SELECT abs(-9223372036854775808)"])
    func `a query that fails while it runs is a mistake in the query`(_ sql: String) async throws {
        let result = try await CommandLineHarness.league.value.run("query", sql)
        #expect(result.code == 2 && result.err.contains("the query is refused"))
    }
}
