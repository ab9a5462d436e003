import PipelineModel
import PipelineRuntime

/// What running a plan would change: the exact blast radius.
struct WhatIfOutput: CommandOutput {
    let outcome: WhatIfOutcome

    var json: JSONValue {
        [
            "recomputed": .int(outcome.recomputed), "unchanged": .int(outcome.recomputed - outcome.changed.count),
            "changed": .int(outcome.changed.count), "cut_off": .int(outcome.cutOff), "failed": .int(outcome.failed),
            "partitions": list.objects,
        ]
    }

    var list: ResultList {
        ResultList(
            columns: ["table", "date", "keys_changed", "keys"],
            rows: outcome.changed.map {
                [
                    .text($0.partition.table.rawValue), .date($0.partition.date), .int($0.keys.count),
                    .text($0.keys.joined(separator: ",")),
                ]
            })
    }

    var text: String {
        let lines = outcome.changed.prefix(20).map { change in
            let keys = change.keys.prefix(3).joined(separator: ", ") + (change.keys.count > 3 ? ", …" : "")
            return "  \(change.partition): \(change.keys.count) keys change (\(keys))\n"
        }
        let more = outcome.changed.count > 20 ? "  and \(outcome.changed.count - 20) more\n" : ""
        return "Would recompute \(outcome.recomputed): \(outcome.changed.count) change, "
            + "\(outcome.recomputed - outcome.changed.count) stay as they are, \(outcome.cutOff) cut off.\n"
            + lines.joined() + more
    }
}
