import ArgumentParser
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Runs unresolved partitions again.
struct RetryCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Run again what failed, is partial, blocked or stale.",
        discussion: """
            Without a choice everything unresolved in the scope is run again. Partitions that were blocked by what is \
            run again follow in the same batch.
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var tables: TableOptions
    @OptionGroup var jobs: JobOptions

    @Flag(help: "Partitions whose newest run failed or was interrupted.")
    var failed = false

    @Flag(help: "Partitions with missing keys.")
    var partial = false

    @Flag(help: "Partitions that lacked an input.")
    var blocked = false

    @Flag(help: "Partitions computed from inputs that have changed since.")
    var stale = false

    @Option(help: ArgumentHelp("The partition of this run.", valueName: "run"))
    var run: String?

    @Flag(help: "Forget the failures that stopped a processor.")
    var resetBreaker = false

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace, .readWrite)
        var ledger = try await session.ledger()
        let dates = try scope.dates(ledger.facts)
        let names = try tables.computed(session.catalog)
        if resetBreaker { try await reset(session, ledger) }
        let chosen = try await chosen(session, &ledger, dates, Set(names))
        let request = PlanRequest(tables: names, dates: dates, policy: .retry(chosen))
        var options = BatchOptions()
        options.jobs = jobs.jobs
        options.trigger = .retry
        options.command = Invocation.current.commandLine
        return try await PlanRun(
            session: session, format: format, quiet: workspace.quiet, name: "retry", options: options
        ).run(request, ledger)
    }

    private func chosen(
        _ session: Session, _ ledger: inout Ledger, _ dates: DateSet, _ tables: Set<TableName>
    ) async throws -> Set<Partition> {
        if let run { return [try await partition(of: run, session)] }
        let isEverything = !failed && !partial && !blocked && !stale
        var chosen: Set<Partition> = []
        var waiting: Set<Partition> = []
        for (partition, record) in ledger.facts.store.unsettledRuns
        where dates.contains(partition.date) && tables.contains(partition.table) {
            guard let entry = session.catalog.position(of: partition.table) else { continue }
            guard !ledger.status(entry, on: partition.date).isSatisfied else { continue }
            switch record.status {
            case .failed, .interrupted: if failed || isEverything { chosen.insert(partition) }
            case .partial: if partial || isEverything { chosen.insert(partition) }
            case .blocked: if blocked || isEverything { chosen.insert(partition) } else { waiting.insert(partition) }
            case .running, .success, .noData, .superseded: break
            }
        }
        if stale || partial || isEverything {
            chosen.formUnion(standing(&ledger, dates, tables, session.catalog))
        }
        // What waited for a chosen partition follows as it unblocks.
        return chosen.union(chosen.isEmpty ? [] : waiting)
    }

    private func standing(
        _ ledger: inout Ledger, _ dates: DateSet, _ tables: Set<TableName>, _ catalog: Catalog
    ) -> Set<Partition> {
        let isEverything = !failed && !partial && !blocked && !stale
        var found: Set<Partition> = []
        for step in catalog.steps where tables.contains(catalog.entries[step.entry].name) {
            for date in ledger.expectedDates(of: step.entry).intersection(dates) {
                let status = ledger.status(step.entry, on: date)
                if status == .stale && (stale || isEverything) || status == .partial && (partial || isEverything) {
                    found.insert(Partition(catalog.entries[step.entry].name, date))
                }
            }
        }
        return found
    }

    private func partition(of run: String, _ session: Session) async throws -> Partition {
        let records = try await session.store.records(
            RunRecord.self, matching: .column("run_id", is: .text(run)))
        guard let record = records.first else { throw CommandFailure.usage("there is no run '\(run)'") }
        return Partition(record.processorName, record.dataDate)
    }

    private func reset(_ session: Session, _ ledger: Ledger) async throws {
        var changes = ChangeSet(at: Invocation.current.clock.now())
        try changes.upsert(
            ledger.facts.store.breakers.values.sorted { $0.processorName < $1.processorName }.map { breaker in
                var closed = BreakerRecord()
                closed.processorName = breaker.processorName
                return closed
            })
        try await session.store.commit(changes)
    }
}
