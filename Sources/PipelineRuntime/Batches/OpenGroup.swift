import GameCalendar
import PipelineModel

/// What the next transaction writes, and the steps that are over once it is written.
struct OpenGroup: Sendable {
    /// A step's last attempt, with what it adds to the report.
    struct Ending: Sendable {
        let run: RunRecord
        let counts: BatchReport.Counts
    }

    /// Everything the transaction does.
    var changes: ChangeSet
    /// History rows of attempts that are not their step's last.
    private(set) var attempts: [RunRecord] = []
    /// Steps that end in this group.
    private(set) var endings: [Ending] = []
    /// What is to be told of the attempts.
    private(set) var notices: [Notice] = []
    /// Breakers that opened or closed.
    private(set) var breakers: [BreakerRecord] = []
    /// Leased steps that turned out not to be needed.
    private(set) var dropped = 0

    init(at instant: Timestamp) {
        changes = ChangeSet(at: instant)
    }

    /// Steps that are over.
    var steps: Int { endings.count + dropped }

    /// Adds the row of an attempt that another one follows, or of one that begins.
    mutating func attempt(_ run: RunRecord) throws(WarehouseError) {
        try changes.upsert([run])
        attempts.append(run)
    }

    /// Adds the row of a step's last attempt.
    mutating func end(_ run: RunRecord, _ counts: BatchReport.Counts) throws(WarehouseError) {
        try changes.upsert([run])
        endings.append(Ending(run: run, counts: counts))
    }

    /// Adds what is to be told.
    mutating func tell(_ notice: Notice) throws(WarehouseError) {
        try changes.upsert([notice])
        notices.append(notice)
    }

    /// Adds a breaker that opened or closed.
    mutating func guarding(_ breaker: BreakerRecord) throws(WarehouseError) {
        try changes.upsert([breaker])
        breakers.append(breaker)
    }

    /// Gives back the lease of a step that was not needed, and takes back its row.
    mutating func drop(_ partition: Partition, run: String?) {
        changes.releasedLeases.append(partition)
        if let run { changes.remove(RunRecord.self, matching: .column("run_id", is: .text(run))) }
        dropped += 1
    }

    /// Takes over from a group the store refused: its leases go back, what failed or was blocked stays so, and what
    /// was computed is lost, so that its runs are interrupted.
    mutating func takeBack(_ refused: OpenGroup, _ interrupt: (RunRecord) -> RunRecord) throws(WarehouseError) {
        changes.releasedLeases += refused.changes.releasedLeases
        for removal in refused.changes.removals where removal.table == RunRecord.table {
            changes.remove(RunRecord.self, matching: removal.filter)
        }
        for run in refused.attempts { try attempt(run) }
        // A success that would have closed one is lost.
        for breaker in refused.breakers where breaker.isOpen { try guarding(breaker) }
        for ending in refused.endings {
            switch ending.run.status {
            case .success, .noData, .partial: try changes.upsert([interrupt(ending.run)])
            case .failed, .blocked, .interrupted, .superseded, .running:
                try end(ending.run, ending.counts)
                for notice in refused.notices where notice.isAbout(ending.run) { try tell(notice) }
            }
        }
    }
}

extension Notice {
    fileprivate func isAbout(_ run: RunRecord) -> Bool {
        processorName == run.processorName.rawValue && dataDate == run.dataDate
    }
}
