import Dispatch
import Foundation
package import PipelineRuntime
import Synchronization

/// Remembers which signal asked for a stop.
package final class SignalRecord: Sendable {
    private let number = Mutex<Int32>(0)

    /// No signal yet.
    package init() {}

    /// The status a stopped command ends with.
    package var status: ExitStatus { number.withLock { $0 } == SIGTERM ? .terminated : .interrupted }

    func note(_ signal: Int32) { number.withLock { $0 = signal } }
}

/// Turns SIGINT and SIGTERM into requests to stop: the first finishes running steps, the second cancels them.
package struct SignalWatch {
    private let sources: [any DispatchSourceSignal]

    /// Watches until ``end()``.
    package init(_ stop: StopSwitch, _ record: SignalRecord) {
        let queue = DispatchQueue(label: "backcourt.signals")
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                record.note(number)
                stop.request()
            }
            source.resume()
            return source
        }
    }

    /// Stops watching.
    package func end() {
        for source in sources { source.cancel() }
    }
}
