import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// One date lived by events: its raw rows are reported, and the orchestrators do the rest.
struct LiveDate {
    let session: Session
    let jobs: Int
    let verbosity: Verbosity

    /// Lives `date` and prints what became of it.
    ///
    /// - Throws: ``CommandFailure`` when no game is expected on it, which names the nearest game dates.
    func run(_ date: GameDate, _ format: FormatOptions) async throws -> ExitStatus {
        let correlation = "live-\(date)"
        let identifiers = session.worker().identifiers
        // Layers that are complete are reported, too: what is missing behind one of them follows.
        let events =
            try await session.reports(of: .raw, on: date, correlation, identifiers)
            + session.reports(of: [.analytics, .precompute], on: date, correlation, identifiers)
        try await session.send(events)
        let cascade = Cascade(session: session, verbosity: verbosity, name: "live", jobs: jobs)
        let outcome = try await Invocation.current.stoppable { try await cascade.run() }
        outcome.tellError()
        format.print(LiveDateOutput(date: date, correlationID: correlation, outcome: outcome))
        guard outcome.status == .success, case .drained = outcome else { return outcome.status }
        let missing = try await missing(on: date)
        guard !missing.isEmpty else { return .success }
        Invocation.current.console.err(
            "backcourt: still missing on \(date): \(missing.map(\.rawValue).joined(separator: ", ")); "
                + "'backcourt backfill --dates \(date)' computes what can be\n")
        return .incomplete
    }

    // Computed tables of the date that have no partition although they should.
    private func missing(on date: GameDate) async throws -> [TableName] {
        var ledger = try await session.ledger()
        return session.catalog.steps.filter { step in
            let description = session.catalog.entries[step.entry]
            return description.calendar != .single && ledger.isExpected(step.entry, on: date)
                && ledger.status(step.entry, on: date) == .missing
        }.map { session.catalog.entries[$0.entry].name }
    }
}

/// What living a date did, as people and machines read it.
struct LiveDateOutput: CommandOutput {
    let date: GameDate
    let correlationID: String
    let outcome: Cascade.Outcome

    private var byTable: [(table: TableName, counts: BatchReport.Counts)] {
        guard case .drained(let report) = outcome else { return [] }
        return report.whole.byTable.filter { $0.value.done + $0.value.failed + $0.value.blocked > 0 }
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(name: "date", value: .text(date)), .init(name: "correlation_id", value: .string(correlationID)),
            .init(name: "by_table", value: list.objects),
        ]
        if case .drained(let report) = outcome { members.append(.init(name: "downstream", value: report.json)) }
        return .object(members)
    }

    var list: ResultList {
        ResultList(
            columns: ["table", "done", "unchanged", "failed", "blocked", "rows_written"],
            rows: byTable.map { table, counts in
                [
                    .text(table.rawValue), .int(counts.done), .int(counts.unchanged), .int(counts.failed),
                    .int(counts.blocked), .int(counts.rowsWritten),
                ]
            })
    }

    var text: String {
        switch outcome {
        case .leftToService: return "Reported \(date); the running service acts on it.\n"
        case .drained(let report):
            let table = byTable.isEmpty ? "" : TextTable(list).text
            return table + Wrapping.filled("\(date): \(report.text)")
                + Wrapping.filled("Look at it with 'backcourt trace \(correlationID)'.")
        }
    }
}
