import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel

/// A plan as people and machines read it.
struct PlanOutput: CommandOutput {
    let plan: Plan
    /// Inputs of each step, when asked for.
    let explained: [[InputLineage]]?
    /// What running the plan would change, when asked for.
    let whatIf: WhatIfOutput?
    /// How long it will take.
    let estimate: PlanEstimate
    /// What it will read and write, where that is paid for.
    var bytes: BytesEstimate?

    private var totals: [(table: TableName, steps: [StepReason: Int], excluded: [String: Int])] {
        var steps: [TableName: [StepReason: Int]] = [:]
        var excluded: [TableName: [String: Int]] = [:]
        for step in plan.steps { steps[step.partition.table, default: [:]][step.reason, default: 0] += 1 }
        for exclusion in plan.exclusions {
            excluded[exclusion.partition.table, default: [:]][exclusion.reason.code, default: 0] += 1
        }
        return Set(steps.keys).union(excluded.keys).sorted().map { ($0, steps[$0] ?? [:], excluded[$0] ?? [:]) }
    }

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(name: "plan_digest", value: .string(plan.digest.hex)),
            .init(name: "requested", value: .int(plan.requested)),
            .init(name: "steps", value: .array(plan.steps.indices.map(stepJSON))),
            .init(
                name: "exclusions",
                value: .array(plan.exclusions.map(Self.json))),
            .init(name: "totals", value: .array(totals.map(totalJSON))),
            .init(name: "estimate_seconds", value: .number(estimate.seconds)),
            .init(name: "estimate_runs", value: .int(estimate.runs)),
        ]
        if let bytes { members += bytes.members }
        if let whatIf { members.append(.init(name: "what_if", value: whatIf.json)) }
        return .object(members)
    }

    private static func json(_ exclusion: PlannedExclusion) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(name: "table", value: .text(exclusion.partition.table)),
            .init(name: "date", value: .text(exclusion.partition.date)),
            .init(name: "reason", value: .string(exclusion.reason.code)),
            .init(name: "detail", value: .string(exclusion.reason.detail)),
        ]
        if case .missingUpstream(let missing) = exclusion.reason {
            members.append(.init(name: "missing", value: WaitingList.json(missing)))
        }
        return .object(members)
    }

    private func stepJSON(_ index: Int) -> JSONValue {
        let step = plan.steps[index]
        var members: [JSONValue.Member] = [
            .init(name: "table", value: .text(step.partition.table)),
            .init(name: "phase", value: .string(step.phase.label)),
            .init(name: "date", value: .text(step.partition.date)),
            .init(name: "reason", value: .string(step.reason.rawValue)),
        ]
        if let explained {
            members.append(.init(name: "inputs", value: .array(explained[index].map(inputJSON))))
        }
        return .object(members)
    }

    private func inputJSON(_ lineage: InputLineage) -> JSONValue {
        [
            "name": .string(lineage.input.name), "lookback": .string(lineage.input.lookback.label),
            "required": .bool(lineage.input.requirement == .required), "dates": .int(lineage.dates),
            "absent": .int(lineage.absent), "first_date": .text(lineage.first), "last_date": .text(lineage.last),
            "digest": .string(lineage.digest.hex),
        ]
    }

    private func totalJSON(
        _ total: (table: TableName, steps: [StepReason: Int], excluded: [String: Int])
    ) -> JSONValue {
        [
            "table": .text(total.table), "steps": .int(total.steps.values.reduce(0, +)),
            "reasons": .object(
                StepReason.allCases.compactMap { reason in
                    total.steps[reason].map { .init(name: reason.rawValue, value: .int($0)) }
                }),
            "excluded": .object(
                total.excluded.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: .int($0.value)) }),
        ]
    }

    var list: ResultList {
        ResultList(
            columns: ["table", "phase", "date", "reason"],
            rows: plan.steps.map {
                [
                    .text($0.partition.table.rawValue), .text($0.phase.label), .date($0.partition.date),
                    .text($0.reason.rawValue),
                ]
            })
    }

    var text: String {
        let summary = ResultList(
            columns: ["table", "steps", "reasons", "left out"],
            rows: totals.map { total in
                let reasons = StepReason.allCases.compactMap { reason in
                    total.steps[reason].map { "\($0) \(reason.rawValue)" }
                }
                let excluded = total.excluded.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
                return [
                    .text(total.table.rawValue), .int(total.steps.values.reduce(0, +)),
                    .text(reasons.joined(separator: ", ")), .text(excluded.joined(separator: ", ")),
                ]
            })
        var text = TextTable(summary).text
        text += "\(plan.requested) requested = \(plan.steps.count) steps + \(plan.exclusions.count) left out.\n"
        if !plan.steps.isEmpty { text += estimate.text + (bytes?.text ?? "") }
        text += waiting.text + explanationText + (whatIf?.text ?? "")
        return text + "Plan \(plan.digest.hex.prefix(16)).\n"
    }

    private var waiting: WaitingList {
        WaitingList(
            entries: plan.exclusions.compactMap { exclusion in
                guard case .missingUpstream(let missing) = exclusion.reason else { return nil }
                return (exclusion.partition, missing)
            })
    }

    private var explanationText: String {
        guard let explained else { return "" }
        return zip(plan.steps, explained).map { step, inputs in
            let lines = inputs.map { input in
                let span = input.first.map { first in "\(first)…\(input.last ?? first)" } ?? "nothing"
                return "    \(input.input.name) \(input.input.lookback.label): \(span), \(input.dates) dates"
                    + (input.absent > 0 ? ", \(input.absent) absent" : "") + "\n"
            }
            return "  \(step.partition) (\(step.reason.rawValue))\n" + lines.joined()
        }.joined()
    }
}
