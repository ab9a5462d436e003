import ContentDigest
public import GameCalendar
public import PipelineEngine
public import PipelineModel

/// Proves of a date that nothing computed for it depends on its results: they are replaced by noise, everything is
/// computed again in memory, and what was known before the games must come out the same.
public struct LeakCheck: Sendable {
    /// Replaces the results in the rows of a table; the seed decides by what.
    public typealias Disturbance =
        @Sendable (_ content: PartitionContent, _ table: TableName, _ seed: UInt64) throws(ContentError) ->
        PartitionContent

    private let store: any WarehouseReader
    private let catalog: Catalog
    private let tables: [TableDeclaration]
    // What is judged.
    private let steps: [Catalog.Step]
    private let disturbance: Disturbance

    /// A check over `store`, which is only read; `disturbance` replaces what rows of `tables` say of results.
    ///
    /// - Parameter last: the last phase that is judged.
    public init(
        store: any WarehouseReader, catalog: Catalog, upTo last: Phase = .predictions, tables: [TableDeclaration],
        disturbedBy disturbance: @escaping Disturbance
    ) {
        self.store = store
        self.catalog = catalog
        self.tables = tables
        steps = catalog.steps.filter { catalog.entries[$0.entry].phase <= last }
        self.disturbance = disturbance
    }

    /// What knew too much on `date`; empty when nothing did.
    ///
    /// A date with tables that are not complete cannot be judged, and is said to leak.
    ///
    /// - Throws: ``WarehouseError`` when the store cannot be read.
    public func findings(
        on date: GameDate, seed: UInt64, _ ledger: Ledger
    ) async throws(WarehouseError) -> [LeakFinding] {
        let unknown = unknownResults(of: date, ledger)
        guard unknown.isEmpty else { return unknown }
        let overlay = OverlayWarehouse(over: store)
        var disturbed = ledger
        for (position, table) in tables.enumerated() {
            try await disturb(table, on: date, seed: seed &+ UInt64(position), &disturbed, overlay)
        }
        try await recompute(date, overlay, disturbed)
        let stored = try await storedDigests(on: date)
        let differences = differences(on: date, overlay.states, stored, ledger)
        guard !differences.isEmpty else { return later(than: date, overlay) }
        // What differs without any noise, too, does not follow from the day's results.
        let plain = OverlayWarehouse(over: store)
        try await recompute(date, plain, ledger)
        let anyway = Dictionary(
            self.differences(on: date, plain.states, stored, ledger).map { ($0.partition, $0.kind) }
        ) { $1 }
        // What was published before the games may differ from what its inputs give since they were corrected; it is
        // judged by what they give without noise.
        let known = differences.filter { partition, kind in
            guard kind == .changed, let state = ledger.facts.store.states[partition], ledger.isFrozen(state) else {
                return true
            }
            return plain.states[partition]?.digest != overlay.states[partition]?.digest
        }
        let findings = known.map { partition, kind in
            let told: Difference =
                switch (kind, anyway[partition]) {
                case (.changed, .changed): .unsound
                case (.uncomputed, nil), (.uncomputed, .changed): isResult(partition) ? .unreached : .stopped
                default: kind
                }
            return LeakFinding(partition: partition, detail: told.rawValue)
        }
        return findings + later(than: date, overlay)
    }

    // Where results are not there, noise replaces nothing.
    private func unknownResults(of date: GameDate, _ ledger: Ledger) -> [LeakFinding] {
        var ledger = ledger
        return tables.compactMap { table in
            guard let entry = catalog.position(of: table.name), ledger.isExpected(entry, on: date),
                catalog.entries[entry].role != .source(isRequired: false)
            else { return nil }
            let status = ledger.status(entry, on: date)
            guard !status.isSatisfied else { return nil }
            return LeakFinding(
                partition: Partition(table.name, date),
                detail: "it is \(status.rawValue), so nothing is proved; complete it first")
        }
    }

    private func recompute(
        _ date: GameDate, _ overlay: OverlayWarehouse, _ ledger: Ledger
    ) async throws(WarehouseError) {
        var planner = Planner(ledger)
        let outputs = steps.map { catalog.entries[$0.entry].name }
        var request = PlanRequest(tables: outputs, dates: [date], policy: .forced)
        request.unfreezes = true
        let plan = planner.plan(request)
        let report = await overlay.rehearse(plan, from: ledger)
        if let error = report.storeError { throw error }
    }

    private func disturb(
        _ table: TableDeclaration, on date: GameDate, seed: UInt64, _ ledger: inout Ledger, _ overlay: OverlayWarehouse
    ) async throws(WarehouseError) {
        guard let entry = catalog.position(of: table.name), var state = ledger.state(entry, on: date) else { return }
        let stored = try await store.contents(of: StoredColumns(table), on: [date])
        guard let rows = stored[date] else { return }
        var write: PartitionWrite
        do throws(ContentError) {
            let content = try disturbance(rows, table.name, seed)
            state.digest = content.digest
            write = PartitionWrite(table: table, content: content, state: state)
            for projection in catalog.projections[entry] {
                write.projections.append(state.projected(projection.input, to: try projection.content(of: content)))
            }
        } catch {
            throw WarehouseError(.other, "\(Partition(table.name, date)) cannot be disturbed: \(error)")
        }
        var changes = ChangeSet(at: ledger.facts.readAt)
        changes.partitions = [write]
        await overlay.commit(changes)
        for state in [write.state] + write.projections { ledger.record(state) }
    }

    // Of the rows themselves: what is recorded of them says nothing about who changed them since.
    private func storedDigests(on date: GameDate) async throws(WarehouseError) -> [Partition: Digest] {
        var digests: [Partition: Digest] = [:]
        for step in steps where step.processor.kind != .postGame {
            let table = catalog.entries[step.entry].table
            let contents = try await store.contents(of: StoredColumns(table), on: [date])
            digests[Partition(table.name, date)] = (contents[date] ?? PartitionContent(emptyWith: table.columns)).digest
        }
        return digests
    }

    // How a partition stands to the one computed again.
    private enum Difference: String {
        case missing = "it is missing, so nothing is proved; complete it first"
        case uncomputed = "it cannot be computed, so nothing is proved; complete it first"
        case unreached = "it cannot be computed from other results of the day, so nothing is proved of what reads it"
        case stopped = "it cannot be computed once the results of the day are others, so it knows them"
        case changed = "its rows change when the results of the day and of later ones do"
        case unsound = "its rows are not what its inputs give, so nothing is proved; compute it again with --force"
    }

    private func isResult(_ partition: Partition) -> Bool {
        catalog.step(for: partition.table)?.processor.kind == .postGame
    }

    private func differences(
        on date: GameDate, _ states: [Partition: PartitionState], _ stored: [Partition: Digest], _ ledger: Ledger
    ) -> [(partition: Partition, kind: Difference)] {
        steps.compactMap { step in
            let partition = Partition(catalog.entries[step.entry].name, date)
            guard ledger.isExpected(step.entry, on: date) else { return nil }
            guard ledger.state(step.entry, on: date) != nil else { return (partition, .missing) }
            // What follows from the results must have followed them, or its readers read the stored ones.
            guard let after = states[partition] else { return (partition, .uncomputed) }
            guard step.processor.kind != .postGame else { return nil }
            return stored[partition] == after.digest ? nil : (partition, .changed)
        }
    }

    private func later(than date: GameDate, _ overlay: OverlayWarehouse) -> [LeakFinding] {
        overlay.reads.filter { $0.date > date }.sorted().map { partition in
            LeakFinding(partition: partition, detail: "it was read for \(date), which comes before it")
        }
    }
}
