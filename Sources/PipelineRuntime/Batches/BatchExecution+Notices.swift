import GameCalendar
import PipelineEngine
import PipelineModel

extension BatchExecution {
    /// Whether there is something to be told before the batch ends.
    struct Telling {
        private var isNoted = false
        // What earlier processes left untold is there from the start.
        private var isWritten = true
        /// Whether channels are being told right now.
        var isUnderWay = false

        /// Says that a notice must not wait for the digest.
        mutating func note() { isNoted = true }

        /// Says that everything noted is on its way into the store.
        mutating func written() {
            isWritten = isWritten || isNoted
            isNoted = false
        }

        /// Whether to start telling now.
        mutating func begin() -> Bool {
            guard isWritten, !isUnderWay else { return false }
            (isWritten, isUnderWay) = (false, true)
            return true
        }
    }

    /// Stores a notice in the group it belongs to; in backfill it waits for the batch's digest unless critical.
    mutating func note(_ level: NoticeLevel, _ category: NoticeCategory, _ run: RunRecord) {
        var notice = Notice()
        notice.noticeID = runner.identifiers.next("n")
        notice.level = level
        notice.category = category
        notice.processorName = run.processorName.rawValue
        notice.dataDate = run.dataDate
        notice.text = run.errorMessage ?? "\(run.processorName) \(run.dataDate) is \(run.status.rawValue)"
        notice.batchID = report.batchID
        notice.createdAt = runner.clock.now()
        notice.suppressed = NoticePolicy.isSuppressed(level, in: options.mode)
        if !notice.suppressed { telling.note() }
        add { group throws(WarehouseError) in try group.tell(notice) }
    }

    /// Tells what does not wait for the digest, beside the steps.
    mutating func startTelling(_ group: inout TaskGroup<Event>) {
        guard let desk = runner.desk, telling.begin() else { return }
        group.addTask {
            await desk.deliver()
            return .told
        }
    }
}
