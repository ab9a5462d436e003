internal import Charts
internal import GameCalendar
internal import Markup
internal import PipelineEngine
internal import PipelineModel

/// One row for each table.
struct TablesPage {
    let standing: Standing
    /// What is known of the rows of each table.
    let profiles: [TableName: TableProfile]
    private let isWhole: Bool
    private let counts: [TableName: Int]

    init(standing: Standing, profiles: [TableName: TableProfile], isWhole: Bool) {
        (self.standing, self.profiles, self.isWhole) = (standing, profiles, isWhole)
        counts = standing.ledger.facts.store.rowCounts.reduce(into: [:]) { $0[$1.key.table, default: 0] += $1.value }
    }

    // The partition of each table that was written last.
    private var newest: [TableName: PartitionState] {
        var newest: [TableName: PartitionState] = [:]
        for state in standing.ledger.facts.store.states.values
        where (newest[state.tableName].map { $0.updatedAt < state.updatedAt }) ?? true {
            newest[state.tableName] = state
        }
        return newest
    }

    var page: Page {
        let phases = standing.facts.wholePhases.phases
        let newest = newest
        var page = Page("Tables", at: "/tables", phases.map { section($0, newest) } + [others])
        page.isWhole = isWhole
        return page
    }

    private func section(_ phase: Phase, _ newest: [TableName: PartitionState]) -> Element {
        let tables = standing.facts.wholePhases.tables.filter { $0.phase == phase }
        let name = PhaseCalendar.name(phase)
        return .section(
            "Phase \(phase.rawValue): \(name)", id: name,
            [
                PageTable(
                    "Tables of phase \(phase.rawValue)",
                    [
                        .text("Table"), .number("Complete"), .number("Of"), .text("Not complete"), .number("Rows"),
                        .number("Size"), .text("NULL share"), .number("Ready"), .text("Last written"),
                        .number("Run, median"),
                        .number("90 %"),
                    ], tables.map { row($0, newest) }
                ).element
            ])
    }

    private func row(_ table: Coverage.Table, _ newest: [TableName: PartitionState]) -> [Element] {
        let profile = profiles[table.name]
        let runs = standing.recentRuns[table.name] ?? []
        let seconds = runs.compactMap(\.durationSeconds).sorted()
        let others = PartitionStatus.allCases.filter { $0 != .complete && $0 != .notExpected }
            .compactMap { status in table.count(status) > 0 ? "\(table.count(status)) \(status.rawValue)" : nil }
        return [
            .link(table.name.rawValue, "/tables/\(table.name)"), Element(text: "\(table.count(.complete))"),
            Element(text: "\(table.expected)"), Element(text: others.joined(separator: ", ")),
            Element(text: rows(of: table.name).grouped),
            Element(text: profile?.bytesPerRow.map { Self.size($0 * Double(rows(of: table.name))) } ?? ""),
            profile.map { nulls($0, table.name) } ?? Element(text: "not read yet"),
            Element(text: profile?.readyShare.map { "\(($0 * 1000).rounded(.down) / 10) %" } ?? "–"),
            newest[table.name].map { .instant($0.updatedAt, "/runs/\($0.runID)") } ?? Element(text: "–"),
            Element(text: Self.duration(seconds.quantile(0.5))), Element(text: Self.duration(seconds.quantile(0.9))),
        ]
    }

    private func nulls(_ profile: TableProfile, _ table: TableName) -> Element {
        let line = Sparkline("NULL share of \(table) over time", profile.nullShares.map(\.share))
        return line.figure.element(id: "nulls-\(table)")
    }

    private func rows(of table: TableName) -> Int { counts[table] ?? 0 }

    // Reference tables have one partition and no dates.
    private var others: Element {
        let entries = standing.catalog.entries.filter { entry in
            if case .projection = entry.role { return false }
            return entry.calendar == .single
        }
        return .section(
            "Reference", id: "reference",
            [
                PageTable(
                    "Tables without dates", [.text("Table"), .number("Rows"), .text("About")],
                    entries.map { entry in
                        [
                            .link(entry.name.rawValue, "/tables/\(entry.name)"),
                            Element(text: rows(of: entry.name).grouped), Element(text: entry.table.about),
                        ]
                    }
                ).element
            ])
    }

    /// `0.012 s`; empty for nothing.
    static func duration(_ seconds: Double?) -> String {
        guard let seconds else { return "" }
        if seconds < 0.0995 { return "\(Int((seconds * 1000).rounded())) ms" }
        return "\((seconds * 10).rounded() / 10) s"
    }

    /// `12 MB`.
    static func size(_ bytes: Double) -> String {
        if bytes < 1e6 { return "\(Int((bytes / 1e3).rounded(.up))) kB" }
        return bytes < 1e9 ? "\(Int((bytes / 1e6).rounded())) MB" : "\((bytes / 1e8).rounded() / 10) GB"
    }
}

extension Standing {
    /// Rows of every partition of `table`.
    func rowsFound(of table: TableName) -> Int {
        ledger.facts.store.rowCounts.reduce(0) { $0 + ($1.key.table == table ? $1.value : 0) }
    }
}

extension [Double] {
    /// The value below which `share` of these lie, which must be ascending; nil without any.
    func quantile(_ share: Double) -> Double? {
        isEmpty ? nil : self[Swift.min(count - 1, Int(share * Double(count)))]
    }
}

extension Int {
    /// `1 234 567`, with narrow spaces.
    package var grouped: String {
        let digits = String(magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "\u{202F}" }
            text.append(digit)
        }
        return (self < 0 ? "−" : "") + text
    }
}
