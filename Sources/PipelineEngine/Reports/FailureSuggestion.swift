public import PipelineModel

/// What heals an unresolved run, as a command line.
public enum FailureSuggestion {
    /// Whether running it again can help without anything else being done.
    public static func isRetryable(_ run: RunRecord) -> Bool {
        switch run.errorCategory {
        case .transient, .resource, .cancelled, nil: true
        case .upstream, .data, .bug: false
        }
    }

    /// The command that heals `run`; for a blocked one, the command for what it waits on comes first.
    public static func command(for run: RunRecord, missingSources: [TableName]) -> String {
        let date = run.dataDate
        switch (run.status, run.errorCategory) {
        case (.partial, _): return "backcourt retry --partial --dates \(date)"
        case (.blocked, _) where !missingSources.isEmpty:
            return "backcourt import FOLDER  # \(missingSources.map(\.rawValue).joined(separator: ", ")), then: "
                + "backcourt backfill"
        case (.blocked, _): return "backcourt retry --blocked --dates \(date)"
        case (_, .resource): return "backcourt retry --failed --jobs 1 --dates \(date)"
        case (.interrupted, _): return "backcourt backfill"
        case (_, .data): return "backcourt retry --failed --dates \(date)  # after the data named above is mended"
        case (_, .bug): return "backcourt retry --failed --reset-breaker --dates \(date)  # after the fix"
        default: return "backcourt retry --failed --dates \(date)"
        }
    }
}
