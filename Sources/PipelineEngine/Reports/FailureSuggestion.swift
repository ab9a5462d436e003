import GameCalendar
public import PipelineModel

/// What heals an unresolved run, as a command line.
public enum FailureSuggestion {
    // More dates than this are told as the stretch from the first to the last: what is complete there costs nothing.
    private static let listedDates = 31

    /// Whether running it again can help without anything else being done.
    public static func isRetryable(_ run: RunRecord) -> Bool {
        switch run.errorCategory {
        case .transient, .resource, .cancelled, nil: true
        case .upstream, .data, .bug: false
        }
    }

    /// The command that heals `run`, for which `shortfall` is missing; what must be done first stands in the comment.
    ///
    ///     waits for nothing any more       retry --blocked --dates D
    ///     waits for computed partitions    backfill --dates A,B,D
    ///     waits for imported ones          import FOLDER  # …; then: backcourt backfill --dates A,D
    public static func command(for run: RunRecord, waitingFor shortfall: Shortfall) -> String {
        let date = run.dataDate
        switch (run.status, run.errorCategory) {
        case (.partial, _): return "backcourt retry --partial --dates \(date)"
        case (.blocked, _): return unblocking(run, shortfall)
        case (_, .resource): return "backcourt retry --failed --jobs 1 --dates \(date)"
        case (.interrupted, _): return "backcourt backfill"
        case (_, .data): return "backcourt retry --failed --dates \(date)  # after the data named above is mended"
        case (_, .bug): return "backcourt retry --failed --reset-breaker --dates \(date)  # after the fix"
        default: return "backcourt retry --failed --dates \(date)"
        }
    }

    private static func unblocking(_ run: RunRecord, _ shortfall: Shortfall) -> String {
        guard shortfall != Shortfall() else { return "backcourt retry --blocked --dates \(run.dataDate)" }
        let needed = (shortfall.computed + shortfall.imported).map(\.date).filter { $0 != .reference }
        // What waits in phase 3 waits for nothing behind it, and what is behind may lack more than these dates.
        let target = run.phase == Phase.analytics.label ? "backfill phase3" : "backfill"
        let backfill = "backcourt \(target) \(scope(DateSet(needed + [run.dataDate])))"
        guard !shortfall.imported.isEmpty else { return backfill }
        let missing = Exclusion.missingUpstream(shortfall.imported).detail
        return "backcourt import FOLDER  # with \(missing), or waive what does not exist; then: \(backfill)"
    }

    private static func scope(_ dates: DateSet) -> String {
        guard dates.count > listedDates, let first = dates.first, let last = dates.last else {
            return "--dates " + dates.map(\.description).joined(separator: ",")
        }
        return "--start-date \(first) --end-date \(last)"
    }
}
