import GameCalendar
import PipelineModel

/// 4: stretches of consecutive game dates that are missing, longest first.
struct GapRuns: GapReport {
    let number = 4
    let name = "gap-runs"
    let columns = ["table", "first_date", "last_date", "game_dates"]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        facts.coverage.tables.filter(\.isRequired).flatMap { table -> [[Cell]] in
            guard let position = facts.ledger.catalog.position(of: table.name) else { return [] }
            // The whole calendar: dates of the scope that are no neighbours are no stretch.
            let calendar = facts.ledger.expectedDates(of: position)
            let runs = DateSet(table.dates(.missing)).runs(in: calendar).map { run in
                (run, calendar.within(run).count)
            }
            let ordered = runs.sorted { ($1.1, $0.0.lowerBound) < ($0.1, $1.0.lowerBound) }
            return ordered.map { run, count in
                [.text(table.name.rawValue), .date(run.lowerBound), .date(run.upperBound), .int(count)]
            }
        }
    }
}

/// 19: partitions that were written without rows although there are games.
struct ZeroRows: GapReport {
    let number = 19
    let name = "zero-rows"
    let columns = ["table", "game_date", "status", "run_id"]
    let needs: Set<ReportNeed> = [.runs]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        let runs = Dictionary(facts.runs.map { ($0.runID, $0) }) { first, _ in first }
        return facts.coverage.tables.filter { $0.phase > .raw }.flatMap { table -> [[Cell]] in
            guard let position = facts.ledger.catalog.position(of: table.name) else { return [] }
            return table.statuses.compactMap { date, _ in
                guard let state = facts.ledger.state(position, on: date), state.rowCount == 0,
                    let run = runs[state.runID], run.status.isSuccess
                else { return nil }
                return [
                    .text(table.name.rawValue), .date(date), .text(run.status.rawValue), .text(run.runID),
                ]
            }
        }
    }
}

/// 18: what each input of a date covers.
struct LookbackWindows: GapReport {
    let number = 18
    let name = "lookback"
    let columns = [
        "table", "game_date", "input", "lookback", "required", "first_date", "last_date", "dates", "complete",
        "missing", "before_history",
    ]
    let isAboutDates = true

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        var rows: [[Cell]] = []
        for table in facts.coverage.tables {
            guard let step = facts.ledger.catalog.step(for: table.name) else { continue }
            for (date, _) in table.statuses {
                rows += step.inputs.map { Self.row(table.name, date, $0, &facts.ledger) }
            }
        }
        return rows
    }

    private static func row(
        _ table: TableName, _ date: GameDate, _ input: Catalog.ResolvedInput, _ ledger: inout Ledger
    ) -> [Cell] {
        let entry = ledger.catalog.entries[input.source]
        let window = input.input.lookback.window(
            before: date, on: ledger.facts.schedule, entry.calendar,
            historyStart: ledger.facts.history.lowerBound)
        // What the schedule does not expect, as box scores of a day to come, is neither complete nor missing.
        let statuses = window.dates.map { (date: $0, status: ledger.status(input.source, on: $0)) }
            .filter { $0.status != .notExpected }
        let complete = statuses.count { $0.status.isSatisfied }
        return [
            .text(table.rawValue), .date(date), .text(input.input.source.rawValue),
            .text(input.input.lookback.label), .bool(input.input.requirement == .required),
            statuses.first.map { .date($0.date) } ?? .null, statuses.last.map { .date($0.date) } ?? .null,
            .int(statuses.count), .int(complete), .int(statuses.count - complete),
            .int(window.beforeHistory),
        ]
    }
}
