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

    @Test(arguments: [
        (#"{"store":"sqlite","version":1,"history_start":"2021-13-45"}"#, "history_start is '2021-13-45'"),
        (#"{"store":"sqlite","version":1,"history_end":"soon"}"#, "history_end is 'soon'"),
        (
            #"{"store":"sqlite","version":1,"history_start":"2023-11-05","history_end":"2023-11-04"}"#,
            "history_end 2023-11-04 is before history_start 2023-11-05"
        ),
        (#"{"store":"sqlite","version":1,"teams":["BOS","XYZ"]}"#, "teams: XYZ is no team"),
        (#"{"store":"sqlite"}"#, "is not a configuration"), ("{", "is not a configuration"),
    ])
    func `what config.json cannot mean is told, not replaced`(_ text: String, _ message: String) async throws {
        let harness = try await CommandLineHarness.copy()
        let path = "\(harness.workspace)/config.json"
        try Data(text.utf8).write(to: URL(filePath: path))
        for command in ["gaps", "backfill", "config", "init"] {
            let result = await harness.run(command)
            #expect(result.code == 2 && result.err.contains("config.json"), "\(result.err)")
            #expect(result.err.contains(message), "\(result.err)")
        }
        #expect(FileManager.default.contents(atPath: path) == Data(text.utf8))
        #expect(await harness.run("init", "--force").code == 0)
        #expect(await harness.run("gaps").code == 0)
    }

    @Test func `a configuration that cannot be read is there all the same`() async throws {
        let harness = try await CommandLineHarness.copy()
        let path = "\(harness.workspace)/config.json"
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        for command in ["gaps", "init"] {
            let result = await harness.run(command)
            #expect(result.code == 2 && result.err.contains("cannot be read; check its permissions"))
            #expect(!result.err.contains("run 'backcourt init'"))
        }
    }

    @Test(arguments: ["gaps", "backfill", "query SELECT(1)"])
    func `an empty store is told of in one sentence`(_ command: String) async throws {
        let harness = try await CommandLineHarness.copy()
        let store = "\(harness.workspace)/backcourt.sqlite"
        for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: store + end) }
        try Data().write(to: URL(filePath: store))
        let result = await harness.run(command.split(separator: " ").map(String.init))
        #expect(result.code == 5 && result.err.contains("backcourt.sqlite is empty; restore it from a backup"))
        #expect(result.err.split(separator: "\n").count == 1)
        #expect(await harness.run("init", "--force").code == 0)
        #expect(await harness.run("import", harness.path("nothing")).code == 2)
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
