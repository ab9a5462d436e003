import GameCalendar
import PipelineModel

/// 7: how fast dates are done, by the runs of the last 60 minutes, and when the rest will be.
struct Throughput: GapReport {
    private static let window = 3600.0
    let number = 7
    let name = "throughput"
    let columns = ["table", "dates_last_hour", "dates_per_hour", "remaining", "seconds_left", "ends_at"]
    let needs: Set<ReportNeed> = [.runs]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        let now = facts.ledger.facts.readAt
        let groups = Dictionary(grouping: facts.runs, by: \.processorName)
        return facts.coverage.tables.filter { $0.phase > .raw }.map { table in
            let recent = (groups[table.name] ?? []).filter { run in
                run.status.isSuccess && run.finishedAt.map { now.seconds(since: $0) <= Self.window } ?? false
            }
            let dates = Set(recent.map(\.dataDate)).count
            let remaining = table.expected - table.satisfied
            let left = Self.rate(recent, dates).map { Double(remaining) / $0 * Self.window }
            return [
                .text(table.name.rawValue), .int(dates), Self.rate(recent, dates).map(Cell.double) ?? .null,
                .int(remaining), left.map(Cell.double) ?? .null,
                left.map { .timestamp(now.adding(seconds: $0)) } ?? .null,
            ]
        }
    }

    // Dates per hour of work; nil for runs that took no time.
    private static func rate(_ runs: [RunRecord], _ dates: Int) -> Double? {
        let seconds = runs.busySeconds
        return seconds > 0 ? Double(dates) / seconds * window : nil
    }
}

/// 13: the newest verdict of each gate, and how it stands now.
struct GateVerdicts: GapReport {
    let number = 13
    let name = "gates"
    let columns = ["gate", "status", "scope", "evaluated_at", "override"]
    let needs: Set<ReportNeed> = [.verdicts]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        let verdicts = facts.verdicts
        return Gates.all.map(\.number).map { number in
            guard let found = verdicts.first(where: { $0.verdict.gate == number }) else {
                return [.int(number), .text("not_evaluated"), .null, .null, .null]
            }
            return [
                .int(number), .text(found.standing), .text(found.verdict.scope),
                .timestamp(found.verdict.evaluatedAt), found.verdict.override.map(Cell.text) ?? .null,
            ]
        }
    }
}
