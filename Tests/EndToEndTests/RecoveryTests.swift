import Rehearsal
import Testing

/// Docs/recovery.md, executed: each scenario is staged, its commands are run as written, and everything is as if nothing
/// had happened.
@Suite struct RecoveryTests {
    // Commands that change something must succeed unless the document says otherwise.
    private static let changing = ["import", "backfill", "retry", "rollback", "run"]

    @Test func `every scenario is documented and staged`() throws {
        let document = try RecoveryDocument()
        #expect(Set(document.scenarios.keys) == Set(RecoveryScenario.allCases.map(\.rawValue)))
        #expect(document.scenarios.values.allSatisfy { !$0.isEmpty })
    }

    @Test(arguments: RecoveryScenario.allCases.filter { $0 != .diskFull || Scene.canLimitFiles })
    func `the documented commands heal`(_ scenario: RecoveryScenario) async throws {
        let commands = try #require(try RecoveryDocument().scenarios[scenario.rawValue])
        let scene = try await scenario.stage()
        // A correction that lies ready is no problem of the store yet.
        if scenario != .lateCorrection { try await scene.run("verify --digests").expect(1) }
        for command in commands {
            let result = try await scene.run(command.line)
            if let status = command.status {
                result.expect(status)
            } else if Self.changing.contains(where: command.line.hasPrefix) {
                result.expect(0)
            } else {
                result.expect(0, 1)
            }
        }
        try await scene.run("verify --digests").expect(0)
        let undisturbed = try await Scene(scenario.league)
        try await undisturbed.run("backfill").expect(0)
        #expect(try scene.digests() == undisturbed.digests())
        #expect(try scene.number("SELECT count(*) FROM processor_run_history WHERE status = 'running'") == 0)
        #expect(try scene.number("SELECT count(*) FROM lease") == 0)
    }
}
