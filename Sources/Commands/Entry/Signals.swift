import Dispatch
import Foundation
import PipelineRuntime
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

/// Takes SIGINT and SIGTERM from the system until ``end()``; without a watch they end the process at once.
///
/// A handler may do next to nothing, so it puts the signal's number into a pipe. Unlike a signal source of Dispatch, which
/// is set up at its own time, it misses no signal that comes right after the watch began.
struct SignalWatch {
    private static let numbers = [SIGINT, SIGTERM]
    // What the handler writes to; nothing while it is negative.
    private static let pipe = Atomic<Int32>(-1)
    private let source: (any DispatchSourceRead)?

    /// Calls `handler` with the number of each signal that comes.
    init(_ handler: @escaping @Sendable (Int32) -> Void) {
        var ends: [Int32] = [-1, -1]
        guard Foundation.pipe(&ends) == 0 else {
            source = nil
            return
        }
        let (output, input) = (ends[0], ends[1])
        Self.pipe.store(input, ordering: .sequentiallyConsistent)
        let source = DispatchSource.makeReadSource(
            fileDescriptor: output, queue: DispatchQueue(label: "backcourt.signals"))
        source.setEventHandler {
            var number: UInt8 = 0
            if read(output, &number, 1) == 1 { handler(Int32(number)) }
        }
        source.setCancelHandler {
            close(output)
            close(input)
        }
        source.resume()
        self.source = source
        for number in Self.numbers {
            signal(number) { number in
                let (reason, pipe) = (errno, SignalWatch.pipe.load(ordering: .sequentiallyConsistent))
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(pipe, &byte, 1)
                errno = reason
            }
        }
    }

    /// Gives the signals back to the system.
    func end() {
        Self.letThemEndTheProcess()
        Self.pipe.store(-1, ordering: .sequentiallyConsistent)
        source?.cancel()
    }

    /// Makes the signals end the process, also when it was started by a shell that ignores them.
    static func letThemEndTheProcess() {
        for number in numbers { signal(number, SIG_DFL) }
    }
}

extension Invocation {
    /// Makes this process end by SIGINT and SIGTERM, except while a command says otherwise.
    package mutating func answerSignals() {
        SignalWatch.letThemEndTheProcess()
        answersSignals = true
    }

    /// Runs `body` so that signals ask it to stop: the first to finish running steps, the second to cancel them.
    func stoppable<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        let (stop, signals) = (stop, signals)
        return try await watching(body) { number in
            signals.note(number)
            stop.request()
        }
    }

    /// Runs `body` so that a signal that ends the process takes these unfinished files along.
    func removing<Value>(_ drafts: [String], whenEndedDuring body: () async throws -> Value) async rethrows -> Value {
        try await watching(body) { number in
            for draft in drafts { unlink(draft) }
            SignalWatch.letThemEndTheProcess()
            kill(getpid(), number)
        }
    }

    private func watching<Value>(
        _ body: () async throws -> Value, _ handler: @escaping @Sendable (Int32) -> Void
    ) async rethrows -> Value {
        let watch = answersSignals ? SignalWatch(handler) : nil
        defer { watch?.end() }
        return try await body()
    }

    /// Waits so many seconds, or until somebody asks to stop.
    func pause(_ seconds: Double) async { await stop.pause(seconds, on: clock) }
}
