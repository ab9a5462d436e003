internal import ContentDigest
internal import GameCalendar
internal import Markup
internal import PipelineEngine
internal import PipelineModel

/// What is known of one date's partitions beside the standing.
struct DateRecords: Sendable {
    /// Lineage as it was recorded.
    var inputs: [PartitionInput] = []
    /// The newest attempts, newest first.
    var runs: [RunRecord] = []
    /// What import found wrong.
    var issues: [ImportIssue] = []
}

/// Everything about one game date.
struct DatePage {
    let date: GameDate
    let standing: Standing
    let records: DateRecords
    /// What the pipeline's own pages say of the date: its games.
    let games: [Element]

    var page: Page {
        guard standing.schedule[date] != nil else { return noGames }
        let rows = DatePartitions(date: date, standing: standing, records: records)
        return Page("\(date)", at: "/dates", [neighbours] + games + [rows.section, issues, attempts, commands])
    }

    private var known: DateSet { standing.schedule.expectedDates.union(standing.schedule.countingDates) }

    private var neighbours: Element {
        var links: [Element] = []
        if let earlier = known.last(where: { $0 < date }) { links.append(.link("← \(earlier)", "/dates/\(earlier)")) }
        if let later = known.first(where: { $0 > date }) { links.append(.link("\(later) →", "/dates/\(later)")) }
        return Element("p", ["class": "pager"], links)
    }

    private var noGames: Page {
        let earlier = known.last { $0 < date }
        let later = known.first { $0 > date }
        let nearest = [earlier, later].compactMap { $0.map { Element.link("\($0)", "/dates/\($0)") } }
        var page = Page(
            "\(date)", at: "/dates",
            [
                .paragraph("No games are listed on \(date)."),
                nearest.isEmpty
                    ? .paragraph("No schedule is imported yet.") : .paragraph("The nearest game dates:"),
                .list(nearest),
            ])
        page.status = 404
        return page
    }

    private var issues: Element {
        let table = PageTable(
            "What import found", [.text("Code"), .text("Table"), .text("Game"), .text("Team"), .text("Detail")],
            records.issues.map { issue in
                [
                    .code(issue.code), Element(text: issue.tableName.rawValue), Element(text: issue.gameID),
                    Element(text: issue.teamAbbr), Element(text: issue.detail),
                ]
            })
        return .section("Quality issues", id: "issues", [table.element])
    }

    private var attempts: Element {
        .section(
            "Newest attempts", id: "attempts",
            [
                RunTable(runs: Array(records.runs.prefix(RunQuery.pageSize))).element,
                .paragraph([.link("All runs of the date", "/runs?date=\(date)")]),
            ])
    }

    private var commands: Element {
        .section(
            "On the command line", id: "commands",
            [
                .command("backcourt backfill --dates \(date)"),
                .command("backcourt gaps --report coverage-all-tables --dates \(date)"),
            ])
    }
}

/// How each partition of a date stands, and why.
struct DatePartitions {
    private let rows: [Row]

    private struct Row {
        let entry: Catalog.Entry
        let status: PartitionStatus
        let state: PartitionState?
        let rowsFound: Int
        let reason: String
        let inputs: [TracedInput]
    }

    init(date: GameDate, standing: Standing, records: DateRecords) {
        var ledger = standing.ledger
        let catalog = standing.catalog
        let known = Dictionary(grouping: records.inputs, by: \.tableName)
        let reasons = DateReasons(date: date, standing: standing)
        var rows: [Row] = []
        for (index, entry) in catalog.entries.enumerated() {
            if case .projection = entry.role { continue }
            let status = ledger.status(index, on: date)
            guard entry.calendar != .single, status != .notExpected || ledger.state(index, on: date) != nil else {
                continue
            }
            let partition = Partition(entry.name, date)
            let inputs = ledger.trace(partition, recorded: known[entry.name] ?? [])
            rows.append(
                Row(
                    entry: entry, status: status, state: ledger.state(index, on: date),
                    rowsFound: ledger.rowsFound(index, on: date),
                    reason: reasons.sentence(partition, status, ledger.state(index, on: date), inputs),
                    inputs: inputs))
        }
        self.rows = rows
    }

    var section: Element {
        let table = PageTable(
            "Partitions",
            [
                .text("Table"), .number("Phase"), .text("State"), .number("Rows"), .text("Digest"), .text("Written by"),
                .text("Why"),
            ],
            rows.map { row in
                [
                    .link(row.entry.name.rawValue, "/tables/\(row.entry.name)"),
                    Element(text: "\(row.entry.phase.rawValue)"), StateMark.of(row.status),
                    Element(text: row.rowsFound.grouped),
                    .code(row.state.map { String($0.digest.hex.prefix(12)) } ?? "–"),
                    row.state.map { state in
                        state.runID.isEmpty
                            ? Element(text: "–") : .instant(state.updatedAt, "/runs/\(state.runID)")
                    } ?? Element(text: "–"), Element(text: row.reason),
                ]
            })
        return .section(
            "Partitions", id: "partitions", [table.element] + rows.filter { !$0.inputs.isEmpty }.map(lineage))
    }

    private func lineage(_ row: Row) -> Element {
        let table = PageTable(
            "What \(row.entry.name) was computed from",
            [
                .text("Input"), .text("How far back"), .text("Window"), .text("Recorded"), .text("Now"),
                .text("Changed since"),
            ],
            row.inputs.map { input in
                [
                    Element(text: input.table.rawValue), Element(text: input.lookback),
                    Element(text: input.first.map { "\($0)…\(input.last ?? $0)" } ?? "nothing"),
                    .code(input.recorded.map { String($0.hex.prefix(12)) } ?? "–"),
                    .code(String(input.current.hex.prefix(12))),
                    input.recorded == nil
                        ? Element(text: "not read yet")
                        : input.isChanged
                            ? Element(text: Self.told(input.changedDates)) : StateMark.mark("as recorded", "="),
                ]
            })
        let changed = row.inputs.count { $0.recorded != nil && $0.isChanged }
        let note = changed > 0 ? ", \(changed) changed since" : ""
        return .details("\(row.entry.name): \(row.inputs.count) inputs\(note)", [table.element])
    }

    private static func told(_ dates: [GameDate]) -> String {
        guard !dates.isEmpty else { return "yes" }
        let more = dates.count > 5 ? " and \(dates.count - 5) more" : ""
        return dates.prefix(5).map(\.description).joined(separator: ", ") + more
    }
}

/// Why partitions of a date stand as they do, in words, by what a backfill of the date would do.
struct DateReasons {
    private var steps: [Partition: StepReason] = [:]
    private var exclusions: [Partition: Exclusion] = [:]
    private let waivers: [Waiver]

    init(date: GameDate, standing: Standing) {
        var planner = Planner(standing.ledger)
        let tables = standing.catalog.steps.map { standing.catalog.entries[$0.entry].name }
        let plan = planner.plan(PlanRequest(tables: tables, dates: [date]))
        for step in plan.steps { steps[step.partition] = step.reason }
        for exclusion in plan.exclusions { exclusions[exclusion.partition] = exclusion.reason }
        waivers = standing.ledger.facts.store.waivers
    }

    func sentence(
        _ partition: Partition, _ status: PartitionStatus, _ state: PartitionState?, _ inputs: [TracedInput]
    ) -> String {
        switch exclusions[partition] {
        case .missingUpstream(let missing): return "Waits for \(Exclusion.missingUpstream(missing).detail)."
        case .runningElsewhere(let run): return "Is being computed, run \(run)."
        case .waived(let id):
            let reason = waivers.first { $0.waiverID == id }?.reason ?? ""
            return "Waived (\(id)): \(reason)"
        case .beforeHistory: return "Lies before history."
        case .breakerOpen: return "Its processor was stopped for failing again and again."
        case .alreadyComplete, .notExpected, nil: break
        }
        switch status {
        case .complete: return state?.frozenAt == nil ? "" : "Frozen: published before the games."
        case .notExpected: return "The schedule no longer expects it."
        case .missing: return "Nothing is stored; a backfill of the date computes or an import loads it."
        case .partial:
            let missing = state?.rowsMissing ?? 0
            return missing > 0 ? "\(missing) expected keys lack a valid row." : "Rows and record disagree."
        case .stale:
            let changed = inputs.filter { $0.recorded != nil && $0.isChanged }.map(\.table.rawValue)
            return changed.isEmpty
                ? "Computed by another version of its processor."
                : "Computed before \(changed.joined(separator: ", ")) changed."
        case .waived: return "Waived."
        }
    }
}
