import Foundation
import Testing

extension CommandLineHarness {
    /// A workspace with the tiny league imported and phases 3 and 4 computed, for tests that only read.
    static let league = Task { try await CommandLineHarness.computed() }

    /// A workspace of a test's own with the tiny league imported and phases 3 and 4 computed.
    static func copy(tick: Int64 = 1, isTerminal: Bool = false) async throws -> CommandLineHarness {
        let original = try await league.value
        let copy = try CommandLineHarness(hour: 1, tick: tick, isTerminal: isTerminal)
        try FileManager.default.copyItem(atPath: original.workspace, toPath: copy.workspace)
        return copy
    }

    /// A workspace of a test's own with the tiny league imported, edited by `spoil`, and nothing computed.
    static func imported(_ spoil: String...) async throws -> CommandLineHarness {
        let harness = try CommandLineHarness()
        try TinyLeague().write(to: harness.path("raw"))
        for arguments in [["init"], ["import", harness.path("raw")]] {
            let result = await harness.run(arguments)
            try #require(result.code == 0, "\(arguments): \(result.err)\(result.out)")
        }
        for sql in spoil { try harness.edit(sql) }
        return harness
    }

    private static func computed() async throws -> CommandLineHarness {
        let harness = try CommandLineHarness()
        try TinyLeague().write(to: harness.path("raw"))
        for arguments in [["init"], ["import", harness.path("raw")], ["backfill", "--quiet"]] {
            let result = await harness.run(arguments)
            try #require(result.code == 0, "\(arguments): \(result.err)\(result.out)")
        }
        return harness
    }
}
