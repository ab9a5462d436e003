import GameCalendar
public import PipelineModel
import Synchronization

/// Shows on a scratch store that a failure in backfill mode is told once, in the digest, and not before.
public struct SuppressionSelfTest {
    private final class Recorder: NoticeChannel {
        let name = "self-test"
        let told = Mutex<[Notice]>([])

        func deliver(_ notice: Notice) async throws {
            told.withLock { $0.append(notice) }
        }
    }

    private let warehouse: any Warehouse
    private let clock: RuntimeClock

    /// A test over `warehouse`, which must be empty and prepared.
    public init(_ warehouse: any Warehouse, clock: RuntimeClock) {
        self.warehouse = warehouse
        self.clock = clock
    }

    /// How many notices were told at once, and how many the digest holds: 0 and 1 when suppression works.
    public func run() async throws(WarehouseError) -> (immediate: Int, digestEntries: Int) {
        let recorder = Recorder()
        let identifiers = Identifiers(worker: "selftest", now: clock.now)
        let desk = NoticeDesk(warehouse: warehouse, channels: [recorder], clock: clock, identifiers: identifiers)
        var failure = Notice()
        failure.noticeID = identifiers.next("n")
        failure.level = .error
        failure.category = .runFailed
        failure.text = "a simulated failure"
        failure.createdAt = clock.now()
        failure.suppressed = NoticePolicy.isSuppressed(failure.level, in: .backfill)
        var changes = ChangeSet(at: clock.now())
        try changes.upsert([failure])
        try await warehouse.commit(changes)
        try await desk.deliverDue()
        let immediate = recorder.told.withLock { $0.count }
        _ = try await desk.deliverDigest()
        let told = recorder.told.withLock { $0.count } - immediate
        let balance = try await desk.suppressionBalance()
        return (immediate, told == 1 ? balance.digested : 0)
    }
}
