import GameCalendar
import PipelineModel

/// What every gate behind a computed phase asks: each table complete on each date, nothing left open.
struct PhaseConditions {
    private static let successRate = 0.99
    let phase: Phase
    let facts: GateFacts

    /// The phase's tables as far as they are covered.
    var tables: [Coverage.Table] { facts.reports.coverage.tables.filter { $0.phase == phase } }

    /// The conditions that must hold.
    var required: [GateCondition] {
        [scope, declared] + tables.map(complete) + tables.map(success) + [unresolved, obsolete]
    }

    /// What is told beside them.
    var reported: [GateCondition] { tables.flatMap(reported) }

    private var scope: GateCondition {
        let count = facts.reports.coverage.dates.count
        return GateCondition(
            code: "scope_has_dates", passed: count > 0, expected: "at least 1 game date", actual: "\(count) game dates")
    }

    // Without tables nothing below would be asked.
    private var declared: GateCondition {
        GateCondition(
            code: "phase_has_tables", passed: !tables.isEmpty, expected: "at least 1 table",
            actual: "\(tables.count) tables")
    }

    private func complete(_ table: Coverage.Table) -> GateCondition {
        let bad = table.statuses.filter { !$0.status.isSatisfied }
        let waived = table.count(.waived)
        return GateCondition(
            code: "complete:\(table.name)", passed: bad.isEmpty && table.expected >= facts.reports.coverage.dates.count,
            expected: "\(facts.reports.coverage.dates.count) dates",
            actual: "\(table.count(.complete)) dates" + (waived > 0 ? " and \(waived) waived" : ""),
            examples: bad.map { "\($0.date) \($0.status.rawValue)" })
    }

    private func success(_ table: Coverage.Table) -> GateCondition {
        let rate = facts.reports.successRate(of: table)
        return GateCondition(
            code: "success_rate:\(table.name)", passed: rate > Self.successRate, expected: "> 99 %",
            actual: "\((rate * 10_000).rounded() / 100) %")
    }

    private var obsolete: GateCondition {
        let ledger = facts.reports.ledger
        let left = ledger.obsolete(around: facts.reports.coverage.dates, in: facts.stretch).filter { partition in
            ledger.catalog.entry(partition.table)?.phase == phase
        }
        return GateCondition(
            code: "no_obsolete_partition", passed: left.isEmpty, expected: "0", actual: "\(left.count)",
            examples: left.map(\.description))
    }

    private var unresolved: GateCondition {
        let catalog = facts.reports.ledger.catalog
        let runs = facts.reports.unresolved.filter { catalog.entry($0.processorName)?.phase == phase }
        return GateCondition(
            code: "no_unresolved_failure", passed: runs.isEmpty, expected: "0", actual: "\(runs.count)",
            examples: runs.map { "\($0.processorName) \($0.dataDate) \($0.status.rawValue)" })
    }

    private func reported(_ table: Coverage.Table) -> [GateCondition] {
        let stale = table.count(.stale)
        return [
            GateCondition(
                code: "dates_present:\(table.name)", isRequired: false, passed: table.present == table.expected,
                expected: "\(table.expected)", actual: "\(table.present)"),
            GateCondition(
                code: "stale:\(table.name)", isRequired: false, passed: stale == 0, expected: "0", actual: "\(stale)"),
            readiness(table),
        ]
    }

    // Rows ready for production ÷ rows, as the runs that wrote the partitions counted them.
    private func readiness(_ table: Coverage.Table) -> GateCondition {
        let ledger = facts.reports.ledger
        let writers = Dictionary(grouping: facts.reports.runs.filter { $0.processorName == table.name }, by: \.runID)
        var (rows, ready) = (0, 0)
        for (date, _) in table.statuses {
            guard let position = ledger.catalog.position(of: table.name),
                let state = ledger.state(position, on: date), let run = writers[state.runID]?.first
            else { continue }
            rows += state.rowCount
            ready += state.rowCount - run.rowsNotReady
        }
        let share = rows == 0 ? 0 : 100 * Double(ready) / Double(rows)
        return GateCondition(
            code: "production_ready:\(table.name)", isRequired: false, passed: rows > 0, expected: "reported",
            actual: "\((share * 10).rounded() / 10) % of \(rows) rows")
    }
}
