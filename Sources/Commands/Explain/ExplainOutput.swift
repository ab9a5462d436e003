import NBA
import PipelineModel

/// Why a number is what it is, as people and machines read it.
struct ExplainOutput: CommandOutput {
    // Rows of one source shown to people; JSON and CSV have all.
    private static let shownRows = 40

    let row: StoredRow
    let column: String
    let derivation: Derivation
    let evidence: [Evidence]
    /// The processor's value now; nil when it cannot run, or gives no such row.
    let recomputed: Cell??
    /// Why the processor cannot run.
    let obstacle: String?

    private var stored: Cell { row[column] }

    /// What the formula gives over the rows listed; nil where it does not follow from rows alone.
    private var calculated: Cell? { evidence.first.flatMap { derivation.calculation?.result(over: $0.values) } }

    private var result: Cell? { recomputed.flatMap(\.self) ?? calculated }

    /// Whether both ways give the stored value.
    var isConfirmed: Bool { recomputed == .some(.some(stored)) && (calculated ?? stored) == stored }

    var json: JSONValue {
        [
            "table": .text(row.table.name), "date": .text(row.date),
            "key": .object(zip(row.table.key, row.key).map { .init(name: $0, value: JSONValue($1)) }),
            "column": .string(column), "formula": .string(derivation.formula),
            "sources": .array(
                evidence.map { evidence in
                    [
                        "table": .text(evidence.source.table), "window": .string(evidence.source.window.label),
                        "columns": .array(evidence.source.columns.map { .string($0) }),
                        "rows": evidence.list.objects,
                    ]
                }),
            "result": result.map { JSONValue($0) } ?? .null, "stored": JSONValue(stored),
            "recomputed": .bool(recomputed != nil), "equal": .bool(isConfirmed),
        ]
    }

    /// One row for each value that enters.
    var list: ResultList {
        ResultList(
            columns: ["table", "key", "column", "value"],
            rows: evidence.flatMap { evidence in
                let isValue = evidence.list.columns.map(evidence.source.columns.contains)
                return evidence.list.rows.flatMap { row -> [[Cell]] in
                    let key = zip(row, isValue).filter { !$0.1 }.map(\.0.description).joined(separator: " ")
                    return zip(row, zip(evidence.list.columns, isValue)).filter(\.1.1).map { cell, column in
                        [.text(evidence.source.table.rawValue), .text(key), .text(column.0), cell]
                    }
                }
            })
    }

    var text: String {
        let unit = row.table.position(of: column).map { row.table.columns[$0] }
        let key = zip(row.table.key, row.key).map { "\($0) \($1)" }.joined(separator: ", ")
        return "\(row.table.name) \(row.date), \(key)\n"
            + "\(column) is \(spelled(stored)): \(unit?.about ?? "")\n\n"
            + "Formula: \(derivation.formula).\n" + evidence.map(text).joined() + "\n" + verdict
    }

    private func text(of evidence: Evidence) -> String {
        var shown = evidence.list
        shown.rows = Array(shown.rows.prefix(Self.shownRows))
        let more =
            evidence.list.rows.count > Self.shownRows ? "and \(evidence.list.rows.count - Self.shownRows) more\n" : ""
        return "\nFrom \(evidence.source.table), \(evidence.source.window.label), \(evidence.source.subject.label):\n"
            + TextTable(shown).text + more
    }

    private var verdict: String {
        var text = ""
        if let calculated { text += "The formula over these rows gives \(spelled(calculated)). " }
        switch recomputed {
        case .none: text += "The processor cannot run now: \(obstacle ?? "it failed")."
        case .some(.none): text += "The processor gives no such row now."
        case .some(.some(let value)): text += "The processor gives \(spelled(value))."
        }
        return text + (isConfirmed ? " Stored is the same.\n" : " Stored is \(spelled(stored)).\n")
    }

    private func spelled(_ cell: Cell) -> String { cell == .null ? "NULL" : cell.description }
}
