import Testing

@testable import Commands

/// What long commands tell while they work.
struct ProgressTests {
    private static let long = [
        "verify --digests", "backfill phase3 --check-data", "backfill phase3 --force", "plan --force --what-if",
        "import --check-data RAW",
    ]

    private func run(_ line: String, on harness: CommandLineHarness) async throws -> CommandResult {
        if line.hasSuffix("RAW") { try TinyLeague().write(to: harness.path("raw")) }
        let words = line.split(separator: " ").map { $0 == "RAW" ? harness.path("raw") : String($0) }
        let result = await harness.run(words)
        #expect(result.code == 0, "\(result.err)")
        return result
    }

    @Test(arguments: long)
    func `on a terminal a bar is drawn, with rate and time left`(_ line: String) async throws {
        let result = try await run(line, on: .copy(isTerminal: true))
        #expect(result.err.contains("[#"))
        #expect(result.err.contains("/s, ") && result.err.contains(" left, at "))
        #expect(result.err.hasSuffix("\r\u{1B}[2K"), "the bar goes when the result is there")
    }

    @Test(arguments: long)
    func `elsewhere it is a line now and then`(_ line: String) async throws {
        let result = try await run(line, on: .copy(tick: 6000))
        let lines = result.err.split(separator: "\n")
        #expect(lines.contains { $0.contains(" left, at ") }, "\(result.err)")
        #expect(!result.err.contains("\r"))
    }

    @Test(arguments: long)
    func `nothing is told to who wants quiet`(_ line: String) async throws {
        let words = line.split(separator: " ")
        let quiet = ([words[0], "--quiet"] + words.dropFirst()).joined(separator: " ")
        #expect(try await run(quiet, on: .copy(tick: 6000, isTerminal: true)).err == "")
    }

    @Test func `verbose names each step with its rows and seconds`() async throws {
        let harness = try await CommandLineHarness.copy()
        let line = "run analytics/player_game_summary --dates 2023-11-01,2023-11-02 --force --verbose"
        let result = try await run(line, on: harness)
        let lines = result.err.split(separator: "\n")
        #expect(lines.count == 2, "\(result.err)")
        for (line, date) in zip(lines, ["2023-11-01", "2023-11-02"]) {
            #expect(line.hasPrefix("player_game_summary \(date) success 20 rows ") && line.hasSuffix(" s"))
        }
        #expect(try await run("run analytics/player_game_summary --force", on: harness).err == "")
    }

    @Test func `verbose names each file of an import`() async throws {
        let harness = try CommandLineHarness()
        await harness.run("init")
        let lines = try await run("import --verbose RAW", on: harness).err.split(separator: "\n")
        #expect(lines.count == 9)
        #expect(lines.contains("schedule_2023-24.csv nbac_schedule read 16 rows"))
        let rehearsed = try await run("import --strict --dry-run --verbose RAW", on: .copy())
        #expect(rehearsed.err.split(separator: "\n").count == 9)
    }

    @Test func `nobody is both quiet and verbose`() async throws {
        let result = await (try await CommandLineHarness.league.value).run("status", "--quiet", "--verbose")
        #expect(result.code == 2 && result.err.contains("not both"))
    }

    @Test func `the time left is that of the work, not of the count`() {
        let progress = WorkProgress(3, of: 4, "files", share: 0.25, latest: "c.csv")
        #expect(progress.line(after: 10) == "3/4 files, 0.3 files/s, 30 s left, at c.csv")
        #expect(WorkProgress(0, of: 4, "files").line(after: 10) == "0/4 files")
        #expect(WorkProgress(4, of: 4, "steps").line(after: 0) == "4/4 steps")
        #expect(WorkProgress(30, of: 60, "steps").line(after: 2) == "30/60 steps, 15 steps/s, 2 s left")
    }
}
