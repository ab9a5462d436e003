import Foundation
import GameCalendar
import NBA
import PipelineEngine
import PipelineModel
import PipelineRuntime

extension Session {
    /// Everything gates 0 and 1 judge. Writes the gap file, and nothing else.
    ///
    /// Only dates with games that count are judged, whatever else `dates` holds.
    func gateFacts(
        _ ledger: Ledger, dates: DateSet, stretch: ClosedRange<GameDate>? = nil
    ) async throws -> GateFacts {
        let counting = dates.intersection(ledger.facts.schedule.countingDates)
        guard !counting.isEmpty, let first = dates.first, let last = dates.last else {
            throw CommandFailure.usage("the scope holds no game dates; import data or choose other dates")
        }
        let now = Invocation.current.clock.now()
        let reports = try await reportFacts(
            ledger, dates: counting, tables: catalog.tables.map(\.name), needs: [.runs])
        var facts = GateFacts(reports: reports, scope: stretch ?? first...last, evaluatedAt: now)
        facts.stretch = stretch
        facts.schemaDifferences = try await store.differences(from: Session.tables(catalog))
        facts.blockingIssues = try await blockingIssues(facts.scope)
        facts.setAside(try await quarantined())
        (facts.freeBytes, facts.isOnServer) = (store.freeBytes, store.isOnServer)
        facts.suppression = try await rehearsed { try await SuppressionSelfTest($0, clock: $1).run() }
        facts.orchestrators = try await rehearsed { try await OrchestratorsSelfTest($0, clock: $1).run() }
        facts.gapFile = writeGapFile(reports)
        return facts
    }

    // Issues whose game counts: a raw issue on an exhibition is nobody's problem.
    func blockingIssues(_ scope: ClosedRange<GameDate>) async throws -> [ImportIssue] {
        let codes = RawCode.blocking.map { Cell.text($0.rawValue) }
        let issues = try await store.records(
            ImportIssue.self,
            matching: RecordFilter().and(.isIn("code", codes)).and(.atLeast("game_date", .date(scope.lowerBound)))
                .and(.atMost("game_date", .date(scope.upperBound))))
        let games = try await countingGames(on: DateSet(issues.map(\.gameDate)))
        return issues.filter { games.contains($0.gameID) || $0.code == RawCode.unscheduledGame.rawValue }
    }

    private func countingGames(on dates: DateSet) async throws -> Set<String> {
        let contents = try await store.contents(of: ScheduledGame.stored, on: dates.dates)
        let games = contents.values.flatMap(ScheduledGame.rows(from:))
        return Set(games.filter(\.result.countsForPipeline).map(\.identity.gameID))
    }

    func quarantined() async throws -> [QuarantinedRow] {
        let rows = try await store.records(QuarantinedRow.self, matching: RecordFilter())
        guard !rows.isEmpty else { return [] }
        let feeds = try await store.records(ImportFilePartition.self, matching: RecordFilter())
        return rows.standing(after: feeds)
    }

    // On a scratch store that disappears with the process. A store that fails tells nothing about what is rehearsed; nil,
    // that is, not passed, when anything else goes wrong.
    private func rehearsed<Finding: Sendable>(
        _ test: (any Store, RuntimeClock) async throws -> Finding
    ) async throws(WarehouseError) -> Finding? {
        try await patiently { () async throws(WarehouseError) in
            do {
                return try await test(StoreChoice.scratch(), Invocation.current.clock)
            } catch let error as WarehouseError {
                throw error
            } catch {
                return nil
            }
        }
    }

    private func writeGapFile(_ reports: ReportFacts) -> (path: String, dates: Int)? {
        let path = "\(workspace.directory)/exports/phase3_missing_dates.csv"
        // What is waived is not missing, as in the coverage reports.
        let satisfied = reports.coverage.satisfiedDates(of: .analytics) ?? []
        let missing = reports.coverage.dates.subtracting(satisfied)
        let text = csv(ResultList(columns: ["game_date"], rows: missing.map { [.date($0)] }))
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            return (path, missing.count)
        } catch {
            return nil
        }
    }
}

extension GateFacts {
    /// Takes in what is set aside now.
    mutating func setAside(_ rows: [QuarantinedRow]) {
        let hiding = Set(RawCode.hidingGames.map(\.rawValue))
        quarantined = rows
        unreadGames = rows.filter { $0.tableName == ScheduledGame.table.name && hiding.contains($0.reasonCode) }
    }
}
