import ArgumentParser
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Says how far the work is.
struct StatusCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how far the work is, what runs, and when it will be done.",
        usage: "backcourt status [<options>]",
        discussion: """
            Completeness is read from the data, the rate from the runs of the last hour. --watch shows it again and \
            again until interrupted; in json one object a line.
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    @Option(
        name: .customLong("watch"),
        help: ArgumentHelp("Show again every so many seconds; 2 without a number.", valueName: "seconds"))
    var watch: Double?

    @Option(help: ArgumentHelp("This batch instead of the newest.", valueName: "id"))
    var batch: String?

    func validate() throws {
        if let watch, !(0.1...3600).contains(watch) { throw ValidationError("--watch is 0.1 to 3600 seconds.") }
    }

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace)
        guard let watch else { return try await Self.report(session, format, batch: batch) }
        let invocation = Invocation.current
        try await invocation.stoppable {
            while invocation.stop.demand == .none {
                if format.format == .table, invocation.console.isTerminal {
                    invocation.console.out("\u{1B}[H\u{1B}[2J")
                }
                _ = try await Self.report(session, format, batch: batch)
                await invocation.pause(watch)
            }
        }
        return invocation.signals.status
    }

    /// Prints the status once.
    static func report(_ session: Session, _ format: FormatOptions, batch: String? = nil) async throws -> ExitStatus {
        let ledger = try await session.ledger()
        let dates = ledger.facts.schedule.countingDates.within(ledger.facts.history)
        let facts = try await session.reportFacts(
            ledger, dates: dates, tables: session.catalog.tables.map(\.name), needs: [.runs])
        let batches = try await session.store.records(
            Batch.self, matching: RecordFilter().newest(by: "batch_id"))
        if let batch, !batches.contains(where: { $0.batchID == batch }) {
            throw CommandFailure.usage("there is no batch '\(batch)'")
        }
        let shown = batch == nil ? batches.first : batches.first { $0.batchID == batch }
        let workers = try await session.store.records(Worker.self, matching: RecordFilter())
        // A pass over a month says nothing about a phase.
        let verdicts = try await session.store.records(
            GateVerdict.self, matching: RecordFilter().newest(by: "evaluated_at")
        ).filter { $0.covers(dates) }
        var living: Set<String> = []
        for worker in workers where try await session.store.isAlive(worker) { living.insert(worker.workerID) }
        let now = Invocation.current.clock.now()
        let standing = shown.map { WorkStatus.BatchStanding($0, facts, worker: workers.worker(of: $0)) }
        let work = WorkStatus(facts, batch: standing, estimate: try await session.estimate(), now: now)
        format.print(
            StatusOutput(
                work: work, facts: facts, verdicts: verdicts,
                standings: try await session.standings(of: verdicts, facts),
                workers: WorkerStanding.all(workers, living: living, facts, now: now), now: now))
        return .success
    }
}

extension [Worker] {
    /// Whoever works on `batch`; nil when nobody is registered who does.
    func worker(of batch: Batch) -> Worker? { first { Identifiers.isOf($0, batch.batchID) } }
}
