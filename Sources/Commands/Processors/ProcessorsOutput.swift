import PipelineEngine
import PipelineModel

/// The processors as people and machines read them.
struct ProcessorsOutput: CommandOutput {
    let catalog: Catalog

    var json: JSONValue { ["processors": .array(catalog.steps.map(processor))] }

    private func processor(_ step: Catalog.Step) -> JSONValue {
        let table = catalog.entries[step.entry].table
        return [
            "job": .string(step.processor.job), "table": .text(table.name),
            "phase": .string(step.processor.phase.label), "dataset": .string(table.dataset),
            "kind": .string(step.processor.kind.rawValue), "version": .string(step.processor.version),
            "key": .array(table.key.map { .string($0) }),
            "inputs": .array(
                step.inputs.map { resolved in
                    [
                        "table": .text(resolved.input.source), "lookback": .string(resolved.input.lookback.label),
                        "required": .bool(resolved.input.requirement == .required),
                    ]
                }),
            "critical_columns": .array(table.criticalColumns.map { .string($0) }),
        ]
    }

    var list: ResultList {
        ResultList(
            columns: ["job", "table", "phase", "dataset", "kind", "version", "key", "inputs"],
            rows: catalog.steps.map { step in
                let table = catalog.entries[step.entry].table
                let inputs = step.inputs.map { "\($0.input.source):\($0.input.lookback.label)" }
                return [
                    step.processor.job, table.name.rawValue, step.processor.phase.label, table.dataset,
                    step.processor.kind.rawValue, step.processor.version, table.key.joined(separator: " "),
                    inputs.joined(separator: " "),
                ].map { .text($0) }
            })
    }

    var text: String {
        catalog.steps.map { step in
            let table = catalog.entries[step.entry].table
            let inputs = step.inputs.map { resolved in
                "  reads \(resolved.input.source), \(resolved.input.lookback.label)"
                    + (resolved.input.requirement == .required ? "" : " (\(resolved.input.requirement))") + "\n"
            }
            return "\(step.processor.job) (\(step.processor.kind.rawValue), version \(step.processor.version)): "
                + "\(table.about)\n" + inputs.joined()
        }.joined()
    }
}
