import ArgumentParser
import GameCalendar
import PipelineEngine
import PipelineModel

/// Lists what went wrong and is not mended.
struct FailuresCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "failures", abstract: "List unresolved failures, each with the command that heals it.",
        discussion: """
            A failure is unresolved while its partition is neither complete nor waived and its newest run failed, is \
            partial, was blocked or interrupted. --all lists every such run, resolved or not. Exits 1 when anything \
            is unresolved.
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var tables: TableOptions

    @Flag(help: "Resolved ones, too.")
    var all = false

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace)
        let ledger = try await session.ledger()
        let facts = try await session.reportFacts(
            ledger, dates: try scope.dates(ledger.facts), tables: try tables.names(session.catalog), needs: [.runs])
        let unresolved = facts.unresolved
        let shown = all ? facts.runs.filter(\.status.isUnresolved) : unresolved
        format.print(FailuresOutput(shown, facts))
        return unresolved.isEmpty ? .success : .incomplete
    }
}

/// Failures as people and machines read them.
struct FailuresOutput: CommandOutput {
    struct Failure {
        let run: RunRecord
        let attempts: Int
        let suggestion: String
    }

    let failures: [Failure]
    private let breakers: BreakerOutput

    /// The runs of `shown`, each with what heals it.
    init(_ shown: [RunRecord], _ facts: ReportFacts) {
        let attempts = Dictionary(grouping: facts.runs, by: \.partition).mapValues(\.count)
        breakers = BreakerOutput(facts)
        var ledger = facts.ledger
        failures = shown.map { run in
            let partition = run.partition
            let shortfall =
                run.status == .blocked ? ledger.shortfall(of: partition, recorded: run.awaited) : Shortfall()
            return Failure(
                run: run, attempts: attempts[partition] ?? 0,
                suggestion: FailureSuggestion.command(for: run, waitingFor: shortfall))
        }
    }

    var json: JSONValue { ["failures": list.objects, "breakers": breakers.json] }

    var list: ResultList {
        ResultList(
            columns: [
                "run_id", "processor_name", "phase", "data_date", "status", "error_category", "error_code",
                "error_message", "blocked_on", "attempts", "retryable", "suggestion",
            ],
            rows: failures.map { failure in
                let run = failure.run
                return [
                    .text(run.runID), .text(run.processorName.rawValue), .text(run.phase), .date(run.dataDate),
                    .text(run.status.rawValue), run.errorCategory.map { .text($0.rawValue) } ?? .null,
                    run.errorCode.map(Cell.text) ?? .null, run.errorMessage.map(Cell.text) ?? .null,
                    run.blockedOn.map(Cell.text) ?? .null, .int(failure.attempts),
                    .bool(FailureSuggestion.isRetryable(run)), .text(failure.suggestion),
                ]
            })
    }

    var text: String {
        guard !failures.isEmpty else { return "No unresolved failures.\n" + breakers.text }
        return failures.map { failure in
            let run = failure.run
            return "\(run.processorName) \(run.dataDate): \(run.status.rawValue)"
                + (run.errorCode.map { " (\($0))" } ?? "") + ", attempt \(run.attempt)\n"
                + Wrapping.filled(run.errorMessage ?? "no message", after: "  ", indent: "    ")
                + "  \(failure.suggestion)\n"
        }.joined() + breakers.text
    }
}
