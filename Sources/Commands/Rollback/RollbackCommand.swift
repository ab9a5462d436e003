import ArgumentParser
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Takes partitions back as if they had never been written.
struct RollbackCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Delete partitions and set their runs superseded, in one transaction.",
        discussion: """
            Without --yes it prints what would go and does nothing. What was computed from it becomes stale or blocked by \
            itself; 'backcourt backfill' computes everything again. Imported tables go only with --include-raw; their \
            files are then read again by the next import. Refused with exit 3 while another run is at work.

            Examples
              backcourt rollback --season 2023-24 --phase 4
              backcourt rollback --start-date 2023-11-01 --end-date 2023-11-30 --table player_game_summary --yes
              backcourt rollback --batch ID --yes
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var tables: TableOptions

    @Option(help: ArgumentHelp("Only partitions that a run of this batch wrote.", valueName: "id"))
    var batch: String?

    @Flag(help: "Imported tables, too.")
    var includeRaw = false

    @Flag(help: "Do it.")
    var yes = false

    func validate() throws {
        if batch == nil, !scope.isExplicit {
            throw ValidationError("Say what to take back: --dates, --start-date/--end-date, … or --batch ID.")
        }
    }

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace, yes ? .readWrite : .readOnly)
        let facts = try await session.facts()
        let choice = try await choice(session, facts)
        let runs = try await runs(of: choice, session)
        if yes {
            guard facts.store.leases.values.allSatisfy({ !$0.isAlive }) else {
                throw CommandFailure(
                    .heldElsewhere, "another run is at work; wait for its end, or stop it, and roll back then")
            }
            try await takeBack(choice, runs, session)
        }
        format.print(RollbackOutput(partitions: choice, runs: runs.count, isDryRun: !yes))
        return .success
    }

    // By table in catalog order, then date.
    private func choice(_ session: Session, _ facts: Facts) async throws -> [Partition] {
        let catalog = session.catalog
        let named = try tables.names(catalog).filter { includeRaw || catalog.step(for: $0) != nil }
        guard !named.isEmpty else {
            throw CommandFailure.usage("imported tables are taken back with --include-raw only")
        }
        let written = try await writtenByBatch(session)
        let stretch = try scope.stretch()
        let listed = scope.isExplicit ? try scope.dates(facts) : nil
        return named.flatMap { name in
            facts.store.states.keys.filter { partition in
                partition.table == name && partition.date != .reference
                    && (written?.contains(facts.store.states[partition]?.runID ?? "") ?? true)
                    && (listed.map { $0.contains(partition.date) || stretch?.contains(partition.date) ?? false } ?? true)
            }.sorted()
        }
    }

    private func writtenByBatch(_ session: Session) async throws -> Set<String>? {
        guard let batch else { return nil }
        let runs = try await session.store.records(RunRecord.self, matching: .column("batch_id", is: .text(batch)))
        guard !runs.isEmpty else {
            throw CommandFailure.usage("no run belongs to a batch '\(batch)'; 'backcourt history' shows them")
        }
        return Set(runs.map(\.runID))
    }

    private func runs(of partitions: [Partition], _ session: Session) async throws -> [RunRecord] {
        guard !partitions.isEmpty else { return [] }
        let wanted = Set(partitions)
        let names = Set(partitions.map(\.table)).sorted()
        let runs = try await session.store.records(
            RunRecord.self, matching: RecordFilter().and(.isIn("processor_name", names.map { .text($0.rawValue) })))
        return runs.filter {
            $0.status != .superseded && wanted.contains($0.partition)
        }
    }

    private func takeBack(_ partitions: [Partition], _ runs: [RunRecord], _ session: Session) async throws {
        var changes = ChangeSet(at: Invocation.current.clock.now())
        for partition in partitions {
            guard let position = session.catalog.position(of: partition.table) else { continue }
            changes.deletions.append(
                (
                    table: session.catalog.entries[position].table, date: partition.date,
                    projections: session.catalog.projections[position].map { $0.input }
                ))
        }
        try changes.upsert(
            runs.map { run in
                var run = run
                run.status = .superseded
                run.success = false
                return run
            })
        // What was reported and triggered is to be again: a date that is lived anew computes what is gone.
        let dates = Set(partitions.map(\.date)).sorted().map { Cell.date($0) }
        changes.remove(PhaseTrigger.self, matching: RecordFilter().and(.isIn("game_date", dates)))
        let names = Set(partitions.map(\.table)).sorted().map { Cell.text($0.rawValue) }
        changes.remove(
            PhaseCompletion.self,
            matching: RecordFilter().and(.isIn("game_date", dates)).and(.isIn("processor_name", names)))
        // Which file fed a partition stays known: that it is gone is why the next import reads the file again.
        for (table, dates) in Dictionary(grouping: partitions, by: \.table).sorted(by: { $0.key < $1.key })
        where session.catalog.step(for: table) == nil {
            let filter = RecordFilter.column("table_name", is: .text(table.rawValue))
                .and(.isIn("game_date", dates.map { .date($0.date) }))
            changes.remove(ImportIssue.self, matching: filter)
        }
        try await session.store.commit(changes)
    }
}

/// What a rollback takes back, as people and machines read it.
struct RollbackOutput: CommandOutput {
    let partitions: [Partition]
    let runs: Int
    let isDryRun: Bool

    var json: JSONValue {
        [
            "partitions": .int(partitions.count), "runs_superseded": .int(runs), "dry_run": .bool(isDryRun),
            "by_table": list.objects,
        ]
    }

    var list: ResultList {
        var order: [TableName] = []
        for partition in partitions where order.last != partition.table { order.append(partition.table) }
        let groups = Dictionary(grouping: partitions, by: \.table)
        return ResultList(
            columns: ["table", "partitions", "first_date", "last_date"],
            rows: order.map { table in
                let dates = (groups[table] ?? []).map(\.date)
                return [
                    .text(table.rawValue), .int(dates.count), dates.min().map(Cell.date) ?? .null,
                    dates.max().map(Cell.date) ?? .null,
                ]
            })
    }

    var text: String {
        guard !partitions.isEmpty else { return "Nothing to take back.\n" }
        let verb = isDryRun ? "would go" : (partitions.count == 1 ? "is gone" : "are gone")
        let hint = isDryRun ? "; --yes does it" : ""
        return TextTable(list).text
            + "\(partitions.count.counted("partition")) \(verb), \(runs.counted("run")) superseded\(hint).\n"
    }
}
