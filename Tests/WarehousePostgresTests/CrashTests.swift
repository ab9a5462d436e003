import PipelineModel
import PipelineTesting
import Rehearsal
import Testing

@testable import WarehousePostgres

/// A server that crashes, of its own.
@Suite(.enabled(if: PostgresServer.script != nil), .serialized) struct CrashTests {
    private static let partition = Partition("stat_sample", SampleChanges.firstDate)

    // Whether the numbers of the lost transaction are given again depends on how much of its log was on disk.
    @Test(arguments: 1...1)
    func `a commit that a crash has lost is not taken for another's with the same numbers`(round: Int) async throws {
        let server = try PostgresServer()
        let crash = CrashOnce(server)
        let store = PostgresWarehouse(
            try PostgresAddress(server.address), datasets: ["samples", "nba_orchestration"], faults: crash.at)
        try await store.prepare(SampleChanges.tables)
        let worker = SampleChanges.worker("alone")
        try await store.register(worker)
        let run = SampleChanges.run("r1", on: Self.partition.date)
        let claim = StepClaim(partition: Self.partition, run: run)
        #expect(
            try await store.claim([claim], by: worker, since: 0, at: SampleChanges.instant()).granted
                == [Self.partition])
        var changes = SampleChanges.changes([
            try SampleChanges.write([StatSample](), on: Self.partition.date)
        ])
        changes.releasedLeases = [Self.partition]
        crash.isArmed = true
        let lost = changes
        let error = await #expect(throws: WarehouseError.self) { try await store.commit(lost) }
        #expect(error?.code == .unavailable, "\(error?.message ?? "")")
        #expect(crash.failure == nil)
        #expect(try await store.facts(counting: []).states.isEmpty)
        // What it held it still holds, and may write.
        try await store.commit(changes)
        #expect(try await store.facts(counting: []).states[Self.partition] != nil)
        try await store.retire(worker, at: SampleChanges.instant(1))
    }
}

/// Crashes the server before a commit, and lets others write before the one who commits can ask.
private final class CrashOnce: @unchecked Sendable {
    private let server: PostgresServer
    // Set and read by one thread at a time.
    var isArmed = false
    private(set) var failure: (any Error)?

    init(_ server: PostgresServer) { self.server = server }

    func at(_ point: FaultPoint) {
        guard isArmed, point == .beforeCommit else { return }
        isArmed = false
        do {
            try server.restart()
            let other = try TestServer.connection(server.address)
            for _ in 0..<60 {
                try other.execute("UPDATE nba_orchestration.store_commit SET number = number + 1")
            }
        } catch {
            failure = error
        }
    }
}
