import Foundation
import GameCalendar
import Notifications
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Synchronization
import Testing

/// A desk that tells through real sockets.
@Suite struct SlowChannelTests {
    private static let clock = RuntimeClock(
        now: { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) },
        pause: { seconds in try? await Task.sleep(for: .seconds(seconds)) })

    private func notice(_ number: Int) -> Notice {
        var notice = Notice()
        (notice.noticeID, notice.level, notice.category) = ("n\(number)", .critical, .runFailed)
        (notice.text, notice.createdAt) = ("failure \(number)", Self.clock.now())
        return notice
    }

    // Tells three notices through a file-like record and a webhook; how long each of two rounds took, with `patience`
    // in seconds for one.
    private func tell(
        _ behaviour: HostileServer.Behaviour, isStopped: Bool = false, patience seconds: Double = 0.6
    ) async throws -> (seconds: [Double], told: [Notice], records: Int, connections: Int, requests: [String]) {
        let server = HostileServer(behaviour)
        if isStopped { server.stop() }
        let store = try await MemoryWarehouse.prepared([])
        let records = Records()
        var patience = DeliveryPatience()
        patience.round = seconds
        let desk = NoticeDesk(
            warehouse: store,
            channels: [
                StandardErrorChannel { _ in records.add() },
                try WebhookChannel(WebhookAddress(server.url), timeout: .seconds(120)),
            ], clock: Self.clock, identifiers: Identifiers(worker: "w1", now: Self.clock.now), patience: patience)
        var changes = ChangeSet(at: Self.clock.now())
        try changes.upsert((1...3).map(notice))
        try await store.commit(changes)
        var durations: [Double] = []
        for _ in 1...2 {
            let begin = ContinuousClock.now
            await desk.deliver(isClosing: true)
            durations.append((ContinuousClock.now - begin) / .seconds(1))
        }
        let notices = try await store.records(Notice.self, matching: RecordFilter())
        return (durations, notices.filter { $0.deliveredAt != nil }, records.count, server.connections, server.requests)
    }

    private final class Records: Sendable {
        private let lines = Mutex(0)
        var count: Int { lines.withLock { $0 } }
        func add() { lines.withLock { $0 += 1 } }
    }

    @Test func `a webhook that works is told everything once`() async throws {
        let outcome = try await tell(.ok, patience: 120)
        #expect(outcome.told.count == 3 && outcome.records == 3 && outcome.connections == 3)
        for number in 1...3 { #expect(outcome.requests.count { $0.contains("failure \(number)") } == 1) }
    }

    private static let behaviours: [HostileServer.Behaviour] = [
        .hang, .status(500), .answer("garbage"), .trickle("HTTP/1.1 200 OK\r\n", "A: b\r\n"), .reset,
    ]

    @Test(arguments: behaviours)
    func `one that does not is given up on in time, left alone, and what it missed stays untold`(
        _ behaviour: HostileServer.Behaviour
    ) async throws {
        let outcome = try await tell(behaviour)
        #expect(outcome.seconds.allSatisfy { $0 < 30 }, "\(outcome.seconds)")
        #expect(outcome.told.isEmpty && outcome.connections == 1)
        #expect(outcome.records == 3)
    }

    @Test func `one that refuses is no different`() async throws {
        let outcome = try await tell(.ok, isStopped: true)
        #expect(outcome.seconds[0] < 30 && outcome.told.isEmpty && outcome.records == 3)
    }
}
