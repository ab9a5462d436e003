import GameCalendar
import PipelineRuntime
import Synchronization

/// What this machine's clock is told to be wrong by: workers of many hosts agree on the time of the server they share.
package final class ClockCorrection: Sendable {
    // A difference below this is the way to the server and back as much as a clock; in microseconds.
    private static let tolerance: Int64 = 1_000_000
    private let microseconds = Mutex<Int64?>(nil)

    /// No correction yet.
    package init() {}

    /// The correction of `instant`, as this machine has it.
    func applied(to instant: Timestamp) -> Timestamp {
        let shift = microseconds.withLock { $0 } ?? 0
        return Timestamp(microseconds: instant.microseconds + shift)
    }

    /// Notes how many microseconds the server is ahead. The first word counts: time does not jump in the middle of work.
    func note(_ ahead: Int64) {
        microseconds.withLock { known in
            if known == nil { known = abs(ahead) < Self.tolerance ? 0 : ahead }
        }
    }
}

extension RuntimeClock {
    /// This clock, corrected.
    func corrected(by correction: ClockCorrection) -> RuntimeClock {
        RuntimeClock(now: { [now] in correction.applied(to: now()) }, pause: pause)
    }
}
