import Foundation
import Testing

/// What `simulate` says, and what it refuses.
struct SimulateTests {
    private static let small = ["simulate", "--seasons", "1", "--teams", "4", "--games", "3"]

    @Test(arguments: [
        ["--seasons", "0"], ["--seasons", "41"], ["--teams", "2"], ["--teams", "5"], ["--teams", "32"],
        ["--games", "0"],
        ["--games", "83"], ["--defects", "missing,broken"], ["--defects", ""], ["--defects", "late,"],
    ])
    func `a value that cannot be is refused in one sentence`(_ options: [String]) async throws {
        let harness = try CommandLineHarness()
        let result = await harness.run(["simulate", "--out", harness.path("league")] + options)
        #expect(result.code == 2 && result.out.isEmpty)
        #expect(result.err.hasPrefix("backcourt: ") && result.err.split(separator: "\n").count == 1, "\(result.err)")
        #expect(!FileManager.default.fileExists(atPath: harness.path("league")))
    }

    @Test(arguments: [["--seed", "-1"], ["--seed", "many"], ["--teams", "four"], ["--props"]])
    func `what is no value at all is a usage error`(_ options: [String]) async throws {
        let harness = try CommandLineHarness()
        let result = await harness.run(["simulate", "--out", harness.path("league")] + options)
        #expect(result.code == 2 && result.out.isEmpty)
    }

    @Test func `the result is one object`() async throws {
        let harness = try CommandLineHarness()
        let folder = harness.path("league")
        let options = ["--out", folder, "--defects", "missing,late", "--format", "json"]
        let result = await harness.run(Self.small + options)
        #expect(result.code == 0 && result.err.isEmpty)
        #expect(result.object.keys.sorted() == ["dates", "defects", "files", "games", "out", "players"])
        #expect(result.object["out"] as? String == folder)
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".csv") }
        #expect(result.object["files"] as? Int == files.count && files.contains { $0.hasPrefix("late/") })
        let rows = harness.text("league/schedule_2023-24.csv")?.split(separator: "\n").dropFirst() ?? []
        #expect(result.object["games"] as? Int == rows.count && rows.count >= 6 + 4)
        for defect in result.objects("defects") {
            #expect(defect.keys.sorted() == ["date", "detail", "game_id", "kind", "table"])
            #expect(defect["game_id"] is NSNull)
        }
    }

    @Test func `csv is the list of defects, text ends with a summary`() async throws {
        let harness = try CommandLineHarness()
        let partial = ["--out", harness.path("league"), "--defects", "partial"]
        let csv = await harness.run(Self.small + partial + ["--format", "csv"])
        #expect(csv.lines[0] == "kind,table,date,game_id,detail" && csv.lines.count == 3)
        #expect(csv.lines.dropFirst().allSatisfy { $0.hasPrefix("partial,nbac_") && $0.contains(",00223") })
        let text = await harness.run(Self.small + ["--out", harness.path("league")])
        #expect(text.out.contains("8 files in \(harness.path("league")): ") && text.out.hasSuffix("players.\n"))
        let none = await harness.run(Self.small + ["--out", harness.path("league"), "--format", "csv"])
        #expect(none.lines == ["kind,table,date,game_id,detail"])
    }

    @Test func `truth values are accepted for its flags`() async throws {
        let harness = try CommandLineHarness()
        let rich = await harness.run(Self.small + ["--out", harness.path("league"), "--lines=true", "--import=false"])
        #expect(rich.code == 0 && harness.text("league/props_2023-24.csv") != nil)
        let plain = await harness.run(Self.small + ["--out", harness.path("league"), "--lines=false"])
        #expect(plain.code == 0 && harness.text("league/props_2023-24.csv") == nil)
    }

    @Test func `the hidden list names every file with its digest`() async throws {
        let harness = try CommandLineHarness()
        await harness.run(Self.small + ["--out", harness.path("league")])
        let list = try #require(harness.text("league/.simulated")).split(separator: "\n")
        let visible = try FileManager.default.contentsOfDirectory(atPath: harness.path("league"))
            .filter { !$0.hasPrefix(".") }
        #expect(Set(list.map { String($0.dropFirst(66)) }) == Set(visible))
        #expect(list.allSatisfy { $0.prefix(64).allSatisfy(\.isHexDigit) && $0.dropFirst(64).hasPrefix("  ") })
    }
}
