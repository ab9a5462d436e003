public import GameCalendar
public import PipelineModel

/// A registered worker, and what it is at.
public struct WorkerStanding: Hashable, Sendable {
    /// Its row.
    public let worker: Worker
    /// Whether its process lives, as far as the store can tell.
    public let isAlive: Bool
    /// Partitions it holds.
    public let leases: Int
    /// Of these the one it has held longest; nil when it holds none.
    public let earliest: Partition?
    /// Its runs of the last hour that ended in success.
    public let done: Int

    /// How each of `workers` stands, the longest registered first.
    ///
    /// - Parameter living: ids of those whose processes live.
    public static func all(_ workers: [Worker], living: Set<String>, _ facts: ReportFacts, now: Timestamp) -> [Self] {
        guard !workers.isEmpty else { return [] }
        let leases = Dictionary(grouping: facts.ledger.facts.store.leases.values.map(\.lease), by: \.workerID)
        let recent = facts.runs.filter { run in
            run.success == true && (run.finishedAt.map { now.seconds(since: $0) <= 3600 } ?? false)
        }
        let done = recent.reduce(into: [Substring: Int]()) { counts, run in
            let parts = run.runID.split(separator: "-")
            if parts.count == 3 { counts[parts[1], default: 0] += 1 }
        }
        return workers.sorted { ($0.startedAt, $0.workerID) < ($1.startedAt, $1.workerID) }.map { worker in
            let held = leases[worker.workerID] ?? []
            let earliest = held.min { ($0.acquiredAt, $0.partition) < ($1.acquiredAt, $1.partition) }
            return WorkerStanding(
                worker: worker, isAlive: living.contains(worker.workerID), leases: held.count,
                earliest: earliest?.partition, done: done[worker.workerID[...]] ?? 0)
        }
    }
}
