import GameCalendar
import NBA
import PipelineModel

/// One stored value, its formula, and the rows that enter it.
struct ExplainedValue {
    let row: StoredRow
    let column: String
    let derivation: Derivation
    let evidence: [Evidence]

    var stored: Cell { row[column] }

    /// What the formula gives over the rows listed; nil where it does not follow from rows alone.
    var calculated: Cell? { evidence.first.flatMap { derivation.calculation?.result(over: $0.values) } }

    /// Whether it is worked out from other values, not taken over from one.
    var isDerived: Bool { derivation.copied == nil }

    /// Whether the formula, as far as rows decide, gives what is stored.
    var isConfirmed: Bool { (calculated ?? stored) == stored }
}

/// Why a number is what it is, as people and machines read it.
struct ExplainOutput: CommandOutput {
    // Rows of one source shown to people; JSON and CSV have all.
    private static let shownRows = 40

    let value: ExplainedValue
    /// Where a value that is only taken over comes from, and so on.
    let origins: [ExplainedValue]
    /// The processor's value now; nil when it cannot run, or gives no such row.
    let recomputed: Cell??
    /// Why the processor cannot run.
    let obstacle: String?
    /// Since when the row stays as it was published before the games; nil where it follows its inputs.
    let frozenAt: Timestamp?

    private var values: [ExplainedValue] { [value] + origins }
    private var result: Cell? { recomputed.flatMap(\.self) ?? value.calculated }

    /// Whether both ways give the stored value, or it is kept whatever they give.
    var isConfirmed: Bool { frozenAt != nil || isEqual }

    private var isEqual: Bool { recomputed == .some(.some(value.stored)) && values.allSatisfy(\.isConfirmed) }

    var json: JSONValue {
        guard case .object(let members) = Self.json(value) else { return .null }
        return .object(
            members + [
                .init(name: "origins", value: .array(origins.map(Self.json))),
                .init(name: "result", value: result.map { JSONValue($0) } ?? .null),
                .init(name: "recomputed", value: .bool(recomputed != nil)),
                .init(name: "equal", value: .bool(isEqual)),
            ] + (frozenAt.map { [JSONValue.Member(name: "frozen_at", value: .text($0))] } ?? []))
    }

    private static func json(_ value: ExplainedValue) -> JSONValue {
        let (row, evidence) = (value.row, value.evidence)
        return [
            "table": .text(row.table.name), "date": .text(row.date),
            "key": .object(zip(row.table.key, row.key).map { .init(name: $0, value: JSONValue($1)) }),
            "column": .string(value.column), "formula": .string(value.derivation.formula),
            "sources": .array(
                evidence.map { evidence in
                    [
                        "table": .text(evidence.source.table), "window": .string(evidence.source.window.label),
                        "columns": .array(evidence.source.columns.map { .string($0) }),
                        "rows": evidence.list.objects,
                    ]
                }),
            "stored": JSONValue(value.stored),
        ]
    }

    /// One row for each value that enters; for a count, one for each row that is counted.
    var list: ResultList {
        ResultList(
            columns: ["table", "key", "column", "value"],
            rows: values.flatMap(\.evidence).flatMap { evidence in
                let isValue = evidence.list.columns.map(evidence.source.columns.contains)
                return evidence.list.rows.flatMap { row -> [[Cell]] in
                    let key = zip(row, isValue).filter { !$0.1 }.map(\.0.description).joined(separator: " ")
                    guard isValue.contains(true) else {
                        return [[.text(evidence.source.table.rawValue), .text(key), .null, .null]]
                    }
                    return zip(row, zip(evidence.list.columns, isValue)).filter(\.1.1).map { cell, column in
                        [.text(evidence.source.table.rawValue), .text(key), .text(column.0), cell]
                    }
                }
            })
    }

    /// A value that is only taken over is told by where it comes from.
    var text: String {
        let row = value.row
        let about = row.table.position(of: value.column).map { row.table.columns[$0].about } ?? ""
        let key = zip(row.table.key, row.key).map { "\($0) \($1)" }.joined(separator: ", ")
        let formulas = values.map(\.derivation.formula).joined(separator: "; there: ")
        return "\(row.table.name) \(row.date), \(key)\n"
            + "\(value.column) is \(spelled(value.stored)): \(about)\n"
            + Wrapping.filled("Formula: \(formulas).", indent: "  ")
            + values.filter { $0.isDerived || !$0.isConfirmed || origins.isEmpty }.flatMap(\.evidence).map(text)
            .joined()
            + verdict
    }

    private func text(of evidence: Evidence) -> String {
        var shown = evidence.list
        shown.rows = Array(shown.rows.prefix(Self.shownRows))
        let more =
            evidence.list.rows.count > Self.shownRows ? "and \(evidence.list.rows.count - Self.shownRows) more\n" : ""
        return "From \(evidence.source.table), \(evidence.source.window.label), \(evidence.source.subject.label):\n"
            + TextTable(shown).text + more
    }

    private var verdict: String {
        var text = value.calculated.map { "By formula: \(spelled($0)). " } ?? ""
        switch recomputed {
        case .none: text += "The processor cannot run now: \(obstacle ?? "it failed")."
        case .some(.none): text += "The processor gives no such row now."
        case .some(.some(let value)): text += "By the processor: \(spelled(value))."
        }
        let isSame = recomputed == .some(.some(value.stored)) && value.isConfirmed
        let ending = isSame ? "Stored is the same." : "Stored is \(spelled(value.stored))."
        text = Wrapping.filled(text.split(separator: " ").map(String.init) + [ending])
        if let frozenAt, !isEqual {
            text += Wrapping.filled(
                "It was published before the games, at \(frozenAt), and is kept; what it follows from has changed since."
            )
        }
        for origin in origins where !origin.isConfirmed {
            text += Wrapping.filled(
                "\(origin.row.table.name).\(origin.column) is \(origin.calculated.map(spelled) ?? "unknown") by "
                    + "formula, stored is \(spelled(origin.stored)).")
        }
        return text
    }

    private func spelled(_ cell: Cell) -> String { cell == .null ? "NULL" : cell.description }
}
