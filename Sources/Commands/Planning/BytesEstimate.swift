import GameCalendar
import PipelineEngine
import PipelineModel

/// What a plan will read and write, in bytes as they are stored, by what partitions take on average today.
///
/// Each computed table reads the dates of its inputs' windows once. Row counts, checks, and the least that is billed for a
/// query come on top.
struct BytesEstimate {
    private(set) var read = 0
    private(set) var written = 0
    /// Tables that hold nothing yet, so that nobody knows how large they become.
    private(set) var unknown: Set<TableName> = []

    /// - Parameter bytes: what each table takes today.
    init(of steps: [PlannedStep], _ ledger: inout Ledger, _ bytes: [TableName: Int]) {
        let stored = Dictionary(grouping: ledger.facts.store.rowCounts.keys, by: \.table).mapValues { partitions in
            partitions.map(\.date).sorted()
        }
        func size(of table: TableName) -> Double? {
            guard let dates = stored[table], let bytes = bytes[table] else { return nil }
            return Double(bytes) / Double(dates.count)
        }
        let tables = Dictionary(grouping: steps, by: \.partition.table)
        for (table, steps) in tables {
            if let size = size(of: table) { written += Int(size * Double(steps.count)) } else { unknown.insert(table) }
            for (input, span) in Self.spans(of: table, steps, &ledger) {
                guard let dates = stored[input] else { continue }
                let count = dates.count { $0 == .reference || span.contains($0) }
                read += Int((size(of: input) ?? 0) * Double(count))
            }
        }
    }

    // Of each stored table that `steps` read, the dates from the first window's beginning to the last one's end.
    private static func spans(
        of table: TableName, _ steps: [PlannedStep], _ ledger: inout Ledger
    ) -> [TableName: ClosedRange<GameDate>] {
        guard let description = ledger.catalog.step(for: table) else { return [:] }
        let inputs = description.inputs.filter { $0.input.requirement != .fallback }
        var spans: [TableName: ClosedRange<GameDate>] = [:]
        for step in steps {
            for lineage in ledger.lineage(inputs, on: step.partition.date) {
                guard let first = lineage.first, let last = lineage.last else { continue }
                let stored = lineage.input.row.stored.table.name
                let known = spans[stored] ?? first...last
                spans[stored] = min(known.lowerBound, first)...max(known.upperBound, last)
            }
        }
        return spans
    }

    var members: [JSONValue.Member] {
        [
            .init(name: "estimate_read_bytes", value: .int(read)),
            .init(name: "estimate_written_bytes", value: .int(written)),
        ]
    }

    var text: String {
        let more = unknown.isEmpty ? "" : ", and \(unknown.count.counted("table")) of which nothing is stored yet"
        return "It reads about \(Self.spelled(read)) and writes about \(Self.spelled(written))\(more).\n"
    }

    private static func spelled(_ bytes: Int) -> String {
        let units = ["bytes", "kB", "MB", "GB", "TB"]
        var (amount, unit) = (bytes, 0)
        while amount >= 10_000, unit < units.count - 1 { (amount, unit) = ((amount + 500) / 1000, unit + 1) }
        return "\(amount) \(units[unit])"
    }
}

extension Session {
    /// What `plan` will read and write; nil where reading costs nothing.
    func bytes(of plan: Plan, _ ledger: inout Ledger) async throws(WarehouseError) -> BytesEstimate? {
        guard let bytes = try await store.billedBytes(of: catalog.tables) else { return nil }
        return BytesEstimate(of: plan.steps, &ledger, bytes)
    }
}
