import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

extension Session {
    /// What gate 3 asks of the season being played. Reads the store and rehearses a date on a scratch store.
    ///
    /// - Parameter judged: verdicts made now over the same facts.
    func liveFacts(
        _ reports: ReportFacts, _ options: GateJudgement.LiveOptions, judged: [GateReport]
    ) async throws -> LiveFacts {
        let ledger = reports.ledger
        let season = ledger.facts.schedule.countingDates.last.flatMap { ledger.facts.schedule.season(of: $0) }
        var coverage: Coverage?
        if let season {
            var asked = ledger
            coverage = Coverage(
                &asked, dates: ledger.facts.schedule.countingDates(of: season), tables: catalog.tables.map(\.name))
        }
        let date = try options.date.map { try rehearsable($0, ledger) } ?? newestComplete(ledger)
        var rehearsal: LiveRehearsal?
        if let date {
            rehearsal = try await DateRehearsal(
                of: store, on: StoreChoice.scratch(), clock: Invocation.current.clock
            ).run(date, ledger, jobs: options.jobs)
        }
        return LiveFacts(
            tolerance: options.tolerance, holding: try await holding(reports, judged: judged),
            season: coverage.flatMap { coverage in season.map { ($0, coverage) } }, rehearsal: rehearsal)
    }

    // Gates that pass now, or whose newest verdict is a pass over facts that still stand.
    private func holding(_ reports: ReportFacts, judged: [GateReport]) async throws -> Set<Int> {
        var verdicts = try await store.records(GateVerdict.self, matching: RecordFilter()).newestOfEachGate
        verdicts.removeAll { verdict in judged.contains { $0.gate == verdict.gate } }
        let standings = try await standings(of: verdicts, reports)
        return Set(judged.filter(\.passed).map(\.gate)).union(standings.filter { $0.value == .passed }.keys)
    }

    private func rehearsable(_ date: GameDate, _ ledger: Ledger) throws(CommandFailure) -> GameDate {
        try requireGames(on: date, ledger)
        return date
    }

    // The newest date on which every required table of every phase is complete.
    private func newestComplete(_ ledger: Ledger) -> GameDate? {
        var ledger = ledger
        let tables = catalog.entries.indices.filter { entry in
            let role = catalog.entries[entry].role
            return role == .source(isRequired: true) || catalog.steps.contains { $0.entry == entry }
        }
        return ledger.facts.schedule.countingDates.last { date in
            date >= ledger.facts.history.lowerBound
                && tables.allSatisfy { [.complete, .notExpected].contains(ledger.status($0, on: date)) }
        }
    }
}
