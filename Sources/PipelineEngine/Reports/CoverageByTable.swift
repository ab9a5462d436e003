import GameCalendar
import PipelineModel

/// 2: dates that are missing, per table.
struct MissingDates: GapReport {
    let number = 2
    let name = "missing-dates"
    let columns = ["table", "game_date"]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        facts.coverage.tables.filter(\.isRequired).flatMap { table in
            table.dates(.missing).map { [.text(table.name.rawValue), .date($0)] }
        }
    }
}

/// 5: tables side by side.
struct CoverageOfTables: GapReport {
    let number = 5
    let name = "coverage-all-tables"
    let columns = ["table", "phase", "expected", "present", "complete", "partial", "stale", "missing", "waived"]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        facts.coverage.tables.map { table in
            let counts = [PartitionStatus.complete, .partial, .stale, .missing, .waived].map(table.count)
            return [.text(table.name.rawValue), .int(table.phase.rawValue)]
                + ([table.expected, table.present] + counts).map(Cell.int)
        }
    }
}

/// 6: how far each table is.
struct Progress: GapReport {
    let number = 6
    let name = "progress"
    let columns = ["table", "done", "remaining", "percent", "band"]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        facts.coverage.tables.filter(\.isRequired).map { table in
            let done = table.count(.complete)
            let share = table.expected == 0 ? 100 : 100 * Double(done) / Double(table.expected)
            return [
                .text(table.name.rawValue), .int(done), .int(table.expected - done), .double(share),
                .text(Self.band(share)),
            ]
        }
    }

    static func band(_ share: Double) -> String {
        switch share {
        case ..<25: "<25"
        case ..<50: "25-50"
        case ..<75: "50-75"
        case ..<100: "75-<100"
        default: "100"
        }
    }
}

/// 11: dates that hold rows but not the right keys.
struct PartialDates: GapReport {
    let number = 11
    let name = "partial-dates"
    let columns = ["table", "game_date", "rows", "keys_missing", "keys_surplus", "flaw"]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        var rows: [[Cell]] = []
        for table in facts.coverage.tables {
            for date in table.dates(.partial) {
                guard let entry = facts.ledger.catalog.position(of: table.name) else { continue }
                let found = facts.ledger.rowsFound(entry, on: date)
                let state = facts.ledger.state(entry, on: date)
                // Rows that were deleted or added by hand count beside the keys that were missing from the start.
                let lost = state.map { $0.rowsMissing + max(0, $0.rowCount - found) }
                let added = state.map { $0.rowsSurplus + max(0, found - $0.rowCount) }
                rows.append([
                    .text(table.name.rawValue), .date(date), .int(found), lost.map(Cell.int) ?? .null,
                    added.map(Cell.int) ?? .null,
                    facts.ledger.recordFlaw(entry, on: date).map(Cell.text) ?? .null,
                ])
            }
        }
        return rows
    }
}

/// 12: what wants work, as a list ready for `--dates`.
struct RetryList: GapReport {
    let number = 12
    let name = "retry-list"
    let columns = ["table", "count", "dates"]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        facts.coverage.tables.filter { $0.isRequired && $0.phase != .raw }.compactMap { table in
            let dates = table.statuses.filter { !$0.status.isSatisfied }.map(\.date.description)
            guard !dates.isEmpty else { return nil }
            return [.text(table.name.rawValue), .int(dates.count), .text(dates.joined(separator: ","))]
        }
    }
}
