import GameCalendar
public import PipelineModel

extension Collection<RunRecord> {
    /// Seconds in which these runs were under way: from the first start to the last end within each batch, summed. What
    /// lies between two batches is nobody's work. 0 for runs that took no time.
    public var busySeconds: Double {
        Dictionary(grouping: self, by: \.batchID).values.map { runs in
            guard let first = runs.map(\.createdAt).min(), let last = runs.compactMap(\.finishedAt).max() else {
                return 0
            }
            return Swift.max(0, last.seconds(since: first))
        }.sorted().reduce(0, +)
    }
}
