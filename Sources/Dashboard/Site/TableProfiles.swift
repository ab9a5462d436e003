internal import ContentDigest
internal import GameCalendar
internal import PipelineEngine
package import PipelineModel

/// What a sample of a table's partitions holds, over time.
struct TableProfile: Sendable {
    /// Share of the nullable cells that are NULL, 0...1, by date; empty for a table without nullable columns.
    var nullShares: [(date: GameDate, share: Double?)] = []
    /// Bytes of an encoded row on average; nil without rows.
    var bytesPerRow: Double?
    /// Share of rows that are fit for production, 0...1; nil for a table whose rows do not say.
    var readyShare: Double?
    /// Means of number columns by date, in declared order of the columns.
    var means: [(column: Column, values: [(date: GameDate, mean: Double?)])] = []
}

/// Reads samples of tables, each partition once for as long as it stays as it is.
actor TableProfiles {
    // Partitions sampled of a table at most: enough for a line, and read within a moment.
    private static let sample = 48

    private struct Summary: Sendable {
        var rows = 0
        var bytes = 0
        var nulls = 0
        var nullable = 0
        var ready: Int?
        // Sum and count of each number column.
        var sums: [(sum: Double, count: Int)] = []
    }

    private struct Known {
        let digest: Digest
        let summary: Summary
    }

    private let store: any WarehouseReader
    private let readinessColumn: String
    private var known: [Partition: Known] = [:]
    private var profiles: [TableName: TableProfile] = [:]
    private var samples: (version: Int, dates: [TableName: [GameDate]])?
    private var reading = false
    private var refreshing: [TableName: Task<Void, any Error>] = [:]

    /// Profiles of tables in `store`; `readinessColumn` says of a row that it is fit for production.
    init(_ store: any WarehouseReader, readinessColumn: String) {
        (self.store, self.readinessColumn) = (store, readinessColumn)
    }

    /// What is known by now, and whether it is of the partitions as they are; whatever is new is read beside.
    func current(_ standing: Standing) -> (profiles: [TableName: TableProfile], isWhole: Bool) {
        let isWhole = standing.catalog.tables.allSatisfy { table in
            table.partitionColumn == nil || profiles[table.name] != nil && wanted(of: table, standing).isEmpty
        }
        if !reading, !isWhole {
            reading = true
            Task(priority: .utility) { await read(standing) }
        }
        return (profiles, isWhole)
    }

    /// The profile of one table, read now.
    func profile(of table: TableDeclaration, _ standing: Standing) async throws -> TableProfile {
        try await refresh(table, standing)
        return profiles[table.name] ?? TableProfile()
    }

    private func read(_ standing: Standing) async {
        for table in standing.catalog.tables where table.partitionColumn != nil {
            // A store that cannot be read now will be asked again with the next page.
            do { try await refresh(table, standing) } catch { break }
        }
        reading = false
    }

    // Whoever asks for a table that is being read waits for that.
    private func refresh(_ table: TableDeclaration, _ standing: Standing) async throws {
        if let running = refreshing[table.name] { return try await running.value }
        let task = Task { try await readAnew(table, standing) }
        refreshing[table.name] = task
        defer { refreshing[table.name] = nil }
        try await task.value
    }

    private func readAnew(_ table: TableDeclaration, _ standing: Standing) async throws {
        let states = standing.ledger.facts.store.states
        let dates = sample(of: table, standing)
        let wanted = wanted(of: table, standing)
        if wanted.isEmpty, profiles[table.name] != nil { return }
        let summaries = try await Self.summaries(of: table, on: wanted, readinessColumn, store)
        for date in wanted {
            guard let digest = states[Partition(table.name, date)]?.digest else { continue }
            known[Partition(table.name, date)] = Known(digest: digest, summary: summaries[date] ?? Summary())
        }
        let sample = Set(dates)
        known = known.filter { $0.key.table != table.name || sample.contains($0.key.date) }
        profiles[table.name] = profile(
            table,
            dates.compactMap { date in known[Partition(table.name, date)].map { (date, $0.summary) } })
    }

    // Sampled dates whose rows are not known as they are.
    private func wanted(of table: TableDeclaration, _ standing: Standing) -> [GameDate] {
        sample(of: table, standing).filter { date in
            let partition = Partition(table.name, date)
            return known[partition]?.digest != standing.ledger.facts.store.states[partition]?.digest
        }
    }

    private func sample(of table: TableDeclaration, _ standing: Standing) -> [GameDate] {
        if samples?.version != standing.version {
            let dates = Dictionary(grouping: standing.ledger.facts.store.states.keys, by: \.table)
            samples = (standing.version, dates.mapValues { Self.sampled($0.map(\.date).sorted()) })
        }
        return samples?.dates[table.name] ?? []
    }

    // Every date, or every second, fourth, …: what is sampled stays so while a table grows.
    private static func sampled(_ dates: [GameDate]) -> [GameDate] {
        var step = 1
        while dates.count / step > sample { step *= 2 }
        return dates.indices.filter { $0 % step == 0 }.map { dates[$0] }
    }

    @concurrent
    private static func summaries(
        of table: TableDeclaration, on dates: [GameDate], _ readiness: String, _ store: any WarehouseReader
    ) async throws -> [GameDate: Summary] {
        guard !dates.isEmpty else { return [:] }
        return try await store.contents(of: StoredColumns(table), on: dates)
            .mapValues { summary(of: $0, table, readiness) }
    }

    private static func summary(of content: PartitionContent, _ table: TableDeclaration, _ readiness: String) -> Summary
    {
        var summary = Summary()
        (summary.rows, summary.bytes) = (content.rowCount, content.bytes.count)
        let ready = table.position(of: readiness)
        summary.ready = ready == nil ? nil : 0
        summary.sums = table.columns.map { _ in (0, 0) }
        for row in 0..<content.rowCount {
            for (index, cell) in content.cells(row: row).enumerated() {
                if table.columns[index].isNullable {
                    summary.nullable += 1
                    if cell == .null { summary.nulls += 1 }
                }
                if index == ready, cell == .bool(true) { summary.ready? += 1 }
                guard let number = cell.number else { continue }
                summary.sums[index].sum += number
                summary.sums[index].count += 1
            }
        }
        return summary
    }

    private func profile(_ table: TableDeclaration, _ summaries: [(GameDate, Summary)]) -> TableProfile {
        var profile = TableProfile()
        let (rows, bytes) = summaries.reduce((0, 0)) { ($0.0 + $1.1.rows, $0.1 + $1.1.bytes) }
        profile.bytesPerRow = rows > 0 ? Double(bytes) / Double(rows) : nil
        if table.position(of: readinessColumn) != nil, rows > 0 {
            profile.readyShare = Double(summaries.reduce(0) { $0 + ($1.1.ready ?? 0) }) / Double(rows)
        }
        profile.nullShares = summaries.map { date, summary in
            (date, summary.nullable > 0 ? Double(summary.nulls) / Double(summary.nullable) : nil)
        }
        profile.means = table.columns.enumerated().compactMap { index, column in
            guard column.type == .double || column.type == .int, !table.key.contains(column.name) else { return nil }
            return (
                column,
                summaries.map { date, summary in
                    let (sum, count) = index < summary.sums.count ? summary.sums[index] : (0, 0)
                    return (date, count > 0 ? sum / Double(count) : nil)
                }
            )
        }
        return profile
    }
}

extension Cell {
    /// The number it holds; nil for anything else.
    package var number: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        case .null, .bool, .text, .date, .timestamp: nil
        }
    }
}
