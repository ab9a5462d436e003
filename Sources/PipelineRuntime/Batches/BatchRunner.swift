public import PipelineEngine
public import PipelineModel
import Synchronization

/// Executes a plan: leases, computes, writes, and tells what became of every step.
///
/// Steps are leased and written in groups, each in one transaction, and while one is written the next is computed: a kill
/// at any moment loses at most these two, and running the same command again does exactly what is left.
public struct BatchRunner: Sendable {
    let warehouse: any Warehouse
    let catalog: Catalog
    /// The process, as it is registered.
    public let worker: Worker
    let clock: RuntimeClock
    let identifiers: Identifiers
    let desk: NoticeDesk?
    /// Where windows wait for the next batch; nil where each batch reads its own.
    private(set) var shelf: WindowShelf?

    /// A runner for one process, registered as `worker` with `warehouse`; `desk` tells the batch's notices.
    public init(
        warehouse: any Warehouse, catalog: Catalog, worker: Worker, clock: RuntimeClock, identifiers: Identifiers,
        desk: NoticeDesk? = nil
    ) {
        self.warehouse = warehouse
        self.catalog = catalog
        self.worker = worker
        self.clock = clock
        self.identifiers = identifiers
        self.desk = desk
    }

    /// The same, with input windows kept in memory from one batch to the next; for one batch at a time.
    ///
    /// Whoever computes a date a day spends most of it reading the season before; kept windows only take in what is new. A
    /// window that is not what the next step wants is read afresh.
    public func keepingWindows() -> BatchRunner {
        var runner = self
        runner.shelf = WindowShelf()
        return runner
    }

    /// Runs `plan`, which was made from `ledger`.
    ///
    /// - Parameters:
    ///   - stop: asked between steps.
    ///   - progress: called after each written group.
    /// - Returns: what became of every step; a store that gave up is in ``BatchReport/storeError``, not thrown.
    public func run(
        _ plan: Plan, from ledger: Ledger, _ options: BatchOptions, stop: StopSwitch,
        progress: @escaping @Sendable (BatchProgress) -> Void = { _ in }
    ) async -> BatchReport {
        await desk?.settleLeftovers()
        let batchID = identifiers.next("b")
        var execution = BatchExecution(
            runner: self, plan: plan, ledger: ledger, options: options, batchID: batchID, stop: stop,
            progress: progress)
        await execution.open()
        await execution.execute()
        shelf?.put(execution.lanes.all)
        return await execution.close()
    }
}

/// Keeps the lanes of a batch for the next one.
final class WindowShelf: Sendable {
    private let lanes = Mutex<[Int: [ProcessorLane]]>([:])

    /// Hands over what is kept.
    func take() -> [Int: [ProcessorLane]] {
        lanes.withLock { lanes in
            defer { lanes = [:] }
            return lanes
        }
    }

    /// Keeps `used`, by processor.
    func put(_ used: [Int: [ProcessorLane]]) { lanes.withLock { $0 = used } }
}
