internal import Markup
internal import PipelineEngine
internal import PipelineModel

/// Forms that start something, each with the command line it equals.
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
        fields += [.hidden("policy", query.policy.rawValue), jobs]
        return form("backfill", "Start this", fields, ShellLine.written(query.backfill))
    }

    /// Tries again what went wrong.
    static var retry: Element {
        form(
            "retry", "Try again",
            [
                .check("failed", "failed", true), .check("partial", "partial", true),
                .check("blocked", "blocked", true),
                .check("stale", "stale", false), jobs,
            ], "backcourt retry --failed --partial --blocked")
    }

    /// Asks a running batch to end.
    static func stop(_ batch: Batch) -> Element {
        form(
            "stop", "Stop \(batch.batchID)", [.hidden("batch", batch.batchID)],
            "kill -INT PID  # of the process that works on \(batch.batchID): running steps are finished")
    }

    /// Starts again what was stopped.
    static func resume(_ batch: Batch) -> Element? {
        guard let words = ActionRequest.words(of: batch) else { return nil }
        return form("resume", "Resume \(batch.batchID)", [.hidden("batch", batch.batchID)], ShellLine.written(words))
    }

    /// Accepts that partitions will not be complete.
    static func waive(_ tables: [String]) -> Element {
        form(
            "waive", "Waive",
            [
                .choice("Table", "table", (tables + ["*"]).map { ($0, $0) }, ""), .input("From", "start", type: "date"),
                .input("To", "end", type: "date"), .input("Reason, ten characters at least", "reason"),
                .input("Expires", "expires", type: "date"),
            ], "backcourt waive TABLE --start-date FROM --end-date TO --reason REASON")
    }

    /// Computes a date.
    static func run(_ tables: [String], date: String = "") -> Element {
        form(
            "run", "Run",
            [
                .choice(
                    "Job", "table", [("live", "live: everything that follows from the date")] + tables.map { ($0, $0) },
                    ""),
                .input("Date", "date", type: "date", date),
            ], "backcourt run live --date DATE")
    }

    private static var jobs: Element {
        .choice("Jobs", "jobs", [("1", "1"), ("2", "2"), ("4", "4"), ("8", "8")], "1")
    }

    private static func form(_ kind: String, _ button: String, _ fields: [Element], _ command: String) -> Element {
        Element(
            "form",
            [
                "class": "act", "method": "post", "aria-label": button, "action": "/actions/\(kind)",
                "id": "form-\(kind)",
            ],
            fields + [Element("button", ["class": "main"], [Element(text: button)]), .command(command)])
    }
}
