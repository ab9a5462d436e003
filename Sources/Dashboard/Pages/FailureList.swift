internal import GameCalendar
internal import Markup
internal import PipelineEngine
internal import PipelineModel

/// What went wrong and is not mended, each with the command that heals it.
struct FailureList {
    private let failures: [(run: RunRecord, suggestion: String)]

    init(_ runs: [RunRecord], _ standing: Standing) {
        var ledger = standing.ledger
        failures = runs.map { run in
            let shortfall =
                run.status == .blocked ? ledger.shortfall(of: run.partition, recorded: run.awaited) : Shortfall()
            return (run, FailureSuggestion.command(for: run, waitingFor: shortfall))
        }
    }

    var element: Element {
        Element(
            "div", [:],
            failures.map { run, suggestion in
                Element(
                    "article", ["class": "card"],
                    [
                        Element(
                            "h3", [:],
                            [
                                .link("\(run.processorName) \(run.dataDate)", "/runs/\(run.runID)"), Element(text: " "),
                                StateMark.of(run.status),
                            ]),
                        .paragraph(
                            (run.errorMessage ?? "No message.") + (run.errorCode.map { " (\($0))" } ?? "")
                                + " Attempt \(run.attempt), \(run.createdAt.shortText) UTC."),
                        .command(suggestion),
                    ])
            })
    }
}
