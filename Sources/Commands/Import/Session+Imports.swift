import GameCalendar
import NBA
import PipelineModel
import PipelineRuntime
import RawImport

// What every import into a workspace begins and ends with, whoever asks for it.
extension Session {
    /// The right to import, which one process has at a time: files are compared with what is stored
    /// before anything is replaced. Whoever gets it ends the records of imports that died.
    ///
    /// - Throws: ``CommandFailure`` of status heldElsewhere while another import runs.
    func beginImport() async throws -> SoleRight {
        let lock = try await SoleRight("import", of: self)
        let dead = try await store.records(
            ImportRecord.self, matching: .column("status", is: .text(BatchStatus.running.rawValue)))
        guard !dead.isEmpty else { return lock }
        var changes = ChangeSet(at: Invocation.current.clock.now())
        try changes.upsert(
            dead.map { record in
                var ended = record
                ended.status = .interrupted
                ended.finishedAt = changes.instant
                return ended
            })
        try await commit(changes)
        return lock
    }

    /// An importer into the workspace's store that ends between two tables when somebody asks to stop, and writes nothing when
    /// another one has `right`.
    func importer(under right: SoleRight, progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }) -> Importer
    {
        let invocation = Invocation.current
        return Importer(
            into: store, projections: NBACatalog.projections, clock: invocation.clock.now,
            betweenTables: { _ in
                invocation.faults?(.betweenImportTables)
                if invocation.stop.demand > .none { throw CancellationError() }
            },
            progress: progress,
            commit: { changes throws(WarehouseError) in
                try await patiently { () async throws(WarehouseError) in try await right.keep() }
                try await commit(changes)
            })
    }

    /// History begins with the first game date of the first import, unless init said otherwise.
    func rememberHistory() async throws {
        guard workspace.configuration.historyStart == nil, calendar.historyStart == nil,
            let first = try await schedule().countingDates.first
        else { return }
        var workspace = workspace
        try workspace.setHistoryStart(first)
        calendar.begin(first)
    }
}
