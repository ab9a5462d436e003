import PipelineModel

/// Columns under a header line, numbers right-aligned.
struct TextTable {
    private let columns: [String]
    private let rows: [[Cell]]

    /// A table of `list`.
    init(_ list: ResultList) {
        columns = list.columns
        rows = list.rows
    }

    /// The lines, each ended by a newline; "(none)" when there are no rows.
    var text: String {
        guard !rows.isEmpty else { return "(none)\n" }
        let cells = rows.map { $0.map(Self.spelled) }
        let widths = columns.indices.map { column in
            max(columns[column].count, cells.map { $0[column].count }.max() ?? 0)
        }
        let isRight = columns.indices.map { column in rows.allSatisfy { Self.isNumber($0[column]) } }
        // One space between columns where two would be too wide for the terminal.
        let isWide = widths.reduce(0, +) + 2 * (widths.count - 1) > Wrapping.width
        let lines = [columns] + cells
        return lines.map { line in
            let padded = line.indices.map { Self.padded(line[$0], widths[$0], right: isRight[$0]) }
            return padded.joined(separator: isWide ? " " : "  ").trimmingSuffix() + "\n"
        }.joined()
    }

    private static func spelled(_ cell: Cell) -> String {
        if case .double(let value) = cell { return rounded(value) }
        return cell.description.map { $0.isNewline ? " " : String($0) }.joined()
    }

    // At most three decimals for people; JSON and CSV are exact.
    private static func rounded(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return value.description }
        let scaled = (value * 1000).rounded()
        let text = (scaled / 1000).description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func isNumber(_ cell: Cell) -> Bool {
        switch cell {
        case .int, .double, .null: true
        case .bool, .text, .date, .timestamp: false
        }
    }

    private static func padded(_ text: String, _ width: Int, right: Bool) -> String {
        let padding = String(repeating: " ", count: max(0, width - text.count))
        return right ? padding + text : text + padding
    }
}

extension String {
    fileprivate func trimmingSuffix() -> String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
