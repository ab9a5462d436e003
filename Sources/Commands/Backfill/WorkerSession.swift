import Notifications
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Work on partitions on behalf of a command: registers the process, shows progress, keeps the log, ends cleanly.
struct WorkerSession {
    let session: Session
    let verbosity: Verbosity
    /// Name of the log file's first part.
    let name: String

    /// What work is done with.
    struct Tools: Sendable {
        let runner: BatchRunner
        let identifiers: Identifiers
        /// Where notices are stored and told.
        let desk: NoticeDesk
        /// To be told of what is written.
        let progress: @Sendable (BatchProgress) -> Void
    }

    /// Does `body` as a registered worker.
    ///
    /// - Returns: what it gave, and why the registration could not be ended: nothing is lost by that, for with the
    ///   process its worker is dead.
    func work<Result: Sendable>(
        _ body: (Tools) async throws -> Result
    ) async throws -> (result: Result, ending: WarehouseError?) {
        let invocation = Invocation.current
        try await session.patiently { () async throws(WarehouseError) in try await session.store.compareClocks() }
        let (worker, identifiers) = session.worker()
        let desk = try desk(identifiers)
        try await session.patiently { () async throws(WarehouseError) in try await session.store.register(worker) }
        let runner = BatchRunner(
            warehouse: session.store, catalog: session.catalog, worker: worker, clock: invocation.clock,
            identifiers: identifiers, desk: desk)
        let log = RunLog(folder: "\(session.workspace.directory)/logs", name: name, at: invocation.clock.now())
        let display = ProgressDisplay(verbosity)
        defer { display.end() }
        let tools = Tools(runner: runner, identifiers: identifiers, desk: desk) { progress in
            log.append(progress.finished)
            display.tell(progress.finished.map(\.oneLine))
            display.show(WorkProgress(progress))
        }
        let result = try await body(tools)
        do throws(WarehouseError) {
            try await session.patiently { () async throws(WarehouseError) in
                try await session.store.retire(worker, at: invocation.clock.now())
            }
        } catch {
            return (result, error)
        }
        return (result, nil)
    }

    // The digest is printed with the result, so the channels here are the file, standard error for what cannot wait
    // unless messages are unwanted, and whatever reaches people who are elsewhere.
    func desk(_ identifiers: Identifiers) throws(CommandFailure) -> NoticeDesk {
        let invocation = Invocation.current
        let file = "\(session.workspace.directory)/logs/notices.log"
        var channels: [any NoticeChannel] = [.file(file)]
        if verbosity > .quiet { channels.append(.stderr(invocation.console.err)) }
        channels += try session.workspace.configuration.notifications?.channels(invocation.environment) ?? []
        return NoticeDesk(
            warehouse: session.store, channels: channels, clock: invocation.clock, identifiers: identifiers,
            memory: session.channelMemory)
    }
}

extension WorkProgress {
    /// How far a batch is.
    init(_ progress: BatchProgress) {
        self.init(progress.ended, of: progress.steps, "steps", latest: progress.latest?.description)
    }
}

extension RunRecord {
    /// `player_game_summary 2023-11-01 success 212 rows 0.0123 s`.
    fileprivate var oneLine: String {
        let seconds = durationSeconds.map { " \(($0 * 10_000).rounded() / 10_000) s" } ?? ""
        return "\(processorName) \(dataDate) \(status.rawValue) \(rowsWritten) rows\(seconds)"
    }
}
