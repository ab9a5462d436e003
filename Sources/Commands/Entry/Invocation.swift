import Dashboard
import Foundation
import GameCalendar
package import PipelineModel
package import PipelineRuntime

/// Where a command's results and messages go.
package struct Console: Sendable {
    /// Results.
    package let out: @Sendable (String) -> Void
    /// Messages and progress.
    package let err: @Sendable (String) -> Void
    /// Whether messages go to a terminal, where a line may be redrawn.
    package let isTerminal: Bool

    /// A console from two sinks.
    package init(
        out: @escaping @Sendable (String) -> Void, err: @escaping @Sendable (String) -> Void, isTerminal: Bool = false
    ) {
        self.out = out
        self.err = err
        self.isTerminal = isTerminal
    }

    // Nobody can be told that a message could not be written.
    private static let say: @Sendable (String) -> Void = { text in
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// The process's own standard output and error.
    package static let standard = Console(
        out: { text in
            do {
                try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
            } catch {
                // A result that nobody gets is no result.
                say("backcourt: the results cannot be written: \(error.localizedDescription)\n")
                exit(ExitStatus.store.rawValue)
            }
        },
        err: say, isTerminal: isatty(2) == 1)
}

/// Everything a command takes from outside: the one place where the process, the clock and the environment come in.
package struct Invocation: Sendable {
    /// Words after the program's name.
    package var arguments: [String]
    /// Environment variables.
    package var environment: [String: String]
    /// Where results and messages go.
    package var console: Console
    /// Time; a server's, once work has begun on one.
    package var clock: RuntimeClock
    /// This machine's own clock, to be held against a server's.
    let machineClock: RuntimeClock
    /// What the comparison gave.
    let correction = ClockCorrection()
    /// Asked to stop by signals.
    package var stop: StopSwitch
    /// Which signal asked, for the exit code.
    package var signals: SignalRecord
    /// Called at named points, for tests that kill.
    package var faults: (@Sendable (FaultPoint) -> Void)?
    /// Whether the signals of this process are the command's to take; not so inside a test's process.
    var answersSignals = false

    /// An invocation.
    package init(
        arguments: [String], environment: [String: String], console: Console, clock: RuntimeClock? = nil,
        stop: StopSwitch = StopSwitch(), signals: SignalRecord = SignalRecord(),
        faults: (@Sendable (FaultPoint) -> Void)? = nil
    ) {
        self.arguments = arguments
        self.environment = environment
        self.console = console
        machineClock = clock ?? FaultInjection.clock(environment)
        // A clock that somebody brings is as they want it.
        self.clock = clock ?? machineClock.corrected(by: correction)
        self.stop = stop
        self.signals = signals
        self.faults = faults
    }

    /// The invocation of the command that is running.
    @TaskLocal package static var current = Invocation(
        arguments: [], environment: [:], console: Console(out: { _ in }, err: { _ in }))

    /// The command line as given, for history.
    package var commandLine: String { ShellLine.written(arguments) }
}

extension RuntimeClock {
    /// The machine's clock; the only place that asks for the time.
    package static let system = RuntimeClock(
        now: { Timestamp(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded())) },
        pause: { seconds in try? await Task.sleep(for: .seconds(seconds)) })
}
