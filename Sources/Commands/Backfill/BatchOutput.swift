import ContentDigest
import GameCalendar
import PipelineModel
import PipelineRuntime

/// What a batch did, as people and machines read it.
struct BatchOutput: CommandOutput {
    let report: BatchReport
    /// Dates the plan touched, for seconds per date.
    let dates: Int
    /// Partitions that were stale before, when the batch was about those.
    let stale: Int?
    /// Whether a gate stands in the way of the rest.
    var isHeldUp = false
    /// The phase of each table, where a batch without a fault is told by phase instead of by table.
    var phases: [TableName: Phase] = [:]
    /// What followed from the events the batch published; nil when it was to publish none.
    var downstream: Cascade.Outcome?
    /// Why nothing was asked for, when that is so.
    var emptiness = "there are no game dates in the scope"

    var json: JSONValue {
        let total = report.total
        var members: [JSONValue.Member] = [
            .init(name: "batch_id", value: .string(report.batchID)),
            .init(name: "plan_digest", value: .string(report.planDigest.hex)),
            .init(name: "requested", value: .int(report.requested)),
            .init(name: "done", value: .int(total.done)),
            .init(name: "unchanged", value: .int(total.unchanged)),
            .init(name: "cut_off", value: .int(total.cutOff)),
            .init(name: "done_elsewhere", value: .int(total.doneElsewhere)),
            .init(name: "failed", value: .int(total.failed)),
            .init(name: "blocked", value: .int(total.blocked)),
            .init(name: "excluded", value: .int(total.excluded)),
            .init(
                name: "exclusions",
                value: .object(
                    exclusions.map { .init(name: $0.key, value: .int($0.value)) })),
            .init(name: "interrupted", value: .bool(report.wasInterrupted)),
            .init(name: "unfinished", value: .int(report.unfinished)),
            .init(name: "duration_seconds", value: .double(report.duration)),
            .init(name: "seconds_per_date", value: .number(secondsPerDate)),
            .init(name: "by_table", value: list.objects),
            .init(name: "blocked_on", value: waiting.json),
            .init(name: "digest_notice", value: .text(report.digestNotice)),
        ]
        if let stale {
            members += [
                .init(name: "stale", value: .int(stale)), .init(name: "recomputed", value: .int(total.done)),
                .init(name: "changed", value: .int(total.done - total.unchanged)),
                .init(name: "rows_changed", value: .int(total.rowsChanged)),
            ]
        }
        if case .drained(let followed) = downstream { members.append(.init(name: "downstream", value: followed.json)) }
        return .object(members)
    }

    private var waiting: WaitingList { WaitingList(entries: report.blocked.map { ($0.partition, $0.missing) }) }

    private var exclusions: [(key: String, value: Int)] {
        report.exclusions.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    }

    private var secondsPerDate: Double? { dates > 0 ? report.duration / Double(dates) : nil }

    var list: ResultList {
        ResultList(
            columns: [
                "table", "done", "unchanged", "cut_off", "done_elsewhere", "failed", "blocked", "excluded",
                "rows_written",
                "rows_changed",
            ],
            rows: report.byTable.sorted { $0.key < $1.key }.map { table, counts in
                [.text(table.rawValue)]
                    + [
                        counts.done, counts.unchanged, counts.cutOff, counts.doneElsewhere, counts.failed,
                        counts.blocked, counts.excluded, counts.rowsWritten, counts.rowsChanged,
                    ].map(Cell.int)
            })
    }

    var text: String {
        guard report.steps > 0 || report.total.blocked > 0 else { return nothingText + leftText + downstreamText }
        return TextTable(shownList).text + totalText + waiting.text + leftText + downstreamText
    }

    private var downstreamText: String {
        switch downstream {
        case .drained(let followed) where followed.handled == 0: ""
        case .drained(let followed): Wrapping.filled("Downstream: \(followed.text)", indent: "  ")
        case .leftToService: "Downstream: left to the running service.\n"
        case nil: ""
        }
    }

    // Outcomes that no table had are left out.
    private var shownList: ResultList {
        let list = phases.isEmpty || hasFaults ? list : byPhase
        let shown = list.columns.indices.filter { column in
            column == 0 || list.columns[column] == "done" || list.rows.contains { $0[column] != .int(0) }
        }
        return list.only(shown.map { list.columns[$0] })
    }

    private var hasFaults: Bool { report.total.failed + report.total.blocked + report.unfinished > 0 }

    private var byPhase: ResultList {
        let tables = Dictionary(grouping: report.byTable) { phases[$0.key] ?? .raw }
        return ResultList(
            columns: ["phase", "tables", "done", "unchanged", "cut_off", "excluded", "rows_written", "rows_changed"],
            rows: tables.sorted { $0.key < $1.key }.map { phase, tables in
                let counts = tables.map(\.value)
                let sums = [\BatchReport.Counts.done, \.unchanged, \.cutOff, \.excluded, \.rowsWritten, \.rowsChanged]
                    .map { count in counts.map { $0[keyPath: count] }.reduce(0, +) }
                return [.text(phase.label), .int(tables.count)] + sums.map(Cell.int)
            })
    }

    private var nothingText: String {
        guard report.requested > 0 else { return "Nothing to do: \(emptiness).\n" }
        let asked = "\(report.requested.counted("partition")) asked for"
        return report.runningElsewhere > 0 || !report.leftUndone.isEmpty
            ? "Nothing was done: \(asked).\n" : "Nothing to do: \(asked), none needs work.\n"
    }

    private var totalText: String {
        let total = report.total
        let outcomes = [
            ("cut off", total.cutOff), ("done by another run", total.doneElsewhere), ("failed", total.failed),
            ("blocked", total.blocked), ("left out", total.excluded),
        ]
        let counts = outcomes.filter { $0.1 > 0 || $0.0 == "failed" }.map { "\($0.1) \($0.0)" }
        let seconds = (report.duration * 100).rounded() / 100
        let rate = seconds > 0 && total.done > 0 ? ", \(Int(Double(total.done) / seconds)) partitions/s" : ""
        return "\(total.done) done (\(total.unchanged) unchanged), \(counts.joined(separator: ", ")): "
            + "\(total.rowsWritten) rows in \(seconds) s\(rate).\nBatch \(report.batchID).\n"
    }

    // What is left of the request.
    private var leftText: String {
        var text = ""
        if report.unfinished > 0 {
            let advice = isHeldUp ? "" : "; run the same command again"
            text += "\(report.unfinished.counted("step")) not reached\(advice).\n"
        }
        if report.runningElsewhere > 0 {
            text += "\(report.runningElsewhere.counted("partition")) held by another run.\n"
        }
        if !report.leftUndone.isEmpty {
            let reasons = report.leftUndone.sorted { $0.key < $1.key }
            text += "Left out and not complete: \(reasons.map { "\($0.value) \($0.key)" }.joined(separator: ", ")).\n"
        }
        return text
    }
}
