import GameCalendar
import NBA
import PipelineModel

/// One way through all tables, writing or only finding out.
struct ImportPass {
    /// Nil when nothing is to be written.
    private let commit: Importer.Commit?
    private let betweenTables: (@Sendable (_ finished: TableName) async throws -> Void)?
    private var context: ImportContext
    private var record = ImportRecord()
    private var summary = ImportSummary()
    private var issues: [Partition: [ImportIssue]] = [:]
    private let progress: @Sendable (ImportProgress) -> Void
    private var told = ImportProgress()
    // Bytes of every file.
    private var sizes: [String: Int] = [:]
    private var bytesEnded = 0

    init(
        commit: Importer.Commit?, reader: any Warehouse, projections: [any Projection.Type],
        clock: @escaping @Sendable () -> Timestamp, options: ImportOptions, files: Set<String>,
        betweenTables: (@Sendable (_ finished: TableName) async throws -> Void)?,
        progress: @escaping @Sendable (ImportProgress) -> Void
    ) async throws(ImportError) {
        self.commit = commit
        self.progress = progress
        self.betweenTables = betweenTables
        let started = clock()
        var stored = try await StoredImports(reader)
        stored.doubt(options.doubted, given: files)
        context = ImportContext(
            importID: stored.lastImportID + 1, clock: clock, reader: reader, projections: projections,
            announcement: options.announcement, stored: stored)
        (record.importID, record.command, record.createdAt) = (context.importID, options.command, started)
    }

    /// Goes through all tables.
    consuming func run(_ listing: FileListing) async throws(ImportError) -> ImportSummary {
        var pass = self
        pass.summary.files = listing.reports
        pass.sizes = Dictionary(uniqueKeysWithValues: listing.sources.map { ($0.name, $0.size) })
        pass.told.files = listing.sources.count
        do throws(ImportError) {
            try await pass.importAll(listing.sources)
        } catch {
            await pass.recordFailure(error)
            throw error
        }
        return try await pass.finish()
    }

    private mutating func importAll(_ sources: [SourceFile]) async throws(ImportError) {
        let first = RawTable.all.filter { $0.isReference || $0.isSchedule }
        for table in first {
            let items = try await items(of: table, sources)
            if table.isSchedule, items.isEmpty { try await loadStoredSchedule() }
            try await importItems(items)
            if table.isSchedule, context.schedule.isEmpty { try await loadStoredSchedule() }
            if table.name == Arena.table.name, context.arenas.isEmpty { try await loadStoredArenas() }
        }
        var rest: [WorkItem] = []
        for table in RawTable.all where !table.isReference && !table.isSchedule {
            rest += try await items(of: table, sources)
        }
        try await importItems(rest)
    }

    private mutating func loadStoredSchedule() async throws(ImportError) {
        let dates = context.stored.dates(of: ScheduledGame.table.name)
        let contents = try await context.contents(of: ScheduledGame.table, on: dates)
        context.schedule = ScheduleIndex(contents.values.flatMap { ScheduledGame.rows(from: $0) })
    }

    private mutating func loadStoredArenas() async throws(ImportError) {
        let contents = try await context.contents(of: Arena.table, on: [.reference])
        context.arenas = Set(contents.values.flatMap { Arena.rows(from: $0) }.map(\.arena))
    }

    /// What of `table` must be read; the rest is counted as unchanged.
    private mutating func items(of table: RawTable, _ sources: [SourceFile]) async throws(ImportError) -> [WorkItem] {
        let files = sources.filter { $0.table.name == table.name }
        guard !files.isEmpty else { return [] }
        let selection = await FileSelection.select(files, context.stored)
        for file in selection.skipped { skip(file) }
        return selection.groups.enumerated().map { position, group in
            let readings = group.map { WorkItem.Reading(source: $0, fileID: context.stored.fileID(of: $0)) }
            return WorkItem(table: table, files: readings, position: position)
        }
    }

    private mutating func skip(_ file: SourceFile) {
        let feeds = context.stored.feeds(of: file.name, to: file.table.name).values
        let rows = feeds.reduce(0) { $0 + $1.rows }
        let report = FileReport(file.name, table: file.table.name, .unchanged, rows: rows)
        summary.files.append(report)
        tell([report])
        var counts = TableCounts()
        (counts.rowsRead, counts.rowsUnchanged, counts.partitionsUnchanged) = (rows, rows, feeds.count)
        summary.tables[file.table.name, default: TableCounts()] += counts
    }

    /// Prepares each item while the one before is being committed.
    private mutating func importItems(_ items: [WorkItem]) async throws(ImportError) {
        guard var item = items.first else { return }
        var prepared = await TablePreparation.run(item, context)
        for following in items.dropFirst() {
            let current = try prepared.get()
            let before = context.stored
            absorb(current)
            async let next = TablePreparation.run(following, context)
            let outcome = await commit(current, over: before, isLast: following.table.name != item.table.name)
            prepared = await next
            try outcome.get()
            tell(current.reports)
            item = following
        }
        let last = try prepared.get()
        let before = context.stored
        absorb(last)
        try await commit(last, over: before, isLast: true).get()
        tell(last.reports)
    }

    private mutating func tell(_ reports: [FileReport]) {
        let bytes = sizes.values.reduce(0, +)
        bytesEnded += reports.reduce(0) { $0 + (sizes[$1.file] ?? 0) }
        told.ended += reports.count
        told.share = bytes > 0 ? Double(bytesEnded) / Double(bytes) : 1
        told.finished = reports
        progress(told)
    }
}

extension ImportPass {
    private mutating func absorb(_ prepared: PreparedTable) {
        context.absorb(prepared)
        summary.files += prepared.reports
        summary.tables[prepared.table.name, default: TableCounts()] += prepared.counts
        for row in prepared.quarantined { summary.issues[row.reasonCode, default: 0] += 1 }
        issues.merge(prepared.issues) { _, new in new }
    }

    // Also says whether the table is finished, which a test may want to know.
    private func commit(
        _ prepared: PreparedTable, over before: StoredImports, isLast: Bool
    ) async -> Result<Void, ImportError> {
        guard !Task.isCancelled else {
            return .failure(ImportError(.interrupted, "the import was interrupted; run it again to finish it"))
        }
        if let commit {
            do throws(WarehouseError) {
                var changes = try prepared.changes(from: before, record: record, at: context.clock())
                if let announcement = context.announcement {
                    var events: [OutboxEntry] = []
                    for run in prepared.runs { events.append(try announcement(run)) }
                    try changes.upsert(events)
                }
                try await commit(changes)
            } catch {
                return .failure(ImportError(error))
            }
        }
        guard isLast, let betweenTables else { return .success(()) }
        do {
            try await betweenTables(prepared.table.name)
            return .success(())
        } catch {
            return .failure(ImportError(.interrupted, "the import ended after \(prepared.table.name): \(error)"))
        }
    }

    private mutating func finish() async throws(ImportError) -> ImportSummary {
        for issue in issues.values.joined() { summary.issues[issue.code, default: 0] += 1 }
        summary.files.sort { FolderListing.precedes($0.file, $1.file) }
        let finished = context.clock()
        summary.durationSeconds = Double(finished.microseconds - record.createdAt.microseconds) / 1_000_000
        guard commit != nil else { return summary }
        summary.importID = record.importID
        (record.finishedAt, record.status) = (finished, .finished)
        for counts in summary.tables.values {
            record.rowsRead += counts.rowsRead
            record.rowsLoaded += counts.rowsLoaded
            record.rowsUnchanged += counts.rowsUnchanged
            record.rowsQuarantined += counts.rowsQuarantined
            record.duplicatesDropped += counts.duplicatesDropped
        }
        let read = summary.files.filter { $0.outcome == .read || $0.outcome == .unchanged }
        try await writeRecord(
            Set(read.compactMap(\.table)).sorted().map { table in
                var reading = SourceReading()
                (reading.tableName, reading.readAt) = (table, record.createdAt)
                return reading
            })
        return summary
    }

    private mutating func recordFailure(_ error: ImportError) async {
        (record.finishedAt, record.status) = (context.clock(), error.code == .interrupted ? .interrupted : .failed)
        // The first error is the one to report; a store that refused it may well refuse this.
        try? await writeRecord()
    }

    private func writeRecord(_ readings: [SourceReading] = []) async throws(ImportError) {
        do throws(WarehouseError) {
            var changes = ChangeSet(at: context.clock())
            try changes.upsert([record])
            try changes.upsert(readings)
            if let commit { try await commit(changes) }
        } catch {
            throw ImportError(error)
        }
    }
}
