import Foundation

/// A program started by this one, and what it cost.
///
/// The operating system counts time and memory, so a child of a few milliseconds is measured as well as one of minutes.
package struct ChildProcess: Sendable {
    /// How a child ended.
    package enum Ending: Hashable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    /// What is known once it has ended.
    package struct Outcome: Sendable {
        /// Exit code or signal.
        package let ending: Ending
        /// From start to end, in seconds.
        package let seconds: Double
        /// Processor time, in seconds.
        package let processorSeconds: Double
        /// Greatest resident size, in bytes.
        package let peakBytes: Int

        /// The exit code; nil when a signal ended it.
        package var status: Int32? {
            if case .exited(let status) = ending { status } else { nil }
        }
    }

    /// Why a program could not be started.
    package struct StartError: Error, CustomStringConvertible {
        /// The sentence.
        package let description: String
    }

    /// Its process id.
    package let pid: Int32
    private let started: ContinuousClock.Instant

    // What the thread sanitizer needs in every process that is built with it; see Scripts/test-tsan.sh.
    private static let loaded = ProcessInfo.processInfo.environment["LD_PRELOAD"].map { ["LD_PRELOAD": $0] } ?? [:]

    // Closes what this process has open besides: a connection ends only when no process holds it any more. Swift's own
    // import of the C library leaves it out.
    private static let closeFrom = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
        unsafeBitCast($0, to: CloseFrom.self)
    }
    private typealias CloseFrom =
        @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

    /// Starts `command` with this environment and nothing else of this process's; output goes to the named files, or
    /// nowhere.
    package init(
        _ command: [String], environment: [String: String] = [:], input: Int32? = nil, output: String = "/dev/null",
        errors: String = "/dev/null"
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        let flags = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o600)
        _ = Self.closeFrom?(&actions, 3)
        var arguments = command.map { strdup($0) } + [nil]
        var variables =
            environment.merging(Self.loaded) { own, _ in own }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var pid: Int32 = 0
        Self.forgetPeak()
        started = .now
        let status = posix_spawn(&pid, command[0], &actions, nil, &arguments, &variables)
        guard status == 0 else {
            throw StartError(description: "\(command[0]) cannot be started: \(String(cString: strerror(status)))")
        }
        self.pid = pid
    }

    // Linux counts a child's greatest size from before it is its own program, when it is as large as its
    // parent ever was; from now on, as its parent is now.
    private static func forgetPeak() {
        #if os(Linux)
            let descriptor = open("/proc/self/clear_refs", O_WRONLY)
            guard descriptor >= 0 else { return }
            _ = Foundation.write(descriptor, "5", 1)
            close(descriptor)
        #endif
    }

    /// Sends `signal`.
    package func send(_ signal: Int32) { kill(pid, signal) }

    /// Whether it has ended; also asked before its end is waited for.
    package var hasEnded: Bool {
        let text = FileManager.default.contents(atPath: "/proc/\(pid)/stat").map { String(decoding: $0, as: UTF8.self) }
        // The name in parentheses may hold anything; the state is the letter after it.
        guard let state = text?.split(separator: ")").last?.split(separator: " ").first else { return true }
        return state == "Z"
    }

    /// Waits for the end; call once.
    package func wait() -> Outcome {
        var status: Int32 = 0
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
        return outcome(status, usage)
    }

    /// What became of it when it has ended; nil while it runs. Not to be asked again after an answer.
    package func poll() -> Outcome? {
        var status: Int32 = 0
        var usage = rusage()
        return wait4(pid, &status, WNOHANG, &usage) == pid ? outcome(status, usage) : nil
    }

    /// Waits at most so many seconds.
    package func wait(atMost seconds: Double) -> Outcome? {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            if let outcome = poll() { return outcome }
            usleep(500)
        }
        return poll()
    }

    private func outcome(_ status: Int32, _ usage: rusage) -> Outcome {
        let signal = status & 0x7F
        return Outcome(
            ending: signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal),
            seconds: (ContinuousClock.now - started) / .seconds(1),
            processorSeconds: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
            peakBytes: Int(usage.ru_maxrss) * 1024)
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }
}
