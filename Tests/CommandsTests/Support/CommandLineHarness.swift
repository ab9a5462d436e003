import Commands
import Foundation
import GameCalendar
import PipelineRuntime
import PipelineTesting
import Synchronization

/// What a command printed and how it ended.
struct CommandResult {
    let code: Int32
    let out: String
    let err: String

    /// The lines of standard output.
    var lines: [String] { out.split(separator: "\n").map(String.init) }

    /// Standard output as a JSON object; empty when it is none.
    var object: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(out.utf8))) as? [String: Any] ?? [:]
    }

    /// The objects of one member of the JSON object.
    func objects(_ name: String) -> [[String: Any]] { object[name] as? [[String: Any]] ?? [] }
}

/// A workspace in a temporary directory, and the command line on it, run inside the test's own process.
final class CommandLineHarness: Sendable {
    /// The directory that holds the workspace and a test's files; it goes with the value.
    let directory: String
    private let clock: TickingClock
    private let isTerminal: Bool

    var workspace: String { "\(directory)/workspace" }

    /// An empty directory without a workspace, on the given hour of a clock that moves by `tick` milliseconds whenever
    /// it is asked.
    init(hour: Int64 = 0, tick: Int64 = 1, isTerminal: Bool = false) throws {
        clock = TickingClock(hour: hour, tick: tick)
        self.isTerminal = isTerminal
        directory = FileManager.default.temporaryDirectory.appending(path: "commands-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Runs `backcourt` with these words.
    @discardableResult
    func run(_ arguments: String...) async -> CommandResult { await run(arguments) }

    /// Runs `backcourt` with these words.
    @discardableResult
    func run(_ arguments: [String]) async -> CommandResult {
        let printed = Mutex((out: "", err: ""))
        let clock = clock
        let invocation = Invocation(
            arguments: arguments, environment: ["BACKCOURT_WORKSPACE": workspace],
            console: Console(
                out: { text in printed.withLock { $0.out += text } },
                err: { text in printed.withLock { $0.err += text } }, isTerminal: isTerminal),
            clock: RuntimeClock(now: { clock.now() }, pause: { _ in }))
        let code = await Turnstile.commands.pass { await Backcourt.run(invocation) }
        return printed.withLock { CommandResult(code: code, out: $0.out, err: $0.err) }
    }

    /// The path of a file beside the workspace.
    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// The text of a file beside the workspace; nil when there is none.
    func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: path(name)).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// A clock that moves each time it is asked.
private final class TickingClock: Sendable {
    private let ticks: Mutex<Int64>
    private let tick: Int64

    init(hour: Int64, tick: Int64) {
        ticks = Mutex(hour * 3_600_000)
        self.tick = tick
    }

    func now() -> Timestamp {
        ticks.withLock { ticks in
            ticks += tick
            return Timestamp(microseconds: 1_718_700_000_000_000 + ticks * 1000)
        }
    }
}
