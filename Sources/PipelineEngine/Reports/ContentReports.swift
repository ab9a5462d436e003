import GameCalendar
import PipelineModel

/// 15: keys that are there twice; none unless the store was edited.
struct Duplicates: GapReport {
    let number = 15
    let name = "duplicates"
    let columns = ["table", "game_date", "key", "rows"]
    let needs: Set<ReportNeed> = [.repeatedKeys]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        facts.coverage.tables.flatMap { table -> [[Cell]] in
            (facts.repeatedKeys[table.name] ?? [:]).sorted { $0.key < $1.key }.flatMap { date, keys in
                keys.map { key in
                    [
                        .text(table.name.rawValue), .date(date),
                        .text(key.values.map(\.description).joined(separator: " ")), .int(key.count),
                    ]
                }
            }
        }
    }
}

/// 16: percent of rows in which a column is NULL, by month; columns that never are, are left out.
struct NullShare: GapReport {
    let number = 16
    let name = "null-share"
    let columns = ["table", "column", "month", "rows", "null_rows", "null_pct"]
    let needs: Set<ReportNeed> = [.nulls]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        facts.coverage.tables.flatMap { table -> [[Cell]] in
            guard let declaration = facts.ledger.catalog.entry(table.name)?.table else { return [] }
            let names = declaration.columns.filter(\.isNullable).map(\.name)
            let months = byMonth(facts.nullables[table.name] ?? [:])
            return names.indices.flatMap { index in
                months.compactMap { month, profiles -> [Cell]? in
                    let rows = profiles.reduce(0) { $0 + $1.rows }
                    let empty = rows - profiles.reduce(0) { $0 + $1.columns[index].filled }
                    guard empty > 0 else { return nil }
                    return [
                        .text(table.name.rawValue), .text(names[index]), .text(month), .int(rows), .int(empty),
                        .double(100 * Double(empty) / Double(rows)),
                    ]
                }
            }
        }
    }
}

/// 17: percent of rows fit for production and of those too early in a season, by month, with what lowers trust.
struct Readiness: GapReport {
    let number = 17
    let name = "readiness"
    let columns = ["table", "month", "rows", "production_ready_pct", "early_season_pct", "causes"]
    let needs: Set<ReportNeed> = [.readiness]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        facts.coverage.tables.flatMap { table -> [[Cell]] in
            byMonth(facts.readiness[table.name] ?? [:]).map { month, days in
                let tallies = days.joined()
                let rows = tallies.reduce(0) { $0 + $1.count }
                func share(_ isCounted: (ReadinessTally) -> Bool) -> Cell {
                    .double(100 * Double(tallies.reduce(0) { $0 + (isCounted($1) ? $1.count : 0) }) / Double(rows))
                }
                return [
                    .text(table.name.rawValue), .text(month), .int(rows), share(\.isReady), share(\.isEarly),
                    .text(Self.causes(tallies)),
                ]
            }
        }
    }

    // `thin_sample 12, no_shots 4`: most frequent first.
    private static func causes(_ tallies: some Sequence<ReadinessTally>) -> String {
        var counts: [String: Int] = [:]
        for tally in tallies {
            for issue in tally.issues { counts[issue, default: 0] += tally.count }
        }
        let ordered = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return ordered.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}

/// The values of each month, months ascending, dates ascending within them.
private func byMonth<Value>(_ dates: [GameDate: Value]) -> [(month: String, values: [Value])] {
    var months: [(month: String, values: [Value])] = []
    for (date, value) in dates.sorted(by: { $0.key < $1.key }) {
        if months.last?.month != date.monthLabel { months.append((date.monthLabel, [])) }
        months[months.count - 1].values.append(value)
    }
    return months
}
