import GameCalendar
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Synchronization

/// A channel that remembers what it was told, and refuses while it is broken.
final class RecordingChannel: NoticeChannel {
    struct Refusal: Error {}

    private let state = Mutex((told: [Notice](), isBroken: false))
    let name = "recording"
    let reach: ChannelReach
    let level: NoticeLevel

    init(reach: ChannelReach = .people, level: NoticeLevel = .info) {
        self.reach = reach
        self.level = level
    }

    var told: [Notice] { state.withLock { $0.told } }
    var texts: [String] { told.map(\.text) }

    func breakDown(_ isBroken: Bool = true) { state.withLock { $0.isBroken = isBroken } }

    func deliver(_ notice: Notice) async throws {
        try state.withLock { state in
            if state.isBroken { throw Refusal() }
            state.told.append(notice)
        }
    }
}

/// A desk over a store in memory, at a time that is set by hand.
struct DeskRig {
    let store: MemoryWarehouse
    let channel = RecordingChannel()
    let seconds = SettableNumber()

    /// A number that tests set.
    final class SettableNumber: Sendable {
        private let value = Mutex(0)
        var now: Int {
            get { value.withLock { $0 } }
            set { value.withLock { $0 = newValue } }
        }
    }

    init() async throws {
        store = try await MemoryWarehouse.prepared([])
    }

    var clock: RuntimeClock {
        let seconds = seconds
        return RuntimeClock(now: { SampleChanges.instant(seconds.now) }, pause: { _ in })
    }

    var desk: NoticeDesk {
        NoticeDesk(
            warehouse: store, channels: [channel], clock: clock, identifiers: Identifiers(worker: "w1", now: clock.now))
    }

    /// Stores notices of one batch, held back unless told otherwise.
    func hold(_ count: Int, of batch: String, level: NoticeLevel = .error, suppressed: Bool = true) async throws {
        var changes = ChangeSet(at: clock.now())
        try changes.upsert(
            (0..<count).map { number in
                var notice = sampleNotice(number, at: seconds.now)
                notice.noticeID = "n\(batch)-\(number)"
                (notice.batchID, notice.level, notice.suppressed) = (batch, level, suppressed)
                return notice
            })
        try await store.commit(changes)
    }

    /// A batch row, as a process named `worker` writes it.
    func open(_ batch: String, _ status: BatchStatus = .running) async throws {
        var row = Batch()
        (row.batchID, row.status) = (batch, status)
        var changes = ChangeSet(at: clock.now())
        try changes.upsert([row])
        try await store.commit(changes)
    }

    func notices() async throws -> [Notice] {
        try await store.records(Notice.self, matching: RecordFilter())
    }
}

/// A failure of the totals, `number` days into November.
func sampleNotice(_ number: Int, _ processor: String = "totals", at second: Int = 0) -> Notice {
    var notice = Notice()
    let digits = String(number)
    notice.noticeID = "n" + String(repeating: "0", count: 4 - digits.count) + digits
    (notice.level, notice.category, notice.processorName) = (.error, .runFailed, processor)
    notice.dataDate = GameDate(dayNumber: 19_662) + number
    notice.text = "failure \(number)"
    notice.createdAt = SampleChanges.instant(second)
    return notice
}
