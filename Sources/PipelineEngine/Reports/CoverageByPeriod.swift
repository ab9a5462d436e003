import GameCalendar
import PipelineModel

/// Game dates and complete dates per phase, by some stretch of time.
///
/// A phase is judged by all its tables and shown when the filter touches it; else, and where the catalog has no table of
/// it, it is NULL. Waived dates are neither complete nor missing.
private func coverageRows(_ facts: ReportFacts, by label: (GameDate) -> String) -> [[Cell]] {
    let coverage = facts.wholePhases
    var labels: [String] = []
    for date in coverage.dates where labels.last != label(date) { labels.append(label(date)) }
    let shown = Set(facts.coverage.phases)
    func dates(_ phase: Phase, _ set: (Phase) -> DateSet?) -> DateSet? { shown.contains(phase) ? set(phase) : nil }
    let complete = Phase.allCases.map { dates($0, coverage.completeDates) }
    let missing = [Phase.analytics, .precompute].map { phase in
        dates(phase, coverage.satisfiedDates).map { coverage.dates.subtracting($0) }
    }
    return labels.map { name in
        let dates = coverage.dates.filter { label($0) == name }
        let counts = (complete + missing).map { set in set.map { set in dates.count(where: set.contains) } }
        return [.text(name), .int(dates.count)] + counts.map { $0.map(Cell.int) ?? .null }
    }
}

// Sums of the columns, and for each phase shown the dates that only a waiver satisfies.
private func coverageTotal(_ sums: [(name: String, value: Cell)], _ facts: ReportFacts) -> [(name: String, value: Cell)]
{
    sums
        + facts.coverage.phases.compactMap { phase in
            facts.wholePhases.waivedDates(of: phase).map { ("waived_\(phase.rawValue)", .int($0.count)) }
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
        coverageRows(facts) { String($0.year) }.map { row in
            guard case .text(let year) = row[0] else { return row }
            return [Int(year).map(Cell.int) ?? row[0]] + row.dropFirst()
        }
    }

    func total(_ rows: [[Cell]], _ facts: ReportFacts) -> [(name: String, value: Cell)] {
        coverageTotal(Array(sums(rows).dropFirst()), facts)
    }
}

/// 3: the same by month.
struct CoverageByMonth: GapReport {
    let number = 3
    let name = "coverage-by-month"
    let columns = ["month"] + coverageColumns

    func rows(_ facts: inout ReportFacts) -> [[Cell]] { coverageRows(facts, by: \.monthLabel) }
    func total(_ rows: [[Cell]], _ facts: ReportFacts) -> [(name: String, value: Cell)] {
        coverageTotal(sums(rows).filter { $0.name != "month" }, facts)
    }
}
