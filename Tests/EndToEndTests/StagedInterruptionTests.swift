import Foundation
import GameCalendar
import Rehearsal
import Testing

/// A backfill in stages that is interrupted after each of its commits: before, in and between the stages.
@Suite struct StagedInterruptionTests {
    private static let steps = 80
    // Of each of the first two stages.
    private static let stage = 30
    private let league = TinyLeague(dates: 6, from: .november(1))

    /// What a backfill that was stopped says of itself.
    private struct Account {
        let isInterrupted: Bool
        let counts: [String: Int]
        let gates: [Int]

        init(_ output: String) throws {
            let object = try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
            isInterrupted = object["interrupted"] as? Bool ?? false
            counts = object.compactMapValues { $0 as? Int }
            let gates = try #require(object["gates"] as? [[String: Any]])
            self.gates = gates.compactMap { $0["gate"] as? Int }
        }
    }

    @Test func `wherever it is stopped it exits 130, accounts for every step, and the same command goes on`()
        async throws
    {
        let undisturbed = try await Scene(league)
        try await undisturbed.run("backfill").expect(0)
        let (digests, verdicts) = (try undisturbed.digests(), try undisturbed.number(Self.verdicts))
        var places: Set<String> = []
        for turn in 1...40 {
            let scene = try await Scene(league)
            let stopped = try scene.program().run(
                ["backfill", "--format", "json"], fault: "afterCommit:\(turn):interrupt")
            if stopped.status == 0 { break }
            // On a busy machine the last signal may find the work done and nobody who waits for it.
            if stopped.outcome.ending != .killed(signal: SIGINT) {
                #expect(stopped.status == 130, "commit \(turn): \(stopped.outcome.ending) \(stopped.errors)")
                places.insert(try expectAccount(of: stopped.output, scene))
            }
            #expect(try scene.number("SELECT count(*) FROM lease") == 0)
            try await scene.run("backfill").expect(0)
            #expect(try scene.digests() == digests, "commit \(turn)")
            #expect(try scene.number(Self.verdicts) == verdicts, "a gate that had passed is not judged again")
        }
        #expect(places.isSuperset(of: ["before stage 1", "between", "before stage 2", "after stage 2"]), "\(places)")
    }

    // Expects that every step is accounted for, and says where the work was stopped.
    private func expectAccount(of output: String, _ scene: Scene) throws -> String {
        let account = try Account(output)
        #expect(account.isInterrupted, "\(output)")
        #expect(account.counts["requested"] == Self.steps, "\(output)")
        let (done, left) = (account.counts["done"] ?? -1, account.counts["unfinished"] ?? -1)
        #expect(done + left == Self.steps, "\(output)")
        #expect(try scene.number(Self.written) == done, "\(output)")
        return Self.place(done, account.gates)
    }

    // Sixty steps of a stage are leased in two groups.
    @Test(arguments: [("afterLease:1", "Gate 0: READY FOR STAGE 1."), ("afterLease:3", "Gate 1: READY FOR STAGE 2.")])
    func `what is stopped within a stage says so to people, with what to do`(
        _ fault: String, _ gate: String
    ) async throws {
        let scene = try await Scene(TinyLeague(dates: 12, from: .november(1)))
        let stopped = try scene.program().run(["backfill"], fault: "\(fault):interrupt")
        #expect(stopped.status == 130, "\(stopped.errors)")
        #expect(stopped.output.hasSuffix("\(gate)\n"), "\(stopped.output)")
        #expect(stopped.output.contains("not reached; run the same command again.\n"), "\(stopped.output)")
        #expect(stopped.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(stopped.output)")
        try await scene.run("verify").expect(1)
        try await scene.run("backfill").expect(0)
        try await scene.run("verify --digests").expect(0)
    }

    // By partitions done and gates judged.
    private static func place(_ done: Int, _ gates: [Int]) -> String {
        switch (done, gates) {
        case (0, _): "before stage 1"
        case (stage, [0]): "between"
        case (stage, [0, 1]): "before stage 2"
        case (2 * stage, _): "after stage 2"
        default: "\(done) done"
        }
    }

    private static let verdicts = "SELECT count(*) FROM gate_verdict"
    private static let written =
        "SELECT count(*) FROM processor_run_history WHERE success AND phase <> 'phase_2_raw'"
}
