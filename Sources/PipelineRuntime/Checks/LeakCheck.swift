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
    private let disturbance: Disturbance

    /// A check over `store`, which is only read; `disturbance` replaces what rows of `tables` say of results.
    public init(
        store: any WarehouseReader, catalog: Catalog, tables: [TableDeclaration],
        disturbedBy disturbance: @escaping Disturbance
    ) {
        self.store = store
        self.catalog = catalog
        self.tables = tables
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
        let overlay = OverlayWarehouse(over: store)
        var disturbed = ledger
        for (position, table) in tables.enumerated() {
            try await disturb(table, on: date, seed: seed &+ UInt64(position), &disturbed, overlay)
        }
        try await recompute(date, overlay, disturbed)
        let stored = try await storedDigests(on: date)
        let changed = comparison(on: date, overlay.states, stored, ledger)
        guard !changed.isEmpty else { return later(than: date, overlay) }
        // What differs without any noise, too, does not follow from the day's results.
        let plain = OverlayWarehouse(over: store)
        try await recompute(date, plain, ledger)
        let unsound = Set(comparison(on: date, plain.states, stored, ledger).map(\.partition))
        let findings = changed.map { finding in
            guard unsound.contains(finding.partition), plain.states[finding.partition] != nil else { return finding }
            return LeakFinding(
                partition: finding.partition,
                detail: "its rows are not what its inputs give, so nothing is proved; compute it again with --force")
        }
        return findings + later(than: date, overlay)
    }

    private func recompute(
        _ date: GameDate, _ overlay: OverlayWarehouse, _ ledger: Ledger
    ) async throws(WarehouseError) {
        var planner = Planner(ledger)
        let outputs = catalog.steps.map { catalog.entries[$0.entry].name }
        let plan = planner.plan(PlanRequest(tables: outputs, dates: [date], policy: .forced))
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
        for step in catalog.steps where step.processor.kind != .postGame {
            let table = catalog.entries[step.entry].table
            let contents = try await store.contents(of: StoredColumns(table), on: [date])
            digests[Partition(table.name, date)] = (contents[date] ?? PartitionContent(emptyWith: table.columns)).digest
        }
        return digests
    }

    private func comparison(
        on date: GameDate, _ states: [Partition: PartitionState], _ stored: [Partition: Digest], _ ledger: Ledger
    ) -> [LeakFinding] {
        catalog.steps.compactMap { step in
            let partition = Partition(catalog.entries[step.entry].name, date)
            guard step.processor.kind != .postGame, ledger.isExpected(step.entry, on: date) else { return nil }
            guard ledger.state(step.entry, on: date) != nil, let after = states[partition] else {
                return LeakFinding(
                    partition: partition, detail: "it cannot be computed, so nothing is proved; complete it first")
            }
            guard stored[partition] != after.digest else { return nil }
            return LeakFinding(
                partition: partition, detail: "its rows change when the results of the day and of later ones do")
        }
    }

    private func later(than date: GameDate, _ overlay: OverlayWarehouse) -> [LeakFinding] {
        overlay.reads.filter { $0.date > date }.sorted().map { partition in
            LeakFinding(partition: partition, detail: "it was read for \(date), which comes before it")
        }
    }
}
