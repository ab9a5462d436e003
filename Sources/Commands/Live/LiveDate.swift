import GameCalendar
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
        let events = try await session.reports(of: .raw, on: date, correlation, identifiers)
        try await session.send(events)
        let cascade = Cascade(session: session, verbosity: verbosity, name: "live", jobs: jobs)
        let outcome = try await Invocation.current.stoppable { try await cascade.run() }
        format.print(LiveDateOutput(date: date, correlationID: correlation, outcome: outcome))
        return outcome.status
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
