internal import ContentDigest
internal import GameCalendar
internal import Markup
internal import PipelineEngine
internal import PipelineModel

/// What is asked on the plan page.
struct PlanQuery: Hashable, Sendable {
    /// What of the scope is computed.
    enum Policy: String, CaseIterable, Sendable {
        case incomplete, stale, force
    }

    var scope = DateScope.history
    /// As it was written.
    var written = ""
    var phase: Phase?
    var policy = Policy.incomplete
    /// Why it makes no sense; nil when it does.
    var problem: String?

    /// What the items of an address or a form ask for.
    init(_ value: (String) -> String?) { problem = read(value) }

    // What makes no sense of it, in a sentence.
    private mutating func read(_ value: (String) -> String?) -> String? {
        if let text = value("policy") {
            guard let known = Policy(rawValue: text) else { return "There is no policy '\(text)'." }
            policy = known
        }
        if let text = value("phase") {
            guard let known = Int(text).flatMap(Phase.init(rawValue:)), known != .raw else {
                return "There is no phase '\(text)' to compute; there are 3, 4 and 5."
            }
            phase = known
        }
        let (start, end, season) = (value("start"), value("end"), value("season"))
        if let text = start ?? end {
            guard season == nil else { return "Give dates or a season, not both." }
            guard let first = GameDate(text), let last = GameDate(end ?? text) else {
                return "Write dates as YYYY-MM-DD."
            }
            guard first <= last else { return "The last date is before the first." }
            (scope, written) = (.stretch(first...last), "--start-date \(first) --end-date \(last)")
        } else if let text = season {
            guard let season = Season(text) else { return "Write a season like 2021-22." }
            (scope, written) = (.seasons([season]), "--season \(season)")
        }
        return nil
    }

    /// The part of a command line that says the same.
    var options: [String] {
        var options = written.split(separator: " ").map(String.init)
        switch policy {
        case .incomplete: break
        case .stale: options.append("--stale")
        case .force: options.append("--force")
        }
        return options
    }

    /// The command line that does it.
    var backfill: [String] { ["backfill"] + (phase.map { ["phase\($0.rawValue)"] } ?? []) + options }

    /// What the planner is asked.
    func request(_ standing: Standing) -> PlanRequest {
        let tables = standing.catalog.steps.map { standing.catalog.entries[$0.entry] }
            .filter { phase == nil || $0.phase == phase }.map(\.name)
        let policies: [Policy: PlanRequest.Policy] = [.incomplete: .incomplete, .stale: .staleOnly, .force: .forced]
        return PlanRequest(
            tables: tables, dates: scope.dates(standing.ledger.facts), stretch: scope.stretch,
            policy: policies[policy] ?? .incomplete)
    }
}

/// What a backfill would do and why, before it is started.
struct PlanPage {
    private static let listed = 200
    let query: PlanQuery
    let plan: Plan?
    let standing: Standing
    /// What can be done about it from here.
    let actions: [Element]

    var page: Page {
        var parts = [form]
        if let problem = query.problem { parts.append(Element("p", ["class": "note"], [Element(text: problem)])) }
        if let plan { parts += [summary(plan), totals(plan), steps(plan), exclusions(plan)] }
        var page = Page("Plan", at: "/plan", parts)
        // What somebody is about to start stays as it was read.
        page.isLive = false
        return page
    }

    private var form: Element {
        let seasons = standing.schedule.seasons.map { ($0.description, $0.description) }
        let season = if case .seasons(let seasons) = query.scope { seasons.first?.description ?? "" } else { "" }
        let stretch = query.scope.stretch
        return Element(
            "form", ["class": "filter", "action": "/plan"],
            [
                .input("From", "start", type: "date", stretch?.lowerBound.description ?? ""),
                .input("To", "end", type: "date", stretch?.upperBound.description ?? ""),
                .choice("or season", "season", [("", "all of history")] + seasons, season),
                .choice(
                    "Phase", "phase",
                    [("", "all")]
                        + standing.work.phases.filter { $0.phase != .raw }.map {
                            ("\($0.phase.rawValue)", "\($0.phase.rawValue), \(PhaseCalendar.name($0.phase))")
                        }, query.phase.map { "\($0.rawValue)" } ?? ""),
                .choice(
                    "What", "policy",
                    [
                        ("incomplete", "missing, partial and stale"), ("stale", "stale only"),
                        ("force", "everything again"),
                    ],
                    query.policy.rawValue),
                Element("button", ["class": "main"], [Element(text: "Plan")]),
            ])
    }

    private func summary(_ plan: Plan) -> Element {
        let counts = Dictionary(grouping: plan.steps, by: \.partition.table).mapValues(\.count)
        let seconds = standing.estimate.seconds(for: counts)
        let time =
            plan.steps.isEmpty
            ? "Nothing to do."
            : seconds.map { "About \(Duration.spelled(seconds: $0)), by \(standing.estimate.runs) runs of before." }
                ?? "How long it takes is not known: nothing like it has run yet."
        return .section(
            "What would happen", id: "summary",
            [
                .paragraph(
                    "\(plan.requested.grouped) partitions asked for = \(plan.steps.count.grouped) steps + "
                        + "\(plan.exclusions.count.grouped) left out. \(time)"),
                .paragraph([Element(text: "Plan "), .code(String(plan.digest.hex.prefix(16)))]),
                .command((["backcourt"] + query.backfill).joined(separator: " ")),
            ] + actions)
    }

    private func totals(_ plan: Plan) -> Element {
        var steps: [TableName: [StepReason: Int]] = [:]
        var left: [TableName: [String: Int]] = [:]
        for step in plan.steps { steps[step.partition.table, default: [:]][step.reason, default: 0] += 1 }
        for exclusion in plan.exclusions {
            left[exclusion.partition.table, default: [:]][exclusion.reason.code, default: 0] += 1
        }
        let tables = standing.catalog.steps.map { standing.catalog.entries[$0.entry].name }
            .filter { steps[$0] != nil || left[$0] != nil }
        let table = PageTable(
            "Steps and exclusions by table", [.text("Table"), .number("Steps"), .text("Reasons"), .text("Left out")],
            tables.map { name in
                let reasons = StepReason.allCases.compactMap { reason in
                    steps[name]?[reason].map { "\($0.grouped) \(reason.rawValue)" }
                }
                let excluded = (left[name] ?? [:]).sorted { $0.key < $1.key }.map { "\($0.value.grouped) \($0.key)" }
                return [
                    .link(name.rawValue, "/tables/\(name)"),
                    Element(text: (steps[name]?.values.reduce(0, +) ?? 0).grouped),
                    Element(text: reasons.joined(separator: ", ")), Element(text: excluded.joined(separator: ", ")),
                ]
            })
        return .section("By table", id: "totals", [table.element])
    }

    private func steps(_ plan: Plan) -> Element {
        let table = PageTable(
            "Steps in order", [.text("Table"), .text("Date"), .text("Reason")],
            plan.steps.prefix(Self.listed).map { step in
                [
                    Element(text: step.partition.table.rawValue),
                    .link("\(step.partition.date)", "/dates/\(step.partition.date)"),
                    Element(text: step.reason.rawValue),
                ]
            })
        let rest = plan.steps.count - Self.listed
        let more = rest > 0 ? [Element.paragraph("And \(rest.grouped) more; backcourt plan lists them all.")] : []
        return .section("Steps", id: "steps", [table.element] + more)
    }

    // What is complete or not expected needs no explanation.
    private func exclusions(_ plan: Plan) -> Element {
        let told = plan.exclusions.filter { $0.reason != .alreadyComplete && $0.reason != .notExpected }
        let table = PageTable(
            "Left out for a reason to look at", [.text("Table"), .text("Date"), .text("Reason"), .text("Detail")],
            told.prefix(Self.listed).map { exclusion in
                [
                    Element(text: exclusion.partition.table.rawValue),
                    .link("\(exclusion.partition.date)", "/dates/\(exclusion.partition.date)"),
                    Element(text: exclusion.reason.code), Element(text: exclusion.reason.detail),
                ]
            })
        return .section("Left out", id: "exclusions", [table.element])
    }
}
