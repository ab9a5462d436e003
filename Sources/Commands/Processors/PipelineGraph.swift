import PipelineEngine
import PipelineModel

/// What reads what.
struct PipelineGraph: CommandOutput {
    /// One table or projection that a processor reads.
    private struct Edge {
        let source: TableName
        let target: TableName
        let lookback: String
        let requirement: Input.Requirement
    }

    private let catalog: Catalog
    private let edges: [Edge]

    /// The graph of `catalog`.
    init(_ catalog: Catalog) {
        self.catalog = catalog
        edges = catalog.steps.flatMap { step in
            step.inputs.map { resolved in
                Edge(
                    source: catalog.entries[catalog.base(of: resolved.source)].name,
                    target: catalog.entries[step.entry].name, lookback: resolved.input.lookback.label,
                    requirement: resolved.input.requirement)
            }
        }
    }

    var json: JSONValue {
        [
            "nodes": .array(
                catalog.tables.compactMap { catalog.entry($0.name) }.map {
                    ["table": .text($0.name), "phase": .string($0.phase.label)]
                }),
            "edges": list.objects,
        ]
    }

    var list: ResultList {
        ResultList(
            columns: ["source", "target", "lookback", "required"],
            rows: edges.map {
                [
                    .text($0.source.rawValue), .text($0.target.rawValue), .text($0.lookback),
                    .bool($0.requirement == .required),
                ]
            })
    }

    /// Each computed table with what it is computed from; a table shown before is not unfolded again.
    var text: String {
        var shown: Set<TableName> = []
        // What only an earlier table reads, of days before, is an end as well.
        let order = Dictionary(catalog.tables.enumerated().map { ($1.name, $0) }) { first, _ in first }
        let read = Set(edges.filter { (order[$0.source] ?? 0) < (order[$0.target] ?? 0) }.map(\.source))
        let ends = catalog.steps.map { catalog.entries[$0.entry].name }.filter { !read.contains($0) }
        return ends.map { name in "\(name)\n" + branches(of: name, indent: "", &shown) }.joined()
    }

    private func branches(of name: TableName, indent: String, _ shown: inout Set<TableName>) -> String {
        guard shown.insert(name).inserted else { return "" }
        let sources = sources(of: name)
        return sources.enumerated().map { index, source in
            let isLast = index == sources.count - 1
            let hasMore = shown.contains(source.table) && edges.contains { $0.target == source.table }
            return indent + (isLast ? "└─ " : "├─ ") + "\(source.table) (\(source.lookbacks))"
                + (hasMore ? " …" : "") + "\n"
                + branches(of: source.table, indent: indent + (isLast ? "   " : "│  "), &shown)
        }.joined()
    }

    private func sources(of name: TableName) -> [(table: TableName, lookbacks: String)] {
        var sources: [(table: TableName, lookbacks: [String])] = []
        for edge in edges where edge.target == name {
            if let index = sources.firstIndex(where: { $0.table == edge.source }) {
                if !sources[index].lookbacks.contains(edge.lookback) { sources[index].lookbacks.append(edge.lookback) }
            } else {
                sources.append((edge.source, [edge.lookback]))
            }
        }
        return sources.map { ($0.table, $0.lookbacks.joined(separator: ", ")) }
    }

    /// The graph in the DOT language.
    var dot: String {
        let nodes = catalog.tables.compactMap { catalog.entry($0.name) }.map { entry in
            "  \"\(entry.name)\" [shape=\(entry.phase == .raw ? "box" : "ellipse")];\n"
        }
        let lines = edges.map { edge in
            "  \"\(edge.source)\" -> \"\(edge.target)\" [label=\"\(edge.lookback)\""
                + (edge.requirement == .required ? "" : ", style=dashed") + "];\n"
        }
        return "digraph backcourt {\n  rankdir=LR;\n" + nodes.joined() + lines.joined() + "}\n"
    }
}
