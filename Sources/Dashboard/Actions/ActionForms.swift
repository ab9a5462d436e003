internal import Markup
internal import PipelineEngine
internal import PipelineModel

/// Forms that ask for an action. Each leads to a page that shows the exact command line before anything is started.
enum ActionForms {
    /// Starts what a plan page shows.
    static func backfill(_ query: PlanQuery) -> Element {
        var fields: [Element] = []
        if let stretch = query.scope.stretch {
            fields += [.hidden("start", "\(stretch.lowerBound)"), .hidden("end", "\(stretch.upperBound)")]
        }
        if case .seasons(let seasons) = query.scope, let season = seasons.first {
            fields.append(.hidden("season", "\(season)"))
        }
        if let phase = query.phase { fields.append(.hidden("phase", "\(phase.rawValue)")) }
        return form(.backfill, "Start this…", fields + [.hidden("policy", query.policy.rawValue), jobs])
    }

    /// Tries again what went wrong.
    static var retry: Element {
        form(
            .retry, "Try again…",
            [
                .check("failed", "failed", true), .check("partial", "partial", true),
                .check("blocked", "blocked", true), .check("stale", "stale", false), jobs,
            ])
    }

    /// Asks a running batch to end.
    static func stop(_ batch: Batch) -> Element {
        form(.stop, "Stop \(batch.batchID)…", [.hidden("batch", batch.batchID)])
    }

    /// Starts again what was stopped; nil for what cannot be started from a page.
    static func resume(_ batch: Batch) -> Element? {
        guard ActionRequest.words(of: batch) != nil else { return nil }
        return form(.resume, "Resume \(batch.batchID)…", [.hidden("batch", batch.batchID)])
    }

    /// What can be done about a batch.
    static func about(_ shown: WorkStatus.BatchStanding) -> [Element] {
        switch shown.status {
        case .running: [stop(shown.batch)]
        case .interrupted: [resume(shown.batch)].compactMap(\.self)
        default: []
        }
    }

    /// Accepts that partitions will not be complete.
    static func waive(_ tables: [String]) -> Element {
        form(
            .waive, "Waive…",
            [
                .choice("Table", "table", (tables + ["*"]).map { ($0, $0) }, ""), .input("From", "start", type: "date"),
                .input("To", "end", type: "date"), .input("Reason, ten characters at least", "reason"),
                .input("Expires", "expires", type: "date"),
            ])
    }

    /// Computes a date.
    static func run(_ tables: [String], date: String = "") -> Element {
        form(
            .run, "Run…",
            [
                .choice(
                    "Job", "table", [("live", "live: everything that follows from the date")] + tables.map { ($0, $0) },
                    ""),
                .input("Date", "date", type: "date", date),
            ])
    }

    /// Starts what `line` says, with the fields that asked for it.
    static func confirmation(
        of kind: ActionKind, _ line: String, _ fields: [(name: String, value: String)]
    ) -> Element {
        Element(
            "form",
            [
                "class": "act", "method": "post", "action": "/actions/\(kind)", "id": "confirm",
                "aria-label": "Run this",
            ],
            [.command(line)] + fields.map { .hidden($0.name, $0.value) } + [button("Run this")])
    }

    private static var jobs: Element {
        .choice("Jobs", "jobs", [("1", "1"), ("2", "2"), ("4", "4"), ("8", "8")], "1")
    }

    private static func button(_ text: String) -> Element {
        Element("button", ["class": "main"], [Element(text: text)])
    }

    private static func form(_ kind: ActionKind, _ text: String, _ fields: [Element]) -> Element {
        Element(
            "form",
            [
                "class": "act", "method": "get", "aria-label": text, "action": "/actions/new/\(kind)",
                "id": "form-\(kind)",
            ],
            fields + [button(text)])
    }
}
