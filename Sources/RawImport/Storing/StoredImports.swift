import ContentDigest
import GameCalendar
import NBA
import PipelineModel

/// What earlier imports left in the store, kept up to date with what this one commits.
struct StoredImports: Sendable {
    /// One file's share of a table, by date.
    typealias Feeds = [GameDate: ImportFilePartition]

    /// Raised whenever a rule or a derived column changes: files are then read again.
    static let importerVersion = "1"

    private(set) var states: [Partition: PartitionState] = [:]
    private(set) var feeds: [TableName: [String: Feeds]] = [:]
    private(set) var issues: [Partition: [ImportIssue]] = [:]
    private(set) var lastImportID = 0
    /// The newest import that changed the schedule: what was read against an older one has to be read again.
    private(set) var scheduleImport = 0
    private(set) var lastFileID = 0

    /// Reads what `warehouse` holds.
    init(_ warehouse: any Warehouse) async throws(ImportError) {
        do throws(WarehouseError) {
            states = try await warehouse.facts(counting: []).states
            for feed in try await warehouse.records(ImportFilePartition.self, matching: RecordFilter()) {
                feeds[feed.tableName, default: [:]][feed.file, default: [:]][feed.gameDate] = feed
                lastFileID = max(lastFileID, feed.fileID)
                lastImportID = max(lastImportID, feed.importID)
            }
            for issue in try await warehouse.records(ImportIssue.self, matching: RecordFilter()) {
                issues[Partition(issue.tableName, issue.gameDate), default: []].append(issue)
            }
            let newest = RecordFilter().newest(by: "import_id", limit: 1)
            let last = try await warehouse.records(ImportRecord.self, matching: newest).first?.importID
            lastImportID = max(lastImportID, last ?? 0)
            let changes = RecordFilter.column("processor_name", is: .text(ScheduledGame.table.name.rawValue))
                .newest(by: "created_at", limit: 1)
            let newestChange = try await warehouse.records(RunRecord.self, matching: changes).first
            scheduleImport = newestChange.flatMap { ImportBatch.number(of: $0.batchID) } ?? 0
        } catch {
            throw ImportError(error)
        }
    }

    /// The dates on which `table` has a partition.
    func dates(of table: TableName) -> [GameDate] {
        states.keys.filter { $0.table == table }.map(\.date).sorted()
    }

    /// Dates on which `table` holds rows that the schedule no longer expects.
    func surplusDates(of table: TableName) -> [GameDate] {
        states.filter { $0.key.table == table && $0.value.rowsSurplus > 0 }.map(\.key.date).sorted()
    }

    /// What `file` gave to `table`, by date.
    func feeds(of file: String, to table: TableName) -> Feeds { feeds[table]?[file] ?? [:] }

    /// The files that fed `partition`, by the number their rows carry.
    func files(feeding partition: Partition) -> [Int: String] {
        var files: [Int: String] = [:]
        for (file, feeds) in feeds[partition.table] ?? [:] {
            if let feed = feeds[partition.date] { files[feed.fileID] = file }
        }
        return files
    }

    /// Whether `file` need not be read: it was, by these rules, as it stands, and against the schedule of now.
    func isCurrent(_ file: SourceFile) -> Bool {
        let known = feeds(of: file.name, to: file.table.name)
        guard !known.isEmpty else { return false }
        let newestSchedule = file.table.isReference || file.table.isSchedule ? 0 : scheduleImport
        return known.values.allSatisfy {
            $0.sha256 == file.digest && $0.importerVersion == Self.importerVersion && $0.importID >= newestSchedule
                && states[Partition(file.table.name, $0.gameDate)] != nil
        }
    }

    /// Forgets the states of `partitions`, so that the files which fed them are read again and they are replaced.
    ///
    /// A partition that a file outside `files` feeds too is left: its other rows could not be had again.
    mutating func doubt(_ partitions: Set<Partition>, given files: Set<String>) {
        for partition in partitions where self.files(feeding: partition).values.allSatisfy(files.contains) {
            states[partition] = nil
        }
    }

    /// The number `file`'s rows carry, a new one for a new file.
    mutating func fileID(of file: SourceFile) -> Int {
        if let known = feeds(of: file.name, to: file.table.name).values.first { return known.fileID }
        lastFileID += 1
        return lastFileID
    }

    /// Takes over what a prepared table is about to write.
    mutating func absorb(_ prepared: PreparedTable, importID: Int) {
        if prepared.table.isSchedule, !prepared.changedDates.isEmpty { scheduleImport = importID }
        for write in prepared.writes {
            states[write.partition] = write.state
            for state in write.projections { states[state.partition] = state }
        }
        for date in prepared.deletions {
            states[Partition(prepared.table.name, date)] = nil
            for name in prepared.projectionNames { states[Partition(name, date)] = nil }
        }
        for feed in prepared.feeds {
            feeds[feed.tableName, default: [:]][feed.file, default: [:]][feed.gameDate] = feed
        }
        for (file, dates) in prepared.endedFeeds {
            for date in dates { feeds[prepared.table.name]?[file]?[date] = nil }
        }
        for (partition, found) in prepared.issues { issues[partition] = found.isEmpty ? nil : found }
    }
}
