public import GameCalendar
public import PipelineModel

/// What came of living a finished date once more.
public struct LiveRehearsal: Hashable, Sendable {
    /// The date.
    public let date: GameDate
    /// Triggers sent, by topic.
    public var triggers: [Topic: Int] = [:]
    /// Correlation ids of the runs.
    public var correlations: Set<String> = []
    /// Runs that were no success.
    public var failures: [String] = []
    /// Partitions of the date that came out incomplete.
    public var incomplete: [String] = []
    /// Partitions of the date that came out other than they are stored.
    public var differing: [String] = []
    /// How long it took.
    public var seconds = 0.0

    /// Nothing seen yet of `date`.
    public init(date: GameDate) {
        self.date = date
    }
}

/// What is known of the season being played.
public enum LiveEvidence: Sendable {
    /// Nobody looked.
    case unread
    /// As it was when the verdict that is asked about passed.
    case held
    /// Looked at now.
    case found(LiveFacts)
}

/// What gate 3 judges beside coverage.
public struct LiveFacts: Sendable {
    /// Dates of the newest season that may be incomplete.
    public var tolerance: Int
    /// Numbers of the gates before it that hold now.
    public var holding: Set<Int>
    /// How the season of the newest final date is covered; nil when there is none.
    public var season: (name: Season, coverage: Coverage)?
    /// The rehearsal; nil when there was no date to rehearse, or it could not be run.
    public var rehearsal: LiveRehearsal?

    /// Facts about the live season.
    public init(
        tolerance: Int, holding: Set<Int>, season: (name: Season, coverage: Coverage)?, rehearsal: LiveRehearsal?
    ) {
        (self.tolerance, self.holding, self.season, self.rehearsal) = (tolerance, holding, season, rehearsal)
    }
}
