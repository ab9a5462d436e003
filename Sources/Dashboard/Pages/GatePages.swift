internal import ContentDigest
internal import Foundation
internal import GameCalendar
internal import Markup
internal import PipelineEngine
internal import PipelineModel

/// The gates, and one gate with its history.
struct GatesPage {
    let standing: Standing
    /// Every stored verdict, newest first.
    let verdicts: [GateVerdict]

    var page: Page {
        let table = PageTable(
            "Gates", [.text("Gate"), .text("Stands"), .text("Judged, UTC"), .text("Scope"), .text("Before")],
            standing.gates.map { gate in
                [
                    .link("Gate \(gate.gate)", "/gates/\(gate.gate)"), GateMark.of(gate.status),
                    Element(text: gate.verdict?.evaluatedAt.shortText ?? "–"),
                    Element(text: gate.verdict?.scope ?? "–"),
                    Element(text: Self.purpose(gate.gate)),
                ]
            })
        let waivers = PageTable(
            "Waivers", [.text("Waiver"), .text("Table"), .text("Dates"), .text("Reason"), .text("By"), .text("Holds")],
            standing.ledger.facts.store.waivers.map { waiver in
                [
                    .code(waiver.waiverID), Element(text: waiver.tableName),
                    Element(text: "\(waiver.startDate)…\(waiver.endDate)"), Element(text: waiver.reason),
                    Element(text: "\(waiver.createdBy), \(waiver.createdAt.shortText)"),
                    Element(
                        text: waiver.revokedAt.map { "revoked \($0.shortText)" } ?? waiver.expiresAt.map {
                            "until \($0.shortText)"
                        } ?? "yes"),
                ]
            })
        return Page(
            "Gates", at: "/gates",
            [
                .section("Gates", id: "gates", [table.element]), .section("Waivers", id: "waivers", [waivers.element]),
                .section("Verdicts", id: "verdicts", [VerdictTable(verdicts: verdicts).element]),
            ])
    }

    static func purpose(_ gate: Int) -> String {
        switch gate {
        case 0: "phase 3: raw data complete, machinery sound"
        case 1: "phase 4: analytics complete, nothing unresolved"
        case 2: "phase 5: precompute complete, its values to be trusted"
        default: "the hand-over to daily processing"
        }
    }
}

/// Verdicts, newest first.
struct VerdictTable {
    let verdicts: [GateVerdict]

    var element: Element {
        PageTable(
            "Verdicts, newest first",
            [
                .text("Judged, UTC"), .number("Gate"), .text("Verdict"), .text("Scope"), .text("Facts"),
                .text("Overridden"),
            ],
            verdicts.prefix(60).map { verdict in
                [
                    .link(
                        verdict.evaluatedAt.shortText, "/gates/\(verdict.gate)?at=\(verdict.evaluatedAt.microseconds)"),
                    Element(text: "\(verdict.gate)"), GateMark.of(verdict.passed ? "passed" : "not_passed"),
                    Element(text: verdict.scope), .code(String(verdict.factsDigest.hex.prefix(12))),
                    Element(text: verdict.override ?? ""),
                ]
            }, whenEmpty: "Never judged."
        ).element
    }
}

/// One gate: every condition of a verdict, and the verdicts there were.
struct GatePage {
    let gate: Int
    let standing: Standing
    /// Verdicts of the gate, newest first.
    let verdicts: [GateVerdict]
    /// The verdict shown; nil when there is none.
    let shown: GateVerdict?

    var page: Page {
        let status = standing.gates.first { $0.gate == gate }?.status
        return Page(
            "Gate \(gate)", at: "/gates",
            [
                .paragraph([Element(text: "Before \(GatesPage.purpose(gate)). It stands: "), GateMark.of(status)]),
                conditions, .section("Verdicts", id: "verdicts", [VerdictTable(verdicts: verdicts).element]),
                .section("Judge it", id: "judge", [.command("backcourt gate \(gate)")]),
            ])
    }

    private var conditions: Element {
        guard let shown else {
            return .section("Conditions", id: "conditions", [.paragraph("The gate was not judged yet.")])
        }
        guard let report = StoredReport(shown.json) else {
            return .section(
                "Conditions", id: "conditions", [.paragraph("What is stored of the verdict cannot be read.")])
        }
        let needed = report.conditions.filter(\.required)
        // What stands in the way comes first.
        let ordered = needed.filter { !$0.passed } + needed.filter(\.passed)
        let told = report.conditions.filter { !$0.required }
        return .section(
            "Conditions", id: "conditions",
            [
                .paragraph([
                    Element(text: "\(report.status): "), GateMark.of(shown.passed ? "passed" : "not_passed"),
                ]), table("Needed, as judged at \(shown.evaluatedAt.shortText) UTC over \(shown.scope)", ordered),
                .details("\(told.count) more are told, and not needed", [table("Told", told)]),
            ])
    }

    private func table(_ caption: String, _ conditions: [StoredReport.Condition]) -> Element {
        PageTable(
            caption, [.text("Condition"), .text("Holds"), .text("Expected"), .text("Found"), .text("Examples")],
            conditions.map { condition in
                [
                    .code(condition.code), StateMark.truth(condition.passed), Element(text: condition.expected),
                    Element(text: condition.actual),
                    Element(text: condition.examples.prefix(3).joined(separator: "; ")),
                ]
            }
        ).element
    }
}

/// A verdict as it is stored.
fileprivate struct StoredReport: Decodable {
    struct Condition: Decodable {
        let code: String
        let required: Bool
        let passed: Bool
        let expected: String
        let actual: String
        let examples: [String]
    }

    let status: String
    let conditions: [Condition]

    init?(_ json: String) {
        guard let report = try? JSONDecoder().decode(StoredReport.self, from: Data(json.utf8)) else { return nil }
        self = report
    }
}
