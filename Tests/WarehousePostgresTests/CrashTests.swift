import Foundation
import PipelineModel
import PipelineTesting
import Rehearsal
import Testing

@testable import WarehousePostgres

/// A server that crashes, of its own.
@Suite(.enabled(if: PostgresServer.script != nil), .serialized) struct CrashTests {
    private static let partition = Partition("stat_sample", SampleChanges.firstDate)

    @Test(arguments: CrashOnce.Way.allCases)
    fileprivate func `a commit that a crash has lost is not taken for another's with the same numbers`(
        way: CrashOnce.Way
    ) async throws {
        let server = try PostgresServer()
        let crash = CrashOnce(server, way)
        let store = PostgresWarehouse(
            try PostgresAddress(server.address), datasets: ["samples", "nba_orchestration"], faults: crash.at)
        try await store.prepare(SampleChanges.tables)
        let worker = SampleChanges.worker("alone")
        try await store.register(worker)
        let run = SampleChanges.run("r1", on: Self.partition.date)
        let claim = StepClaim(partition: Self.partition, run: run)
        let receipt = try await store.claim([claim], by: worker, since: 0, at: SampleChanges.instant())
        #expect(receipt.granted == [Self.partition])
        var changes = SampleChanges.changes([try SampleChanges.write([StatSample](), on: Self.partition.date)])
        changes.releasedLeases = [Self.partition]
        let lost = changes
        crash.isArmed = true
        let error = await #expect(throws: WarehouseError.self) { try await store.commit(lost) }
        #expect(error?.code == .unavailable, "\(error?.message ?? "")")
        #expect(crash.failure == nil)
        #expect(try await store.facts(counting: []).states.isEmpty)
        // What it held it still holds, and may write.
        try await store.commit(lost)
        #expect(try await store.facts(counting: []).states[Self.partition] != nil)
        try await store.retire(worker, at: SampleChanges.instant(1))
    }
}

/// Crashes the server before a commit, and lets others write before the one who commits can ask.
private final class CrashOnce: @unchecked Sendable {
    enum Way: CaseIterable {
        case loseEverything
        /// The server ends all sessions and recovers without being started again.
        case killOneSession
    }

    private let server: PostgresServer
    private let way: Way
    // Set and read by one thread at a time.
    var isArmed = false
    private(set) var failure: (any Error)?

    init(_ server: PostgresServer, _ way: Way) { (self.server, self.way) = (server, way) }

    func at(_ point: FaultPoint) {
        guard isArmed, point == .beforeCommit else { return }
        isArmed = false
        do {
            switch way {
            case .loseEverything: try server.restart()
            case .killOneSession: try killSession()
            }
            let other = try recovered()
            for _ in 0..<60 { try other.execute("UPDATE nba_orchestration.store_commit SET number = number + 1") }
        } catch {
            failure = error
        }
    }

    private func killSession() throws {
        let victim = try TestServer.connection(server.address)
        let pid = try victim.run("SELECT pg_backend_pid()::bigint").int(0, 0)
        // Nothing but one process: 0 and less would be groups.
        try #require(pid > 1)
        kill(pid_t(pid), SIGKILL)
        // The connection ends when the server has noticed.
        while (try? victim.execute("SELECT 1")) != nil {}
    }

    private func recovered() throws -> Connection {
        for _ in 0..<200 {
            if let connection = try? TestServer.connection(server.address) { return connection }
            usleep(50_000)
        }
        return try TestServer.connection(server.address)
    }
}
