import ContentDigest
import GameCalendar
import NBA
import PipelineModel

/// Reads, merges and judges the files of one work item.
///
/// Reads the store and never writes it, so it may run while the item before is being committed.
struct TablePreparation {
    let item: WorkItem
    var context: ImportContext
    let started: Timestamp
    var prepared: PreparedTable
    var files: [ParsedFile] = []
    var merged = MergedTable()

    private init(_ item: WorkItem, _ context: ImportContext) {
        (self.item, self.context) = (item, context)
        started = context.clock()
        prepared = PreparedTable(item.table, context)
    }

    /// Everything that committing `item` will write.
    @concurrent static func run(_ item: WorkItem, _ context: ImportContext) async -> Result<PreparedTable, ImportError>
    {
        var preparation = TablePreparation(item, context)
        do throws(ImportError) {
            try await preparation.run()
            return .success(preparation.prepared)
        } catch {
            return .failure(error)
        }
    }

    private var table: RawTable { item.table }

    private mutating func run() async throws(ImportError) {
        parse()
        guard !files.isEmpty else { return }
        let surplus = item.position == 0 ? context.stored.surplusDates(of: table.name) : []
        var merge = TableMerge(table, takeRows(), context)
        merged = try await merge.run(alsoOn: table.isSchedule ? [] : surplus)
        accountForRows()
        noteReference()
        let moved = try await relabelledDates()
        let teamLines = try await teamLinesOfTouchedDates()
        for partition in merged.partitions {
            settle(partition, isRelabelled: moved.contains(partition.date), teamLines[partition.date] ?? [])
        }
        recordFeeds()
        try await judgeDependents()
    }

    private mutating func parse() {
        for file in item.files {
            do throws(FileRefusal) {
                files.append(try ParsedFile(file.source, fileID: file.fileID, schedule: context.schedule))
            } catch {
                prepared.reports.append(FileReport(file.source.name, table: table.name, refused: error))
            }
        }
    }

    private mutating func takeRows() -> [FileDays] {
        var rows: [FileDays] = []
        for index in files.indices { rows.append(files[index].takeRows()) }
        return rows
    }

    /// Counts, file reports and the quarantine.
    private mutating func accountForRows() {
        prepared.counts.duplicatesDropped = merged.duplicates
        for file in files {
            prepared.counts.rowsRead += file.rows.rowsRead
            prepared.reports.append(FileReport(file.source.name, table: table.name, .read, rows: file.rows.rowsRead))
            for refused in file.rows.refused {
                quarantine(file.source.name, refused.line, refused.fault, refused.text)
            }
            let losers = merged.losers.filter { $0.file == file.source.name }
            let texts = file.texts(on: Set(losers.map(\.line)))
            for loser in losers { quarantine(loser.file, loser.line, loser.fault, texts[loser.line] ?? "") }
        }
        prepared.counts.rowsQuarantined = prepared.quarantined.count
        // Rows that were stored and not read now have no line: they are numbered −1, −2, … and not counted as read.
        for (index, ousted) in merged.ousted.enumerated() {
            quarantine(ousted.file, -(item.position * 1_000_000 + index + 1), ousted.fault, ousted.text)
        }
    }

    private mutating func quarantine(_ file: String, _ line: Int, _ fault: RowFault, _ text: String) {
        var row = QuarantinedRow()
        (row.importID, row.file, row.lineNumber, row.tableName) = (context.importID, file, line, table.name)
        (row.reasonCode, row.detail, row.rawText) = (fault.code.rawValue, fault.detail, text)
        row.createdAt = started
        prepared.quarantined.append(row)
    }

    /// Keeps what later tables are held against.
    private mutating func noteReference() {
        switch table.name {
        case ScheduledGame.table.name:
            let games = merged.partitions.flatMap { ScheduledGame.rows(from: $0.content) }
            prepared.games = games
            context.schedule = ScheduleIndex(games)
        case Arena.table.name:
            let names = Set(merged.partitions.flatMap { Arena.rows(from: $0.content) }.map(\.arena))
            prepared.arenas = names
            context.arenas = names
        case TeamBox.table.name:
            for partition in merged.partitions {
                prepared.teamLines[partition.date] = TeamBox.rows(from: partition.content)
            }
            context.teamLines.merge(prepared.teamLines) { _, new in new }
        default: break
        }
    }

    private func teamLinesOfTouchedDates() async throws(ImportError) -> [GameDate: [TeamBox]] {
        guard table.name == PlayerBox.table.name || table.name == Shot.table.name else { return [:] }
        return try await context.teamLines(on: merged.partitions.map(\.date))
    }

    /// Dates whose rows are what they were, but come from other files than the store says.
    private func relabelledDates() async throws(ImportError) -> Set<GameDate> {
        var relabelled: Set<GameDate> = []
        var doubtful: [MergedPartition] = []
        for partition in merged.partitions where partition.content.rowCount > 0 {
            let feeding = partition.keptRows.filter { $0.value > 0 }
            let known = Set(context.stored.files(feeding: Partition(table.name, partition.date)).values)
            if feeding.keys.contains(where: { !known.contains($0) }) {
                relabelled.insert(partition.date)
            } else if known.count > 1 {
                doubtful.append(partition)
            }
        }
        let stored = try await context.contents(of: table.declaration, on: doubtful.map(\.date))
        for partition in doubtful where stored[partition.date]?.bytes != partition.content.bytes {
            relabelled.insert(partition.date)
        }
        return relabelled
    }
}
