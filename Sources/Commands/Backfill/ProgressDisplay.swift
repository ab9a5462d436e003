import GameCalendar
import PipelineModel
import PipelineRuntime
import Synchronization

/// Shows how far a batch is: one redrawn line on a terminal, a line every few seconds elsewhere.
final class ProgressDisplay: Sendable {
    private static let secondsBetweenLines = 5.0
    private static let barWidth = 24
    private let console: Console
    private let isQuiet: Bool
    private let shownAt = Mutex(-1.0)

    init(console: Console, isQuiet: Bool) {
        self.console = console
        self.isQuiet = isQuiet
    }

    func show(_ progress: BatchProgress) {
        guard !isQuiet, progress.steps > 0 else { return }
        if console.isTerminal {
            console.err("\r\u{1B}[2K" + Self.bar(progress) + Self.line(progress))
            shownAt.withLock { $0 = progress.elapsed }
            return
        }
        let isDue = shownAt.withLock { last in
            guard progress.elapsed - max(0, last) >= Self.secondsBetweenLines else { return false }
            last = progress.elapsed
            return true
        }
        if isDue { console.err(Self.line(progress) + "\n") }
    }

    /// Leaves the redrawn line behind.
    func end() {
        if console.isTerminal, !isQuiet, shownAt.withLock({ $0 >= 0 }) { console.err("\n") }
    }

    private static func bar(_ progress: BatchProgress) -> String {
        let filled = barWidth * progress.ended / max(1, progress.steps)
        return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: barWidth - filled) + "] "
    }

    /// `1200/3165 steps, 812 steps/s, 2 s left, at player_game_summary 2022-11-01`.
    static func line(_ progress: BatchProgress) -> String {
        let rate = progress.elapsed > 0 ? Double(progress.ended) / progress.elapsed : 0
        var text = "\(progress.ended)/\(progress.steps) steps"
        if rate > 0 {
            let left = Double(progress.steps - progress.ended) / rate
            text += ", \(spelled(rate)) steps/s, \(Duration.spelled(seconds: left)) left"
        }
        if let latest = progress.latest { text += ", at \(latest)" }
        return text
    }

    private static func spelled(_ rate: Double) -> String {
        rate >= 10 ? String(Int(rate.rounded())) : ((rate * 10).rounded() / 10).description
    }
}

extension Duration {
    /// `45 s`, `3 min 20 s`, `2 h 5 min`.
    static func spelled(seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
