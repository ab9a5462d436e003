import GameCalendar
import PipelineModel

/// Game dates and complete dates per phase, by some stretch of time.
private func coverageRows(_ coverage: Coverage, by label: (GameDate) -> String) -> [[Cell]] {
    var labels: [String] = []
    for date in coverage.dates where labels.last != label(date) { labels.append(label(date)) }
    let complete = Phase.allCases.map { coverage.completeDates(of: $0) }
    return labels.map { name in
        let dates = coverage.dates.filter { label($0) == name }
        let done = complete.map { set in set.map { set in dates.count(where: set.contains) } }
        let missing = [1, 2].map { phase in done[phase].map { dates.count - $0 } }
        return [.text(name), .int(dates.count)] + (done + missing).map { $0.map(Cell.int) ?? .null }
    }
}

private let coverageColumns = [
    "total_dates", "phase2_dates", "phase3_dates", "phase4_dates", "phase5_dates", "missing_3", "missing_4",
]

/// 1: calendar year × phase. A date counts for a phase when every table of it is complete.
struct CoverageByYear: GapReport {
    let number = 1
    let name = "coverage-by-year"
    let columns = ["year"] + coverageColumns

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        coverageRows(facts.coverage) { String($0.year) }.map { row in
            guard case .text(let year) = row[0] else { return row }
            return [Int(year).map(Cell.int) ?? row[0]] + row.dropFirst()
        }
    }

    func total(_ rows: [[Cell]]) -> [(name: String, value: Cell)] { Array(sums(rows).dropFirst()) }
}

/// 3: the same by month.
struct CoverageByMonth: GapReport {
    let number = 3
    let name = "coverage-by-month"
    let columns = ["month"] + coverageColumns

    func rows(_ facts: inout ReportFacts) -> [[Cell]] { coverageRows(facts.coverage, by: \.monthLabel) }
    func total(_ rows: [[Cell]]) -> [(name: String, value: Cell)] { sums(rows) }
}
