import GameCalendar
public import PipelineEngine
public import PipelineModel

/// Shows, with the real outbox and runner on a store of its own, that 2→3, 3→4 and 4→5 fire once each.
public struct OrchestratorsSelfTest {
    private static let date = GameDate.reference + 1
    private static let correlation = "live-selftest"
    private let scratch: any Warehouse
    private let clock: RuntimeClock

    /// A test on `scratch`, an empty store that is thrown away afterwards.
    public init(_ scratch: any Warehouse, clock: RuntimeClock) {
        self.scratch = scratch
        self.clock = clock
    }

    /// Reports the raw rows of one date twice and lets the events do the rest.
    ///
    /// - Throws: ``WarehouseError`` or ``CatalogError`` when the test cannot be made.
    public func run() async throws -> OrchestratorRehearsal {
        let catalog = try Catalog(
            sources: [SourceTable(RehearsalRow<RawLayer>.table, on: .counting, isRequired: true)], projections: [],
            processors: [
                EchoProcessor<AnalyticsLayer>(), EchoProcessor<PrecomputeLayer>(), EchoProcessor<PredictionsLayer>(),
            ])
        try await scratch.prepare(EngineTables.all + catalog.tables)
        var worker = Worker()
        worker.workerID = "selftest"
        (worker.startedAt, worker.heartbeatAt) = (clock.now(), clock.now())
        try await scratch.register(worker)
        let identifiers = Identifiers(worker: worker.workerID, now: clock.now)
        let runner = BatchRunner(
            warehouse: scratch, catalog: catalog, worker: worker, clock: clock, identifiers: identifiers)
        try await reportRaw()
        let (scratch, clock) = (scratch, clock)
        let publisher = OutboxWorker(
            runner, BatchOptions(), stop: StopSwitch(),
            ledger: { () async throws(WarehouseError) in
                Ledger(
                    catalog: catalog,
                    facts: Facts(
                        schedule: Self.schedule, history: Self.date...Self.date,
                        store: try await scratch.facts(counting: catalog.tables), readAt: clock.now()))
            })
        let report = await publisher.drain()
        if let error = report.error { throw error }
        let runs = try await scratch.records(
            RunRecord.self, matching: .column("status", is: .text(RunStatus.success.rawValue)))
        try await scratch.retire(worker, at: clock.now())
        return OrchestratorRehearsal(
            triggers: report.triggers, correlations: Set(runs.map(\.correlationID)),
            phases: Set(runs.compactMap { Phase(label: $0.phase) }))
    }

    private static var schedule: Schedule {
        Schedule([
            Schedule.Day(date: date, season: Season(startYear: date.year), countingGames: 1, expectedGames: 1)
        ])
    }

    // The partition, and its report in two copies, as a delivery that is repeated brings it.
    private func reportRaw() async throws {
        var row = RehearsalRow<RawLayer>()
        row.gameDate = Self.date
        let content = try PartitionContent(unordered: [row], columns: RehearsalRow<RawLayer>.table.columns)
        var state = PartitionState()
        (state.tableName, state.gameDate, state.runID) = (RehearsalRow<RawLayer>.table.name, Self.date, "selftest")
        (state.rowCount, state.digest, state.updatedAt) = (1, content.digest, clock.now())
        var changes = ChangeSet(at: clock.now())
        changes.partitions.append(PartitionWrite(table: RehearsalRow<RawLayer>.table, content: content, state: state))
        let event = PipelineEvent("selftest", of: state, .raw, correlation: Self.correlation, at: clock.now())
        let original = try event.outboxEntry()
        var repeated = original
        repeated.outboxID = "selftest-again"
        try changes.upsert([original, repeated])
        try await scratch.commit(changes)
    }
}

/// The layers that are rehearsed.
private protocol RehearsalLayer: Sendable {
    static var phase: Phase { get }
}

private enum RawLayer: RehearsalLayer { static let phase = Phase.raw }
private enum AnalyticsLayer: RehearsalLayer { static let phase = Phase.analytics }
private enum PrecomputeLayer: RehearsalLayer { static let phase = Phase.precompute }
private enum PredictionsLayer: RehearsalLayer { static let phase = Phase.predictions }

/// One row of the one table of a layer.
private struct RehearsalRow<Layer: RehearsalLayer>: WarehouseRow {
    var gameDate = GameDate.reference
    var id = 0

    mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_date", &gameDate, "Game date.")
        c.column("id", &id, "Key.")
    }

    static var table: TableDeclaration {
        TableDeclaration(
            Self.self, name: TableName(rawValue: "orchestrator_rehearsal_\(Layer.phase.rawValue)"),
            dataset: "nba_orchestration", about: "Of a store that is thrown away.", key: ["id"])
    }
}

/// Writes one row for every date.
private struct EchoProcessor<Layer: RehearsalLayer>: Processor {
    struct Key: ColumnCoded {
        var id = 0

        mutating func columns(_ c: inout ColumnCursor) { c.column("id", &id, "Key.") }
    }

    let kind = ProcessorKind.postGame
    let phase = Layer.phase
    let version = "1"
    let inputs: [Input] = []

    func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<RehearsalRow<Layer>> {
        var row = RehearsalRow<Layer>()
        row.gameDate = date
        return ProcessedRows([row])
    }

    func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [Key] { [Key()] }
}
