import PipelineModel

/// A chain of causes as people and machines read it.
struct TraceOutput: CommandOutput {
    let correlationID: String
    /// Batches, runs, events, each in order of creation.
    let nodes: [TraceNode]

    var json: JSONValue { ["correlation_id": .string(correlationID), "nodes": .array(nodes.map(node))] }

    // A node has a topic or a processor, whichever names it.
    private func node(_ node: TraceNode) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(name: "id", value: .string(node.id)), .init(name: "kind", value: .string(node.kind.rawValue)),
        ]
        if let topic = node.topic {
            members.append(.init(name: "topic", value: .string(topic)))
        } else {
            members.append(.init(name: "processor_name", value: .text(node.processorName)))
        }
        members += [
            .init(name: "game_date", value: .text(node.gameDate)), .init(name: "status", value: .string(node.status)),
            .init(name: "at", value: .text(node.at)), .init(name: "cause", value: .text(node.cause)),
        ]
        return .object(members)
    }

    var list: ResultList {
        ResultList(
            columns: ["id", "kind", "topic", "processor_name", "game_date", "status", "at", "cause"],
            rows: nodes.map { node in
                [
                    .text(node.id), .text(node.kind.rawValue), Cell(node.topic),
                    node.topic == nil ? Cell(node.processorName) : .null, Cell(node.gameDate), .text(node.status),
                    .timestamp(node.at), Cell(node.cause),
                ]
            })
    }

    /// A tree: each node under its cause.
    var text: String {
        let ids = Set(nodes.map(\.id))
        let children = Dictionary(grouping: nodes.filter { $0.cause != nil }, by: { $0.cause ?? "" })
        var roots = nodes.filter { node in node.cause.map { !ids.contains($0) } ?? true }
        var reached: Set<TraceNode> = []
        for root in roots { Self.reach(root, children, &reached) }
        // Ids that outsiders chose may name each other as causes: then the eldest of them stands as a root.
        for node in nodes where !reached.contains(node) {
            roots.append(node)
            Self.reach(node, children, &reached)
        }
        var drawn: Set<TraceNode> = []
        return "\(correlationID)\n" + branches(roots, indent: "", children, &drawn)
    }

    private static func reach(_ node: TraceNode, _ children: [String: [TraceNode]], _ reached: inout Set<TraceNode>) {
        guard reached.insert(node).inserted else { return }
        for child in children[node.id] ?? [] { reach(child, children, &reached) }
    }

    private func branches(
        _ nodes: [TraceNode], indent: String, _ children: [String: [TraceNode]], _ drawn: inout Set<TraceNode>
    ) -> String {
        let nodes = nodes.filter { drawn.insert($0).inserted }
        return nodes.enumerated().map { index, node in
            let isLast = index == nodes.count - 1
            let name = [node.topic ?? node.processorName, node.gameDate].compactMap(\.self).joined(separator: " ")
            return indent + (isLast ? "└─ " : "├─ ")
                + "\(node.kind.rawValue) \(node.id)\(name.isEmpty ? "" : " ")\(name): \(node.status), \(node.at)\n"
                + branches(children[node.id] ?? [], indent: indent + (isLast ? "   " : "│  "), children, &drawn)
        }.joined()
    }
}
