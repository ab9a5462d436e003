import ContentDigest
import GameCalendar
import PipelineModel

/// What verifying found, as people and machines read it.
struct VerificationOutput: CommandOutput {
    // Problems shown to people; JSON has all.
    private static let shownProblems = 20

    let report: VerificationReport
    let showsMissing: Bool

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(name: "start", value: .text(report.dates.first)), .init(name: "end", value: .text(report.dates.last)),
            .init(name: "tables", value: list.objects),
            .init(
                name: "problems",
                value: .array(
                    report.problems.map { problem in
                        [
                            "table": .text(problem.table), "date": .text(problem.date),
                            "code": .string(problem.code), "detail": .string(problem.detail),
                        ]
                    })),
        ]
        if let findings = report.contamination {
            members.append(.init(name: "contamination", value: Self.contamination(findings).objects))
        }
        if let leaks = report.leaks {
            members.append(
                .init(
                    name: "leak",
                    value: [
                        "dates": .array(leaks.dates.map { .text($0) }), "findings": .int(leaks.findings.count),
                    ]))
        }
        if let digest = report.digest { members.append(.init(name: "digest", value: .string(digest.hex))) }
        return .object(members)
    }

    var list: ResultList {
        ResultList(
            columns: ["table", "expected", "present", "complete", "partial", "stale", "missing", "waived"],
            rows: report.tables.map { table in
                [.text(table.table.rawValue)]
                    + [
                        table.expected, table.present, table.complete, table.partial, table.stale, table.missing,
                        table.waived,
                    ].map(Cell.int)
            })
    }

    var text: String {
        var text = TextTable.leavingOutZeros(list)
        if showsMissing { text += missingText }
        if let findings = report.contamination { text += "\n" + TextTable(Self.shown(findings)).text }
        if let leaks = report.leaks {
            let dates = leaks.dates.map(\.description).joined(separator: ", ")
            text +=
                "\n"
                + Wrapping.filled(
                    "Leak check: \(leaks.findings.count.counted("leak")) on \(dates).", indent: "  ")
        }
        text += problemText
        if let digest = report.digest { text += "digest \(digest.hex)\n" }
        return text
    }

    private static func contamination(_ findings: [ContaminationFinding]) -> ResultList {
        ResultList(
            columns: [
                "table", "column", "source", "rows", "valid", "valid_pct", "zeros", "verdict", "oldest_cause", "phase",
            ],
            rows: findings.map { finding in
                [
                    .text(finding.table.rawValue), .text(finding.column), .text(finding.source),
                    .int(finding.tally.rows), .int(finding.tally.valid), .double(finding.validPct),
                    .int(finding.tally.zeros), .text(finding.verdict.rawValue),
                    finding.tally.origin.map { .text($0.description) } ?? .null,
                    finding.phase.map { .int($0.rawValue) } ?? .null,
                ]
            })
    }

    // What people need of it: where a column that is not clean got its values is told among the problems.
    private static func shown(_ findings: [ContaminationFinding]) -> ResultList {
        ResultList(
            columns: ["column", "rows", "valid_pct", "zeros", "verdict"],
            rows: findings.map { finding in
                [
                    .text("\(finding.table).\(finding.column)"), .int(finding.tally.rows), .double(finding.validPct),
                    .int(finding.tally.zeros), .text(finding.verdict.rawValue),
                ]
            })
    }

    private var missingText: String {
        report.tables.filter { !$0.missingDates.isEmpty }.map { table in
            let runs = DateSet(table.missingDates).runs(in: report.calendar).map { run in
                run.lowerBound == run.upperBound
                    ? run.lowerBound.description : "\(run.lowerBound)…\(run.upperBound)"
            }
            return "missing in \(table.table): \(runs.joined(separator: ", "))\n"
        }.joined()
    }

    private var problemText: String {
        guard !report.problems.isEmpty else { return "No problems.\n" }
        // What is missing is told by the counts, and date by date when asked for.
        let told = report.problems.filter { $0.code != "missing" }
        let lines = told.prefix(Self.shownProblems).map { problem in
            let place = [problem.table?.rawValue, problem.date?.description].compactMap(\.self)
            let sentence =
                "\(place.isEmpty ? "store" : place.joined(separator: " ")): \(problem.code), \(problem.detail)"
            return Wrapping.filled(sentence, after: "  ", indent: "    ")
        }
        let more = told.count > lines.count ? "  and \(told.count - lines.count) more\n" : ""
        return "\(report.problems.count.counted("problem")).\n" + lines.joined() + more
    }
}
