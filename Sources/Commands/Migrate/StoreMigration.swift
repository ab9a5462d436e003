import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Copies one store into another and reads everything again.
struct StoreMigration {
    private static let datesTogether = 24
    private static let recordsTogether = 5_000
    // Who works and on what is a matter of the store they work on.
    private static let left: Set<TableName> = [Worker.table.name, Lease.table.name, PartitionState.table.name]

    let source: any Store
    let target: any Store
    let catalog: Catalog
    let clock: RuntimeClock
    let progress: (String) -> Void

    /// What was done.
    struct Outcome {
        var partitions = 0
        /// Of the partitions, those that were not there already.
        var copied = 0
        var rows = 0
        /// Rows of engine tables.
        var records = 0
        /// Of names, dates and digests of all partitions.
        var digest = Digest.ofNothing
        /// Whether nobody wrote to the source meanwhile.
        var isUnchanged = true
    }

    /// Copies what is missing.
    ///
    /// - Throws: ``CommandFailure`` usage for a target that holds something else.
    func run() async throws -> Outcome {
        try await target.prepare(Session.tables(catalog))
        let facts = try await source.facts(counting: catalog.tables)
        let found = try await target.facts(counting: catalog.tables)
        try await refuseOthers(found, facts)
        var outcome = Outcome()
        for table in catalog.tables { try await copy(table, facts, found, &outcome) }
        for row in EngineTables.rows where !Self.left.contains(row.table.name) {
            outcome.records += try await copyRecords(row)
        }
        if try await source.facts(counting: []).commit != facts.commit { outcome.isUnchanged = false }
        // What was written meanwhile comes with the next run.
        guard outcome.isUnchanged else { return outcome }
        try await copyStates(facts, found)
        try await compare(facts, &outcome)
        return outcome
    }

    // What differs and came from the source, as a run of its history, is what the source was before.
    private func refuseOthers(_ found: StoreFacts, _ facts: StoreFacts) async throws {
        func refuse(_ partition: Partition, _ place: String, _ what: String) -> CommandFailure {
            .usage("\(place) holds \(what) \(partition); migrate into an empty store")
        }
        if let partition = found.rowCounts.keys.filter({ found.states[$0] == nil }).min() {
            throw refuse(partition, target.place, "another")
        }
        if let partition = facts.rowCounts.keys.filter({ facts.states[$0] == nil }).min() {
            throw CommandFailure(
                .store, "\(source.place) has rows of \(partition) that no state tells of; look with 'backcourt verify'")
        }
        let others = found.states.values.filter { facts.states[$0.partition]?.digest != $0.digest }
        let runs = Set(others.map(\.runID)).sorted()
        var known: Set<String> = []
        for start in stride(from: 0, to: runs.count, by: Self.recordsTogether) {
            let some = runs[start..<min(start + Self.recordsTogether, runs.count)].map { Cell.text($0) }
            let records = try await source.records(RunRecord.self, matching: RecordFilter().and(.isIn("run_id", some)))
            known.formUnion(records.map(\.runID))
        }
        if let other = others.filter({ !known.contains($0.runID) }).map(\.partition).min() {
            throw refuse(other, target.place, "another")
        }
    }

    private func copy(
        _ table: TableDeclaration, _ facts: StoreFacts, _ found: StoreFacts, _ outcome: inout Outcome
    ) async throws {
        let dates = facts.states.keys.filter { $0.table == table.name }.map(\.date).sorted()
        let missing = dates.filter { date in
            let partition = Partition(table.name, date)
            return found.states[partition]?.digest != facts.states[partition]?.digest
        }
        if !missing.isEmpty { progress("\(table.name): \(missing.count) of \(dates.count) partitions") }
        for start in stride(from: 0, to: missing.count, by: Self.datesTogether) {
            let some = Array(missing[start..<min(start + Self.datesTogether, missing.count)])
            let stored = try await source.partitions(of: StoredColumns(table), recordedAs: [table.name], on: some)
            var changes = ChangeSet(at: clock.now())
            for date in some {
                guard let state = facts.states[Partition(table.name, date)] else { continue }
                guard let partition = stored[date], partition.digests[table.name] == state.digest else {
                    outcome.isUnchanged = false
                    continue
                }
                changes.partitions.append(PartitionWrite(table: table, content: partition.content, state: state))
            }
            try await target.commit(changes)
        }
        let gone = found.states.keys.filter { $0.table == table.name && facts.states[$0] == nil }.map(\.date).sorted()
        if !gone.isEmpty {
            var changes = ChangeSet(at: clock.now())
            changes.deletions = gone.map { (table: table, date: $0, projections: []) }
            try await target.commit(changes)
        }
        outcome.partitions += dates.count
        outcome.copied += missing.count
    }

    private func copyRecords<Row: WarehouseRow>(_ row: Row.Type) async throws -> Int {
        var filter = RecordFilter()
        filter.limit = Self.recordsTogether
        var count = 0
        while true {
            let rows = try await source.records(row, matching: filter)
            guard let last = rows.last else { return count }
            var changes = ChangeSet(at: clock.now())
            try changes.upsert(rows)
            try await target.commit(changes)
            count += rows.count
            guard rows.count == Self.recordsTogether else { return count }
            let content = try PartitionContent(unordered: [last], columns: row.table.columns)
            let cells = content.cells(row: 0)
            filter.past = row.table.keyPositions.map { cells[$0] }
        }
    }

    // With the numbers of the commits they come from, which say what has changed since.
    private func copyStates(_ facts: StoreFacts, _ found: StoreFacts) async throws {
        var changes = ChangeSet(at: clock.now())
        changes.leastNumber = facts.commit
        for partition in found.states.keys.filter({ facts.states[$0] == nil }).sorted() {
            changes.remove(
                PartitionState.self,
                matching: RecordFilter.column("table_name", is: .text(partition.table.rawValue))
                    .and("game_date", is: .date(partition.date)))
        }
        try changes.upsert(facts.states.values.sorted { ($0.tableName, $0.gameDate) < ($1.tableName, $1.gameDate) })
        try await target.commit(changes)
    }

    // Reads every row of the target and compares it with what the source recorded.
    private func compare(_ facts: StoreFacts, _ outcome: inout Outcome) async throws {
        let hasher = ContentHasher()
        for table in catalog.tables {
            let dates = facts.states.keys.filter { $0.table == table.name }.map(\.date).sorted()
            for start in stride(from: 0, to: dates.count, by: Self.datesTogether) {
                let some = Array(dates[start..<min(start + Self.datesTogether, dates.count)])
                let contents = try await target.contents(of: StoredColumns(table), on: some)
                for date in some {
                    let partition = Partition(table.name, date)
                    let content = contents[date] ?? PartitionContent(emptyWith: table.columns)
                    guard let state = facts.states[partition], content.digest == state.digest else {
                        throw CommandFailure(
                            .store,
                            "\(partition) does not have the digest in \(target.place) that it has in \(source.place);"
                                + " look at both with 'backcourt verify --digests'")
                    }
                    outcome.rows += content.rowCount
                    hasher.update("\(partition) \(state.digest.hex)\n")
                }
            }
        }
        outcome.digest = hasher.finalized()
    }
}
