import PipelineModel

/// Columns under a header, numbers right-aligned, laid out so that a terminal holds them if that can be.
///
/// What is too wide gets one space between its columns instead of two, then headings broken after underscores, then the
/// first column as headings of sections, at first only where its values repeat. What fits in no way is left wide.
struct TextTable {
    private let columns: [String]
    private let rows: [[Cell]]

    /// A table of `list`.
    init(_ list: ResultList) {
        columns = list.columns
        rows = list.rows
    }

    /// The lines, each ended by a newline; "(none)" when there are no rows.
    var text: String { rows.isEmpty ? "(none)\n" : layout.lines.map { $0 + "\n" }.joined() }

    /// The table of `list` without columns that hold nothing but 0, which are named below it; whole where it fits.
    static func leavingOutZeros(_ list: ResultList) -> String {
        let table = TextTable(list)
        let zeros = list.columns.indices.filter { column in list.rows.allSatisfy { $0[column] == .int(0) } }
        guard !list.rows.isEmpty, !zeros.isEmpty, !table.layouts.dropLast().contains(where: \.fits) else {
            return table.text
        }
        let names = zeros.map { list.columns[$0] }
        let shown = list.only(list.columns.filter { !names.contains($0) })
        return TextTable(shown).text + "All 0: \(names.joined(separator: ", ")).\n"
    }

    private var layout: TextLayout { layouts.first { $0.fits } ?? layouts[3] }

    // From the one people like best to the one that is narrowest.
    private var layouts: [TextLayout] {
        let cells = rows.map { $0.map(Self.spelled) }
        let isRight = columns.indices.map { column in rows.allSatisfy { Self.isNumber($0[column]) } }
        let plain = TextLayout(headings: columns.map { [$0] }, rows: cells, isRight: isRight)
        let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        var folded = plain
        folded.headings = zip(columns, widths).map { TextLayout.folded($0, to: $1) }
        let narrow = folded.narrow
        return [
            plain, plain.narrow, folded, narrow, narrow.repeats ? narrow.inSections : narrow, narrow.inSections,
        ]
    }

    private static func spelled(_ cell: Cell) -> String {
        switch cell {
        case .double(let value): rounded(value)
        // To the second for people.
        case .timestamp: cell.description.prefix { $0 != "." } + "Z"
        default: cell.description.map { $0.isNewline ? " " : String($0) }.joined()
        }
    }

    // At most three decimals and six digits for people; JSON and CSV are exact.
    private static func rounded(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return value.description }
        let scale = [1000.0, 100, 10].first { abs(value) * $0 < 1_000_000 } ?? 1
        let text = ((value * scale).rounded() / scale).description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func isNumber(_ cell: Cell) -> Bool {
        switch cell {
        case .int, .double, .null, .text(""): true
        case .bool, .text, .date, .timestamp: false
        }
    }
}

/// One way to set a table.
private struct TextLayout {
    /// The lines of each column's heading.
    var headings: [[String]]
    var rows: [[String]]
    var isRight: [Bool]
    var gap = "  "
    /// The first column, when it stands above its rows instead of in them: its heading, and a value for each row.
    var sections: (heading: String, values: [String])?

    /// One space between columns.
    var narrow: TextLayout {
        var layout = self
        layout.gap = " "
        return layout
    }

    /// Whether rows that follow each other begin with the same value.
    var repeats: Bool { zip(rows, rows.dropFirst()).contains { $0[0] == $1[0] } }

    /// The first column above the rows it is the same for.
    var inSections: TextLayout {
        guard headings.count > 1 else { return self }
        var layout = self
        layout.sections = (headings[0].joined(), rows.map { $0[0] })
        layout.headings.removeFirst()
        layout.isRight.removeFirst()
        layout.rows = rows.map { Array($0.dropFirst()) }
        return layout
    }

    var fits: Bool { lines.allSatisfy { $0.count <= Wrapping.width } }

    var lines: [String] {
        let depth = headings.map(\.count).max() ?? 1
        let header = (0..<depth).map { line in
            headings.map { heading in
                let place = line - (depth - heading.count)
                return place < 0 ? "" : heading[place]
            }
        }
        let widths = headings.indices.map { column in (header + rows).map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = cells.indices.map { Self.padded(cells[$0], widths[$0], right: isRight[$0]) }
            return padded.joined(separator: gap).trimmingSuffix()
        }
        guard let sections else { return (header + rows).map(line) }
        var lines = [sections.heading] + header.map { "  " + line($0) }
        for (number, row) in rows.enumerated() {
            let value = sections.values[number]
            if number == 0 || sections.values[number - 1] != value { lines.append(value) }
            lines.append("  " + line(row))
        }
        return lines
    }

    /// `heading` in lines of `width`, broken after underscores; a part that is longer widens them all.
    static func folded(_ heading: String, to width: Int) -> [String] {
        let words = heading.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        let parts = words.dropLast().map { $0 + "_" } + words.suffix(1)
        let width = max(width, parts.map(\.count).max() ?? 0)
        return parts.reduce(into: []) { lines, part in
            if let last = lines.last, last.count + part.count <= width {
                lines[lines.count - 1] = last + part
            } else {
                lines.append(part)
            }
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
