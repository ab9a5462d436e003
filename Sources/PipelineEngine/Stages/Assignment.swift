public import ContentDigest
public import GameCalendar
public import PipelineModel

/// Everything the runtime needs to compute one step.
public struct Assignment: Sendable {
    /// Consecutive dates of one season that an input covers, with the digest of each; nil where absent.
    public struct Stretch: Sendable {
        /// Ascending.
        public let dates: ArraySlice<GameDate>
        /// One per date.
        public let digests: ArraySlice<Digest?>
        /// Number of the season, to tell windows apart.
        public let season: Int
    }

    /// One declared input with the dates it covers.
    public struct Load: Sendable {
        /// As declared.
        public let input: Input
        /// What lineage will record.
        public let lineage: InputLineage
        /// Oldest first.
        public let stretches: [Stretch]
        /// Finished partitions that the processor's next steps will want, to be read in the same breath.
        public let ahead: [(date: GameDate, digest: Digest)]
    }

    /// The step.
    public let step: PlannedStep
    /// Index of the processor in the catalog.
    public let processor: Int
    /// Steps of one lane are computed one after the other, in date order.
    public let lane: Int
    /// In declared order, fallbacks included.
    public let loads: [Load]
    /// The state before, nil when there was no partition.
    public let previous: PartitionState?

    /// What lineage records when the fallbacks of `consulted` were read.
    public func lineage(consulting consulted: Set<String>) -> [InputLineage] {
        loads.filter { $0.input.requirement != .fallback || consulted.contains($0.input.name) }.map(\.lineage)
    }
}

/// A step that ended without being computed.
public struct StepResolution: Hashable, Sendable {
    /// The step.
    public let step: PlannedStep
    /// Why it was not computed.
    public let exclusion: Exclusion
    /// Whether it was leased, so that its running row must be ended and its lease given back.
    public let wasClaimed: Bool
}
