import ContentDigest
import GameCalendar
import PipelineModel

/// Compares one partition with another form of itself.
struct PartitionComparison {
    let table: TableDeclaration
    let date: GameDate

    private var partition: Partition { Partition(table.name, date) }

    /// Row by row with another store's partition.
    func rows(
        in store: any WarehouseReader, against other: any WarehouseReader, named name: String
    ) async throws -> DiffOutput {
        let before = try await content(other)
        let after = try await content(store)
        let difference = ContentDifference(before: before, after: after, key: table.key)
        return DiffOutput(
            partition: partition, against: name, before: before.digest, after: after.digest, rows: difference.rows,
            note: nil)
    }

    private func content(_ store: any WarehouseReader) async throws -> PartitionContent {
        try await store.contents(of: StoredColumns(table), on: [date])[date]
            ?? PartitionContent(emptyWith: table.columns)
    }

    /// By digest with what a run wrote.
    ///
    /// - Throws: ``CommandFailure`` for a run that does not exist, is of another partition or wrote nothing.
    func digest(in store: any WarehouseReader, against runID: String) async throws -> DiffOutput {
        let found = try await store.records(RunRecord.self, matching: .column("run_id", is: .text(runID)))
        guard let run = found.first else {
            throw CommandFailure.usage("'\(runID)' is neither a workspace nor the id of a run")
        }
        guard run.processorName == table.name, run.dataDate == date else {
            throw CommandFailure.usage(
                "run \(runID) is of \(run.processorName) \(run.dataDate), not of \(partition)")
        }
        guard let written = run.outputDigest else {
            throw CommandFailure.usage("run \(runID) ended \(run.status.rawValue) and wrote no rows to compare with")
        }
        let states = try await store.records(
            PartitionState.self,
            matching: .column("table_name", is: .text(table.name.rawValue)).and("game_date", is: .date(date)))
        return DiffOutput(
            partition: partition, against: runID, before: written, after: states.first?.digest, rows: [],
            note: note(run, states.first, written))
    }

    private func note(_ run: RunRecord, _ state: PartitionState?, _ written: Digest) -> String {
        guard let state else { return "The partition is no longer stored; the rows of run \(run.runID) are gone." }
        if state.runID == run.runID { return "Run \(run.runID) is the current one: its rows are the ones stored." }
        if state.digest == written {
            return "The current run is \(state.runID); it wrote the same rows as run \(run.runID)."
        }
        return "The rows of run \(run.runID) are no longer stored: the current run is \(state.runID), and it wrote "
            + "others. Only the digests can be compared; a backup of that time has the rows."
    }
}
