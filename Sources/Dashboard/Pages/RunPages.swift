internal import Charts
internal import ContentDigest
internal import GameCalendar
internal import LiveServer
internal import Markup
internal import PipelineEngine
internal import PipelineModel

/// Runs, newest first.
struct RunTable {
    let runs: [RunRecord]

    var element: Element {
        PageTable(
            "Runs, newest first",
            [
                .text("Partition"), .text("State"), .text("Started, UTC"), .number("Took"), .number("Rows"),
                .text("Changed"), .text("Batch"), .text("Error"),
            ],
            runs.map { run in
                [
                    .link("\(run.processorName) \(run.dataDate)", "/runs/\(run.runID)"), StateMark.of(run.status),
                    .instant(run.createdAt), Element(text: TablesPage.duration(run.durationSeconds)),
                    Element(text: run.rowsWritten.grouped),
                    Element(text: run.changed.map { $0 ? "yes" : "no" } ?? "–"),
                    .batch(run.batchID),
                    Element(text: run.errorMessage ?? ""),
                ]
            }, whenEmpty: "No runs."
        ).element
    }
}

/// Run history with its filters.
struct RunsPage {
    let query: RunQuery
    let runs: [RunRecord]
    let standing: Standing

    var page: Page {
        var parts = [filter, RunTable(runs: Array(runs.prefix(RunQuery.pageSize))).element]
        if runs.count > RunQuery.pageSize {
            let last = runs[RunQuery.pageSize - 1]
            parts.append(
                Element(
                    "p", ["class": "pager"], [.link("Older runs", "/runs?\(query.address(before: last))")]))
        }
        let batches = PageTable(
            "Newest batches",
            [.text("Batch"), .text("State"), .text("Started, UTC"), .number("Steps"), .text("Command")],
            standing.batches.prefix(10).map { shown in
                let batch = shown.batch
                return [
                    .batch(batch.batchID), StateMark.of(shown.status), .instant(batch.createdAt),
                    Element(text: "\(shown.done) of \(batch.requested)"), .code(batch.command),
                ]
            })
        return Page(
            "Runs", at: "/runs",
            [
                .section("Batches", id: "batches", [batches.element]), .section("Runs", id: "runs", parts),
                .paragraph([.link("Unresolved failures", "/failures")]),
            ])
    }

    private var filter: Element {
        let tables = standing.catalog.steps.map { standing.catalog.entries[$0.entry].name.rawValue }
        return Element(
            "form", ["class": "filter", "action": "/runs"],
            [
                .choice("Table", "table", [("", "all")] + tables.map { ($0, $0) }, query.table?.rawValue ?? ""),
                .choice(
                    "State", "status",
                    [("", "all")] + RunStatus.allCases.map { ($0.rawValue, $0.rawValue) }, query.status?.rawValue ?? ""),
                .input("Date", "date", type: "date", query.date?.description ?? ""),
                Element("button", [:], [Element(text: "Show")]),
            ])
    }
}

/// Which runs are asked for.
struct RunQuery: Sendable {
    static let pageSize = 50
    var table: TableName?
    var status: RunStatus?
    var date: GameDate?
    /// The last run of the page before: many are created in one instant.
    var before: (createdAt: Timestamp, runID: String)?

    /// What of run history fits, one more than a page holds.
    var filter: RecordFilter {
        var filter = RecordFilter.column("is_test", is: .bool(false)).newest(by: "created_at", limit: Self.pageSize + 1)
        if let table { filter = filter.and("processor_name", is: .text(table.rawValue)) }
        if let status { filter = filter.and("status", is: .text(status.rawValue)) }
        if let date { filter = filter.and("data_date", is: .date(date)) }
        if let before { filter.past = [.timestamp(before.createdAt), .text(before.runID)] }
        return filter
    }

    /// As the part of an address behind the question mark, for the page after this one.
    func address(before last: RunRecord) -> String {
        var items: [String] = []
        if let table { items.append("table=\(table)") }
        if let status { items.append("status=\(status.rawValue)") }
        if let date { items.append("date=\(date)") }
        items += ["at=\(last.createdAt.microseconds)", "before=\(FormEncoding.encoded(last.runID))"]
        return items.joined(separator: "&")
    }
}

/// One attempt.
struct RunPage {
    let run: RunRecord
    /// One for each column.
    let cells: [Cell]
    /// What heals it; nil when nothing is to be healed.
    let suggestion: String?

    var page: Page {
        var parts = [
            Element.facts([
                ("State", StateMark.of(run.status)),
                ("Date", .link("\(run.dataDate)", "/dates/\(run.dataDate)")),
                ("Table", .link(run.processorName.rawValue, "/tables/\(run.processorName)")),
                ("Batch", .link(run.batchID, "/batches/\(run.batchID)")),
                ("Started, UTC", Element(text: run.createdAt.shortText)),
                ("Took", Element(text: TablesPage.duration(run.durationSeconds))),
                ("Rows written, expected", Element(text: "\(run.rowsWritten.grouped), \(run.rowsExpected.grouped)")),
                ("Attempt", Element(text: "\(run.attempt)")),
                ("Started by", Element(text: "\(run.triggerSource.rawValue), \(run.mode)")),
            ])
        ]
        if let message = run.errorMessage {
            parts.append(.paragraph("\(message)\(run.errorCode.map { " (\($0))" } ?? "")"))
        }
        if let suggestion { parts += [.paragraph("What heals it:"), .command(suggestion)] }
        let table = PageTable(
            "Every column of the run", [.text("Column"), .text("Value"), .text("About")],
            zip(RunRecord.table.columns, cells).map { column, cell in
                [.code(column.name), Element(text: cell.shown), Element(text: column.about)]
            })
        return Page(
            "\(run.processorName) \(run.dataDate)", at: "/runs",
            [
                .section("Run \(run.runID)", id: "run", parts), .section("All of it", id: "columns", [table.element]),
                .paragraph("What it caused and was caused by:"), .command("backcourt trace --run \(run.runID)"),
            ])
    }
}

/// One batch with its steps over time.
struct BatchPage {
    let batch: Batch
    /// How it stands, if it is one of the newest.
    let work: WorkStatus.BatchStanding?
    /// What can be done about it from here.
    let actions: [Element]
    let runs: [RunRecord]
    /// Whether it has more runs than these, the newest.
    let isCut: Bool
    let standing: Standing

    var page: Page {
        let (done, failed, blocked) =
            work.map { ($0.done, $0.failed, $0.blocked) } ?? (batch.done, batch.failed, batch.blocked)
        return Page(
            "Batch \(batch.batchID)", at: "/runs",
            [
                .section(
                    "Batch", id: "batch",
                    [
                        .origin(of: batch),
                        .facts([
                            ("State", StateMark.of(work?.status ?? batch.status)),
                            ("Started, UTC", Element(text: batch.createdAt.shortText)),
                            ("Ended, UTC", Element(text: batch.finishedAt?.shortText ?? "–")),
                            ("Steps", Element(text: "\(done.grouped) of \(batch.requested.grouped) done")),
                            ("Failed, blocked", Element(text: "\(failed), \(blocked)")),
                            ("Plan", .code(batch.planDigest.map { String($0.hex.prefix(16)) } ?? "–")),
                        ]),
                    ] + actions),
                .section(
                    "Steps over time", id: "timeline",
                    [.figure(timeline.figure, id: "timeline-figure", scale: 1.5)]
                        + (isCut ? [.paragraph("Only the newest \(runs.count.grouped) steps are drawn.")] : [])),
                .section("Steps", id: "steps", [RunTable(runs: Array(runs.suffix(100).reversed())).element]),
            ])
    }

    private var timeline: Timeline {
        let lanes = Dictionary(grouping: runs, by: \.processorName)
        let order = standing.catalog.steps.map { standing.catalog.entries[$0.entry].name }
        return Timeline(
            "Steps of the batch by table, seconds since its start",
            order.compactMap { table in
                guard let members = lanes[table] else { return nil }
                return (
                    table.rawValue,
                    members.map { run in
                        let start = max(0, run.createdAt.seconds(since: batch.createdAt))
                        let end = (run.finishedAt ?? standing.readAt).seconds(since: batch.createdAt)
                        return Timeline.Bar("\(run.dataDate)", state: run.status.rawValue, start...max(start, end))
                    }
                )
            })
    }
}

extension Element {
    /// What a batch was begun by: a command line, or an event.
    static func origin(of batch: Batch) -> Element {
        batch.isOfEvent ? .paragraph("Begun by an event: \(batch.command.dropFirst(6))") : .command(batch.command)
    }
}

extension Batch {
    /// Whether an event began it, and not somebody's command.
    var isOfEvent: Bool { command.hasPrefix("event ") }
}
