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
        return shared.required + content(facts.content, of: shared.tables.map(\.name)) + shared.reported
            + reported(facts.content)
    }

    private func content(_ evidence: ContentEvidence, of tables: [TableName]) -> [GateCondition] {
        switch evidence {
        case .found(let facts):
            [
                nothing("no_repeated_key", repeatedKeys(facts), in: tables, facts),
                nothing("critical_columns_filled", emptyCriticalColumns(facts), in: tables, facts),
                contamination(facts), leaks(facts),
                nothing("no_constant_feature", constantFeatures(facts), in: tables, facts),
            ]
        case .held: assumed(passed: true, "as when they were read")
        case .unread: assumed(passed: false, "not read")
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

    private func leaks(_ facts: ContentFacts) -> GateCondition {
        let dates = facts.leakDates.isEmpty ? "no date" : facts.leakDates.map(\.description).joined(separator: ", ")
        return GateCondition(
            code: "no_leak", passed: facts.leaks.isEmpty && !facts.leakDates.isEmpty, expected: "0",
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
