import GameCalendar
import NBA
import PipelineModel

/// Puts the rows of the files read together with the stored rows of all others.
struct TableMerge {
    private let table: RawTable
    private var files: [FileDays]
    private let context: ImportContext
    private var merged = MergedTable()

    init(_ table: RawTable, _ files: [FileDays], _ context: ImportContext) {
        (self.table, self.files, self.context) = (table, files, context)
    }

    /// The table's touched partitions.
    ///
    /// - Parameter extra: dates to look at although no file read feeds them.
    mutating func run(alsoOn extra: [GameDate]) async throws(ImportError) -> MergedTable {
        var touched = Set(extra)
        for file in files {
            touched.formUnion(file.days.keys)
            touched.formUnion(context.stored.feeds(of: file.name, to: table.name).keys)
        }
        // A game may move from one date to another, so the schedule is one heap of rows.
        if table.isSchedule { touched.formUnion(context.stored.dates(of: table.name)) }
        let dates = touched.sorted()
        let others = dates.filter { !unreadFiles(on: $0).isEmpty || extra.contains($0) }
        let stored = try await context.contents(of: table.declaration, on: others)
        if table.isSchedule {
            mergeAsOne(dates, stored)
        } else {
            for date in dates { merge(date, stored[date]) }
        }
        return merged
    }

    /// The files whose stored rows of `date` stay, by the number their rows carry.
    private func unreadFiles(on date: GameDate) -> [Int: String] {
        let read = Set(files.map(\.name))
        return context.stored.files(feeding: Partition(table.name, date)).filter { !read.contains($0.value) }
    }

    private mutating func merge(_ date: GameDate, _ stored: PartitionContent?) {
        let kept = stored.map { storedRows(of: $0, on: date) } ?? []
        let offering = files.indices.filter { files[$0].days[date] != nil }
        // What is merged is held no longer: a season of shots would otherwise be in memory twice.
        defer { for index in offering { files[index].days[date] = nil } }
        if kept.isEmpty, offering.count == 1, let day = files[offering[0]].days[date],
            let ordered = try? day.content.inKeyOrder(of: table.declaration)
        {
            add(date, ordered, [files[offering[0]].name: ordered.rowCount])
            return
        }
        let read = offering.compactMap { index in
            files[index].days[date].map {
                Contribution(file: files[index].name, content: $0.content, lines: $0.lines)
            }
        }
        let merge = RowMerge(kept + read, of: table.declaration)
        account(for: merge)
        let content = merge.content(of: merge.winners, columns: table.declaration.columns)
        add(date, content, merge.keptRows)
    }

    private mutating func mergeAsOne(_ dates: [GameDate], _ stored: [GameDate: PartitionContent]) {
        var heaps: [String: [DayRows]] = [:]
        var isStored: Set<String> = []
        for date in dates {
            for contribution in stored[date].map({ storedRows(of: $0, on: date) }) ?? [] {
                heaps[contribution.file, default: []].append(DayRows(content: contribution.content, lines: []))
                isStored.insert(contribution.file)
            }
        }
        for file in files {
            heaps[file.name] = file.days.sorted { $0.key < $1.key }.map(\.value)
        }
        let contributions = heaps.map { name, days in
            let heap = DayRows(joining: days, columns: table.declaration.columns)
            return Contribution(file: name, content: heap.content, lines: isStored.contains(name) ? nil : heap.lines)
        }
        let merge = RowMerge(inLineOrder(contributions), of: table.declaration)
        account(for: merge)
        split(merge, into: dates)
    }

    // Days were joined by date; within a file the later line wins, so rows go back into line order.
    private func inLineOrder(_ contributions: [Contribution]) -> [Contribution] {
        contributions.map { contribution in
            guard let lines = contribution.lines, lines != lines.sorted() else { return contribution }
            let order = lines.indices.sorted { lines[$0] < lines[$1] }
            return Contribution(
                file: contribution.file, content: contribution.content.rows(at: order), lines: order.map { lines[$0] })
        }
    }

    private mutating func split(_ merge: RowMerge, into dates: [GameDate]) {
        let position = table.declaration.partitionColumn.flatMap { table.declaration.position(of: $0) } ?? 0
        var winners: [GameDate: [RowMerge.Place]] = [:]
        for place in merge.winners {
            guard case .date(let date) = merge.cells(of: place)[position] else { continue }
            winners[date, default: []].append(place)
        }
        for date in Set(dates).union(winners.keys).sorted() {
            let places = winners[date] ?? []
            var kept: [String: Int] = [:]
            for file in files where file.days[date] != nil { kept[file.name] = 0 }
            for place in places { kept[merge.contribution(of: place).file, default: 0] += 1 }
            let content = merge.content(of: places, columns: table.declaration.columns)
            add(date, content, kept)
        }
    }

    private mutating func add(_ date: GameDate, _ content: PartitionContent, _ kept: [String: Int]) {
        let unread = Set(unreadFiles(on: date).values)
        let keptRows = kept.merging(unread.map { ($0, 0) }) { count, _ in count }
        merged.partitions.append(
            MergedPartition(date: date, content: content, keptRows: keptRows, unreadFiles: unread))
    }
}

extension TableMerge {
    /// The stored rows of `content` that stay, one contribution per file.
    private mutating func storedRows(of content: PartitionContent, on date: GameDate) -> [Contribution] {
        let files = unreadFiles(on: date)
        let gamePosition = table.isSchedule || table.isReference ? nil : table.declaration.position(of: "game_id")
        var kept: [String: [Int]] = [:]
        for row in 0..<content.rowCount {
            let cells = content.cells(row: row)
            guard case .int(let number) = cells.last, let file = files[number] else { continue }
            if let gamePosition, case .text(let game) = cells[gamePosition], context.schedule[game]?.date != date {
                let fault = RowFault(.unknownGame, "game \(game) is no longer in the schedule under \(date)")
                merged.ousted.append((file, fault, Self.text(of: cells)))
                continue
            }
            kept[file, default: []].append(row)
        }
        return kept.map { file, rows in Contribution(file: file, content: content.rows(at: rows), lines: nil) }
    }

    private mutating func account(for merge: RowMerge) {
        merged.duplicates += merge.duplicates
        for loser in merge.losers {
            let contribution = merge.contribution(of: loser.place)
            if let lines = contribution.lines {
                merged.losers.append((contribution.file, Int(lines[loser.place.row]), loser.fault))
            } else {
                merged.ousted.append((contribution.file, loser.fault, Self.text(of: merge.cells(of: loser.place))))
            }
        }
    }

    // A stored row as text: its cells without the file's number.
    private static func text(of cells: [Cell]) -> String {
        cells.dropLast().map(\.description).joined(separator: ",")
    }
}
