import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime
import Synchronization

/// How far something long is.
struct WorkProgress: Hashable, Sendable {
    /// What has ended, counted in `unit`.
    var ended: Int
    /// All there is.
    var total: Int
    /// What is counted: steps, partitions, files.
    var unit: String
    /// Done part of the work, 0...1; not that of the count where pieces differ in size.
    var share: Double
    /// The newest piece that ended.
    var latest: String?

    /// `ended` of `total` pieces, of about equal size unless `share` says otherwise.
    init(_ ended: Int, of total: Int, _ unit: String, share: Double? = nil, latest: String? = nil) {
        (self.ended, self.total, self.unit, self.latest) = (ended, total, unit, latest)
        self.share = share ?? (total > 0 ? Double(ended) / Double(total) : 1)
    }

    /// `1200/3165 steps, 812 steps/s, 2 s left, at player_game_summary 2022-11-01`.
    func line(after seconds: Double) -> String {
        var text = "\(ended)/\(total) \(unit)"
        if ended > 0, seconds > 0, share > 0 {
            let left = seconds * (1 - share) / share
            text += ", \(Self.spelled(Double(ended) / seconds)) \(unit)/s, \(Duration.spelled(seconds: left)) left"
        }
        if let latest { text += ", at \(latest)" }
        return text
    }

    private static func spelled(_ rate: Double) -> String {
        rate >= 10 ? String(Int(rate.rounded())) : ((rate * 10).rounded() / 10).description
    }
}

/// Shows how far something is: one redrawn line on a terminal, a line every few seconds elsewhere; when asked, a line for
/// every piece that has ended.
final class ProgressDisplay: Sendable {
    /// Nothing is said of what takes less.
    static let secondsBetweenLines = 5.0
    private static let barWidth = 24
    private let console: Console
    private let verbosity: Verbosity
    private let clock: RuntimeClock
    private let started: Timestamp
    private let shownAt = Mutex<Double?>(nil)

    /// A display of what `invocation` is about to begin.
    init(_ verbosity: Verbosity, _ invocation: Invocation = .current) {
        (self.verbosity, console, clock) = (verbosity, invocation.console, invocation.clock)
        started = clock.now()
    }

    func show(_ progress: WorkProgress) {
        guard verbosity > .quiet, progress.total > 0 else { return }
        let elapsed = clock.now().seconds(since: started)
        if console.isTerminal {
            console.err("\r\u{1B}[2K" + Self.bar(progress.share) + progress.line(after: elapsed))
            shownAt.withLock { $0 = elapsed }
            return
        }
        let isDue = shownAt.withLock { last in
            guard elapsed - (last ?? 0) >= Self.secondsBetweenLines else { return false }
            last = elapsed
            return true
        }
        if isDue { console.err(progress.line(after: elapsed) + "\n") }
    }

    /// Tells of pieces that have ended, to who wants to know each.
    func tell(_ pieces: [String]) {
        guard verbosity == .verbose, !pieces.isEmpty else { return }
        let isDrawn = console.isTerminal && shownAt.withLock { $0 != nil }
        console.err((isDrawn ? "\r\u{1B}[2K" : "") + pieces.map { $0 + "\n" }.joined())
    }

    /// Takes the redrawn line away; the result says the rest.
    func end() {
        if console.isTerminal, shownAt.withLock({ $0 != nil }) { console.err("\r\u{1B}[2K") }
    }

    private static func bar(_ share: Double) -> String {
        let filled = min(barWidth, max(0, Int(Double(barWidth) * share)))
        return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: barWidth - filled) + "] "
    }
}
