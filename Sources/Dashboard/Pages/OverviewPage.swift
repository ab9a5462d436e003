internal import Charts
internal import GameCalendar
internal import Markup
internal import PipelineEngine
internal import PipelineModel

/// How far the backfill is, what runs, what wants attention.
struct OverviewPage {
    // More seasons make the page long; the rest is one click away.
    static let seasons = 6
    private static let failures = 5
    let standing: Standing
    /// Whether every season is shown.
    var showsAll = false
    /// Whether a batch can be stopped from here.
    var canAct = false

    var page: Page {
        Page("Backfill", at: "/", [stages, batch, calendar, failures, notices])
    }

    private var stages: Element {
        let cards = standing.work.phases.map { phase -> Element in
            let number = phase.phase.rawValue - 2
            let gate = standing.gates.first { $0.gate == number }
            return Element(
                "div", ["class": "card"],
                [
                    Element("h3", [:], [Element(text: "Stage \(number): \(PhaseCalendar.name(phase.phase))")]),
                    Element(
                        "p", ["class": "big"], [Element(text: "\(phase.complete) of \(phase.total)")]),
                    Element(
                        "progress",
                        [
                            "max": "\(max(phase.total, 1))", "value": "\(phase.complete)",
                            "aria-label": "\(PhaseCalendar.name(phase.phase)): dates complete",
                        ], [Element(text: "\(percent(phase.completenessPct))")]),
                    .paragraph("dates complete, \(percent(phase.completenessPct))"),
                    .paragraph([
                        .link("Gate \(number)", "/gates/\(number)"), Element(text: ": "), GateMark.of(gate?.status),
                    ]),
                ])
        }
        return .section("Stages", id: "stages", [Element("div", ["class": "cards"], cards)])
    }

    private func percent(_ value: Double) -> String {
        "\(value.rounded(.down) == value ? "\(Int(value))" : "\((value * 10).rounded(.down) / 10)") %"
    }

    private var batch: Element {
        guard let shown = standing.work.batch else {
            return .section(
                "Batch", id: "batch",
                [.paragraph("Nothing was computed yet. To begin:"), .command("backcourt backfill --jobs 2")])
        }
        let work = standing.work
        var facts: [(name: String, value: Element)] = [
            ("Batch", .batch(shown.batch.batchID)),
            ("State", StateMark.of(shown.status)),
            ("Steps", Element(text: "\(shown.done) of \(shown.batch.requested) done")),
            ("Failed, blocked", Element(text: "\(shown.failed), \(shown.blocked)")),
        ]
        if work.isRunning, let rate = work.ratePerHour {
            facts.append(("Rate", Element(text: "\(Int(rate.rounded())) partitions an hour")))
        }
        if work.remainingCount > 0 {
            let left = work.secondsLeft.map { ", about \(Duration.spelled(seconds: $0))" } ?? ""
            facts.append(("Left", Element(text: "\(work.remainingCount) partitions\(left)")))
        }
        facts.append(("Stale", .link("\(work.stale) partitions", "/plan?policy=stale")))
        var parts = [Element.origin(of: shown.batch), .facts(facts)]
        if canAct { parts += ActionForms.about(shown) }
        if work.isRunning {
            let steps = work.running.prefix(12).map { run in
                Element([.link("\(run.processorName) \(run.dataDate)", "/runs/\(run.runID)")])
            }
            parts.append(Element("h3", [:], [Element(text: "Steps in flight: \(work.running.count)")]))
            parts.append(.list(Array(steps)))
        }
        return .section(work.isRunning ? "Running batch" : "Newest batch", id: "batch", parts)
    }

    private var calendar: Element {
        let calendar = PhaseCalendar(standing)
        var parts = [
            StateMark.legend, .skip("Skip the game dates", to: "failures"),
            Element.figure(
                calendar.grid(limit: showsAll ? nil : Self.seasons).figure, id: "calendar-figure", scale: 1.7),
        ]
        if !showsAll, calendar.seasonCount > Self.seasons {
            parts.append(.paragraph([.link("All \(calendar.seasonCount) seasons", "/?seasons=all")]))
        }
        return .section("Game dates", id: "calendar", parts)
    }

    private var failures: Element {
        let unresolved = standing.facts.unresolved
        guard !unresolved.isEmpty else {
            return .section("Unresolved failures", id: "failures", [.paragraph("None.")])
        }
        let list = FailureList(unresolved.prefix(Self.failures).map(\.self), standing)
        return .section(
            "Unresolved failures: \(unresolved.count)", id: "failures",
            [list.element, .paragraph([.link("All failures", "/failures")])])
    }

    private var notices: Element {
        .section("Newest notices", id: "notices", [NoticeList(notices: Array(standing.notices.prefix(8))).element])
    }
}

/// How a gate stands, in a word.
enum GateMark {
    static func of(_ status: String?) -> Element {
        switch status {
        case "passed": StateMark.mark("passed", "■")
        case "not_passed": StateMark.mark("not passed", "✕")
        case "outdated": StateMark.mark("outdated", "◧")
        default: StateMark.mark("not evaluated", "–")
        }
    }
}

/// Notices, newest first.
struct NoticeList {
    let notices: [Notice]

    var element: Element {
        PageTable(
            "Notices", [.text("When"), .text("Level"), .text("About"), .text("What")],
            notices.map { notice in
                [
                    Element(text: notice.createdAt.shortText),
                    StateMark.mark(notice.level.rawValue, notice.level >= .error ? "✕" : "·"),
                    Element(text: notice.category.rawValue.replacing("_", with: " ")), Element(text: notice.text),
                ]
            }
        ).element
    }
}

extension Timestamp {
    /// To the second, in UTC: `2026-11-30 13:09:01`.
    var shortText: String {
        String(description.prefix(19)).replacing("T", with: " ")
    }
}
