import GameCalendar
public import PipelineEngine
public import PipelineModel

/// What a plan would change.
public struct WhatIfOutcome: Sendable {
    /// A partition whose digest would change, and the keys of the rows that differ.
    public struct Change: Hashable, Sendable {
        /// The partition.
        public let partition: Partition
        /// Keys of rows that would appear, disappear or differ, in key order.
        public let keys: [String]
    }

    /// Partitions that would be computed.
    public let recomputed: Int
    /// Steps that would turn out to be up to date when reached.
    public let cutOff: Int
    /// Steps that would fail or be blocked.
    public let failed: Int
    /// Partitions that would change, in order.
    public let changed: [Change]
}

/// Runs a plan in memory, to say exactly what it would change.
public struct WhatIf {
    private let store: any WarehouseReader
    private let catalog: Catalog

    /// A rehearsal over `store`, which is only read.
    public init(store: any WarehouseReader, catalog: Catalog) {
        self.store = store
        self.catalog = catalog
    }

    /// The exact blast radius of `plan`, which was made from `ledger`; `progress` is told as of a batch, without times.
    ///
    /// - Throws: ``WarehouseError`` when the store cannot be read.
    public func run(
        _ plan: Plan, _ ledger: Ledger, progress: @escaping @Sendable (BatchProgress) -> Void = { _ in }
    ) async throws(WarehouseError) -> WhatIfOutcome {
        let (report, overlay) = await rehearsed(plan, ledger, progress)
        if let error = report.storeError { throw error }
        var changes: [WhatIfOutcome.Change] = []
        for (partition, state) in overlay.states.sorted(by: { $0.key < $1.key }) {
            guard state.digest != ledger.facts.store.states[partition]?.digest else { continue }
            changes.append(try await change(of: partition, overlay))
        }
        for partition in overlay.removed.sorted() { changes.append(try await change(of: partition, overlay)) }
        return WhatIfOutcome(
            recomputed: report.total.done + report.total.failed, cutOff: report.total.cutOff,
            failed: report.total.failed + report.total.blocked, changed: changes)
    }

    /// The rows of `partition` as its processor computes them from what is stored, whether or not it is complete.
    ///
    /// - Returns: the plan that was rehearsed, and the rows; nil when the plan could not compute them.
    /// - Throws: ``WarehouseError`` when the store cannot be read.
    public func rows(
        of partition: Partition, _ ledger: Ledger
    ) async throws(WarehouseError) -> (plan: Plan, content: PartitionContent?) {
        var planner = Planner(ledger)
        var request = PlanRequest(tables: [partition.table], dates: [partition.date], policy: .forced)
        request.unfreezes = true
        let plan = planner.plan(request)
        let (report, overlay) = await rehearsed(plan, ledger)
        if let error = report.storeError { throw error }
        return (plan, overlay.content(of: partition))
    }

    private func rehearsed(
        _ plan: Plan, _ ledger: Ledger, _ progress: @escaping @Sendable (BatchProgress) -> Void = { _ in }
    ) async -> (BatchReport, OverlayWarehouse) {
        let overlay = OverlayWarehouse(over: store)
        let report = await overlay.rehearse(plan, from: ledger, progress)
        return (report, overlay)
    }

    private func change(
        of partition: Partition, _ overlay: OverlayWarehouse
    ) async throws(WarehouseError) -> WhatIfOutcome.Change {
        guard let table = catalog.entry(partition.table)?.table else {
            return WhatIfOutcome.Change(partition: partition, keys: [])
        }
        let gone = overlay.removed.contains(partition) ? PartitionContent(emptyWith: table.columns) : nil
        guard let after = gone ?? overlay.content(of: partition) else {
            return WhatIfOutcome.Change(partition: partition, keys: [])
        }
        let stored = try await store.contents(of: StoredColumns(table), on: [partition.date])
        let before = stored[partition.date] ?? PartitionContent(emptyWith: table.columns)
        let difference = ContentDifference(before: before, after: after, key: table.key)
        return WhatIfOutcome.Change(partition: partition, keys: difference.rows.map(\.key))
    }
}
