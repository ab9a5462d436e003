import GameCalendar
public import PipelineModel

/// Gate 2, after the backfill of phase 4: every table, every date, and values that can be trusted.
struct PrecomputeGate: Gate {
    // Fewer rows may well hold one value.
    private static let rowsThatVary = 1000
    let number = 2
    let phase = Phase.precompute
    let readsContent = true

    func conditions(_ facts: GateFacts) -> [GateCondition] {
        let shared = PhaseConditions(phase: phase, facts: facts)
        return shared.required + [upstream(facts)] + content(facts) + shared.reported
            + reported(facts.content)
    }

    // Complete tables over a phase that is about to change prove nothing.
    private func upstream(_ facts: GateFacts) -> GateCondition {
        let bad = facts.reports.coverage.tables.filter { $0.phase == .analytics }.flatMap { table in
            table.statuses.filter { !$0.status.isSatisfied }.map { "\(table.name) \($0.date) \($0.status.rawValue)" }
        }
        return GateCondition(
            code: "upstream_complete", passed: bad.isEmpty, expected: "0 partitions of phase 3 not complete",
            actual: "\(bad.count)", examples: bad)
    }

    private func content(_ facts: GateFacts) -> [GateCondition] {
        let tables = PhaseConditions(phase: phase, facts: facts).tables.map(\.name)
        switch facts.content {
        case .found(let content):
            return [
                nothing("no_repeated_key", repeatedKeys(content), in: tables, content),
                nothing("critical_columns_filled", emptyCriticalColumns(content), in: tables, content),
                contamination(content), leaks(content, facts.reports.coverage),
                nothing("no_constant_feature", constantFeatures(content), in: tables, content),
            ]
        case .held: return assumed(passed: true, "as when they were read")
        case .unread: return assumed(passed: false, "not read")
        }
    }

    private func assumed(passed: Bool, _ actual: String) -> [GateCondition] {
        [
            "no_repeated_key", "critical_columns_filled", "contamination_clean", "no_leak", "no_constant_feature",
        ].map { GateCondition(code: $0, passed: passed, expected: "0", actual: actual) }
    }

    // Holds when there is no case; a table whose rows nobody read is one.
    private func nothing(
        _ code: String, _ cases: [String], in tables: [TableName], _ facts: ContentFacts
    ) -> GateCondition {
        let read = Set(facts.tables.map(\.declaration.name))
        let cases = tables.filter { !read.contains($0) }.map { "the rows of \($0) were not read" } + cases
        return GateCondition(
            code: code, passed: cases.isEmpty, expected: "0", actual: "\(cases.count)", examples: cases)
    }

    private func repeatedKeys(_ facts: ContentFacts) -> [String] { facts.tables.flatMap(\.repeatedKeys) }

    private func emptyCriticalColumns(_ facts: ContentFacts) -> [String] {
        facts.tables.flatMap { table in
            table.declaration.criticalColumns.compactMap { name -> String? in
                let empty = table.profile.rows - (table.column(name)?.filled ?? 0)
                return empty > 0 ? "\(table.declaration.name).\(name) is NULL in \(empty) rows" : nil
            }
        }
    }

    private func contamination(_ facts: ContentFacts) -> GateCondition {
        let bad = facts.contamination.filter { !$0.isAcceptable }
        return GateCondition(
            code: "contamination_clean", passed: bad.isEmpty && !facts.contamination.isEmpty,
            expected: "\(facts.contamination.count) columns CLEAN",
            actual: "\(facts.contamination.count - bad.count) CLEAN", examples: bad.map(\.sentence))
    }

    // Where every date is waived there is nothing to prove it on.
    private func leaks(_ facts: ContentFacts, _ coverage: Coverage) -> GateCondition {
        let computed = coverage.tables.filter { $0.phase == .analytics || $0.phase == .precompute }
        let waived = DateSet(computed.flatMap { $0.dates(.waived) })
        let isVacuous = !waived.isEmpty && coverage.dates.subtracting(waived).isEmpty
        let dates = facts.leakDates.isEmpty ? "no date" : facts.leakDates.map(\.description).joined(separator: ", ")
        return GateCondition(
            code: "no_leak", passed: facts.leaks.isEmpty && (isVacuous || !facts.leakDates.isEmpty), expected: "0",
            actual: "\(facts.leaks.count) on \(dates)", examples: facts.leaks.map(\.description))
    }

    private func constantFeatures(_ facts: ContentFacts) -> [String] {
        facts.tables.flatMap { table -> [String] in
            guard let features = table.declaration.features, table.profile.rows >= Self.rowsThatVary else { return [] }
            return features.names.compactMap { name in
                guard !features.mayBeConstant.contains(name), let column = table.column(name), column.isConstant else {
                    return nil
                }
                return "\(table.declaration.name).\(name) is \(column.least) in all \(column.filled) rows that have it"
            }
        }
    }

    private func reported(_ evidence: ContentEvidence) -> [GateCondition] {
        guard case .found(let facts) = evidence else { return [] }
        return facts.tables.flatMap { table in
            [table.earlySeason.map { share("early_season:\(table.declaration.name)", $0, of: table.profile.rows) }]
                .compactMap(\.self)
                + (table.declaration.features?.names ?? []).map { name in
                    let filled = table.column(name)?.filled ?? 0
                    return share("null_share:\(name)", table.profile.rows - filled, of: table.profile.rows)
                }
        }
    }

    private func share(_ code: String, _ count: Int, of rows: Int) -> GateCondition {
        let share = rows == 0 ? 0 : 100 * Double(count) / Double(rows)
        return GateCondition(
            code: code, isRequired: false, passed: rows > 0, expected: "reported",
            actual: "\((share * 10).rounded() / 10) % of \(rows) rows")
    }
}

extension ContaminationFinding {
    /// What is wrong, and what to do about it.
    public var sentence: String {
        let share = (validPct * 100).rounded() / 100
        var text =
            "\(table).\(column) is \(verdict.rawValue): \(tally.valid) of \(tally.rows) rows (\(share) %) follow "
        text += "from \(source)"
        if tally.zeros > 0 { text += ", \(tally.zeros) are 0 without a source" }
        if let origin = tally.origin {
            text += "; oldest cause \(origin)"
            if let phase { text += ", compute again from phase \(phase.rawValue)" }
        }
        return text
    }
}
