import ContentDigest
import GameCalendar
import PipelineEngine
public import PipelineModel
import Synchronization

/// Shows, with the real runner on a store of its own, that a failure in backfill mode is told in the digest and
/// nowhere else.
public struct SuppressionSelfTest {
    private let scratch: any Warehouse
    private let clock: RuntimeClock

    /// A test on `scratch`, an empty store that is thrown away afterwards.
    public init(_ scratch: any Warehouse, clock: RuntimeClock) {
        self.scratch = scratch
        self.clock = clock
    }

    /// Runs one failing step in backfill mode.
    ///
    /// - Returns: notices told at once, and entries of the digest that was told: 0 and 1 when suppression works.
    /// - Throws: ``WarehouseError`` or ``CatalogError`` when the test cannot be made.
    public func run() async throws -> (immediate: Int, digestEntries: Int) {
        let catalog = try Catalog(sources: [], projections: [], processors: [FailingProcessor()])
        try await scratch.prepare(EngineTables.all + catalog.tables)
        let worker = worker
        try await scratch.register(worker)
        let identifiers = Identifiers(worker: worker.workerID, now: clock.now)
        let listener = Listener()
        let desk = NoticeDesk(warehouse: scratch, channels: [listener], clock: clock, identifiers: identifiers)
        let runner = BatchRunner(
            warehouse: scratch, catalog: catalog, worker: worker, clock: clock, identifiers: identifiers, desk: desk)
        let ledger = Ledger(catalog: catalog, facts: facts)
        var planner = Planner(ledger)
        let plan = planner.plan(
            PlanRequest(tables: [RehearsedRow.table.name], dates: ledger.facts.schedule.countingDates))
        let report = await runner.run(plan, from: ledger, BatchOptions(), stop: StopSwitch())
        if let error = report.storeError { throw error }
        try await scratch.retire(worker, at: clock.now())
        return listener.outcome
    }

    private var worker: Worker {
        var worker = Worker()
        worker.workerID = "selftest"
        worker.startedAt = clock.now()
        worker.heartbeatAt = worker.startedAt
        return worker
    }

    private var facts: Facts {
        let date = GameDate.reference + 1
        let day = Schedule.Day(date: date, season: Season(startYear: date.year), countingGames: 1, expectedGames: 1)
        return Facts(schedule: Schedule([day]), history: date...date, store: StoreFacts(), readAt: clock.now())
    }

    /// Counts what it is told.
    private final class Listener: NoticeChannel {
        private let told = Mutex<[Notice]>([])
        let name = "self-test"

        func deliver(_ notice: Notice) async { told.withLock { $0.append(notice) } }

        var outcome: (immediate: Int, digestEntries: Int) {
            let told = told.withLock { $0 }
            let digests = told.compactMap(NoticeDigest.statedCount)
            return (told.count - digests.count, digests.reduce(0, +))
        }
    }
}

/// A row of the rehearsal's one table.
private struct RehearsedRow: WarehouseRow {
    var gameDate = GameDate.reference
    var id = 0

    mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_date", &gameDate, "Game date.")
        c.column("id", &id, "Key.")
    }

    static let table = TableDeclaration(
        RehearsedRow.self, name: "suppression_rehearsal", dataset: "nba_orchestration", about: "Never filled.",
        key: ["id"])
}

/// Fails on every date.
private struct FailingProcessor: Processor {
    struct Key: ColumnCoded {
        var id = 0

        mutating func columns(_ c: inout ColumnCursor) { c.column("id", &id, "Key.") }
    }

    let kind = ProcessorKind.postGame
    let phase = Phase.analytics
    let version = "1"
    let inputs: [Input] = []

    func rows(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> ProcessedRows<RehearsedRow> {
        throw ProcessorError(.invalidValue, "a failure made to be held back")
    }

    func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [Key] { [] }
}
