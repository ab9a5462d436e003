import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel

/// Verdicts as people and machines read them.
struct GateOutput: CommandOutput {
    let reports: [GateReport]

    var json: JSONValue {
        reports.count == 1 ? Self.json(reports[0]) : ["gates": .array(reports.map(Self.json))]
    }

    static func json(_ report: GateReport) -> JSONValue {
        [
            "gate": .int(report.gate), "status": .string(report.status), "passed": .bool(report.passed),
            "scope": [
                "start": .text(report.scope.lowerBound), "end": .text(report.scope.upperBound),
                "total_dates": .int(report.phase.totalDates),
            ],
            "conditions": .array(report.conditions.map(json)), "phase": json(report.phase, report.passed),
            "waivers": .array(
                report.waivers.map {
                    [
                        "waiver_id": .string($0.waiverID), "table": .string($0.tableName),
                        "start_date": .text($0.startDate), "end_date": .text($0.endDate), "reason": .string($0.reason),
                    ]
                }),
            "facts_digest": .string(report.factsDigest.hex), "evaluated_at": .text(report.evaluatedAt),
        ]
    }

    private static func json(_ condition: GateCondition) -> JSONValue {
        [
            "code": .string(condition.code), "required": .bool(condition.isRequired),
            "passed": .bool(condition.passed), "expected": .string(condition.expected),
            "actual": .string(condition.actual), "examples": .array(condition.examples.map { .string($0) }),
        ]
    }

    private static func json(_ phase: GateReport.PhaseSummary, _ passed: Bool) -> JSONValue {
        [
            "total_dates": .int(phase.totalDates), "complete_dates": .int(phase.completeDates),
            "waived_dates": .int(phase.waivedDates), "missing_dates": .int(phase.missingDates),
            "completeness_pct": .double(phase.completenessPct),
            "gate_status": .string(passed ? "passed" : "not_passed"),
        ]
    }

    var list: ResultList {
        ResultList(
            columns: ["gate", "code", "required", "passed", "expected", "actual"],
            rows: reports.flatMap { report in
                report.conditions.map {
                    [
                        .int(report.gate), .text($0.code), .bool($0.isRequired), .bool($0.passed), .text($0.expected),
                        .text($0.actual),
                    ]
                }
            })
    }

    var text: String { reports.map(Self.text).joined(separator: "\n") }

    /// The conditions that keep a gate from passing, with examples; empty for a pass.
    static func obstacles(_ report: GateReport) -> String {
        report.conditions.filter { $0.isRequired && !$0.passed }.map { condition in
            "  FAIL  \(condition.code): \(condition.actual) (\(condition.expected))\n"
                + condition.examples.prefix(3).map { "          \($0)\n" }.joined()
        }.joined()
    }

    private static func text(_ report: GateReport) -> String {
        var lines = [
            "Gate \(report.gate), \(report.scope.lowerBound) to \(report.scope.upperBound), "
                + "\(report.phase.totalDates) game dates"
        ]
        lines += ConditionFamily.families(of: report.conditions).flatMap(\.lines)
        let phase = report.phase
        let percent = (phase.completenessPct * 10).rounded() / 10
        let waived = phase.waivedDates > 0 ? ", \(phase.waivedDates) waived" : ""
        lines.append("\(phase.completeDates) of \(phase.totalDates) dates complete (\(percent) %)\(waived)")
        lines.append(report.status)
        return lines.joined(separator: "\n") + "\n"
    }
}
