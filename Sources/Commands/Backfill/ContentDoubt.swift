import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Partitions whose rows are not the recorded ones, and what was computed from them.
struct ContentDoubt {
    /// Their rows differ from their digest, or cannot be read.
    var damaged: Set<Partition> = []
    /// The states of their readers, without lineage.
    var withdrawn: [PartitionState] = []

    /// Writes it down before anything is computed or imported: whatever happens then, nothing is taken for complete
    /// that is damaged, or that was read from damaged rows.
    func record(in session: Session) async throws {
        guard !damaged.isEmpty else { return }
        var changes = ChangeSet(at: Invocation.current.clock.now())
        changes.partitions = withdrawn.compactMap { state in
            session.catalog.entry(state.tableName).map { PartitionWrite(table: $0.table, content: nil, state: state) }
        }
        for partition in damaged.sorted() {
            guard let entry = session.catalog.position(of: partition.table) else { continue }
            let projections = session.catalog.projectionEntries[entry].map { session.catalog.entries[$0].name }
            for name in [partition.table] + projections {
                changes.remove(PartitionState.self, matching: Self.records(of: Partition(name, partition.date)))
            }
            changes.remove(PartitionInput.self, matching: Self.records(of: partition))
        }
        try await session.commit(changes)
    }

    /// What `plan` does not come to: the damage that stays, and the readers that stay stale.
    func remainder(after plan: Plan) -> ContentDoubt {
        let planned = Set(plan.steps.map(\.partition))
        return ContentDoubt(
            damaged: damaged.subtracting(planned), withdrawn: withdrawn.filter { !planned.contains($0.partition) })
    }

    /// One sentence for each of the two; nil when there is nothing to say.
    var advice: String? {
        var sentences: [String] = []
        if let first = damaged.min() {
            sentences.append(
                "\(damaged.count) damaged partitions are outside the scope, the first is \(first); 'backcourt backfill' "
                    + "computes them again, and 'backcourt import --check-data' loads imported ones")
        }
        if let first = withdrawn.map(\.partition).min() {
            sentences.append(
                "\(withdrawn.count) partitions outside the scope were computed from damaged ones and are stale, the "
                    + "first is \(first); 'backcourt backfill --stale' computes them again")
        }
        return sentences.isEmpty ? nil : sentences.joined(separator: ".\nbackcourt: ")
    }

    private static func records(of partition: Partition) -> RecordFilter {
        RecordFilter.column("table_name", is: .text(partition.table.rawValue)).and(
            "game_date", is: .date(partition.date))
    }
}
