package import GameCalendar
package import PipelineEngine
package import PipelineModel

/// How everything stands, read at one moment: what most pages are made of.
package struct Standing: Sendable {
    /// Greater than that of every earlier standing that says something else, in this process or in one before it.
    package var version: Int
    /// When it was read.
    package var readAt: Timestamp
    /// Coverage of all tables over history; of runs, also about games to come, those of the last hour, and the newest of
    /// partitions that did not end well.
    package var facts: ReportFacts
    /// How far the work is.
    package var work: WorkStatus
    /// The newest batches, newest first.
    package var batches: [WorkStatus.BatchStanding]
    /// The newest verdict of each gate over all of history, with how it stands now.
    package var gates: [GateStanding]
    /// The newest notices, newest first.
    package var notices: [Notice]
    /// The newest successful runs of each table, newest first.
    package var recentRuns: [TableName: [RunRecord]]
    /// How long dates take.
    package var estimate: TimeEstimate

    /// How a gate stands.
    package struct GateStanding: Hashable, Sendable {
        /// 0, 1, 2 or 3.
        package var gate: Int
        /// `passed`, `not_passed`, `outdated` or `not_evaluated`.
        package var status: String
        /// The newest verdict over all of history; nil when there is none.
        package var verdict: GateVerdict?

        /// How `gate` stands.
        package init(gate: Int, status: String, verdict: GateVerdict?) {
            (self.gate, self.status, self.verdict) = (gate, status, verdict)
        }
    }

    /// A standing.
    package init(
        version: Int, readAt: Timestamp, facts: ReportFacts, work: WorkStatus, batches: [WorkStatus.BatchStanding],
        gates: [GateStanding], notices: [Notice], recentRuns: [TableName: [RunRecord]], estimate: TimeEstimate
    ) {
        (self.version, self.readAt, self.facts, self.work) = (version, readAt, facts, work)
        (self.batches, self.gates, self.notices) = (batches, gates, notices)
        (self.recentRuns, self.estimate) = (recentRuns, estimate)
    }

    var catalog: Catalog { facts.ledger.catalog }
    var ledger: Ledger { facts.ledger }
    var schedule: Schedule { facts.ledger.facts.schedule }
}
