import GameCalendar
import NBA
import PipelineEngine
import PipelineModel

extension Session {
    /// Facts for reports over `dates` and `tables`, with what `needs` names.
    func reportFacts(
        _ ledger: Ledger, dates: DateSet, tables: [TableName], needs: Set<ReportNeed>
    ) async throws -> ReportFacts {
        let records =
            needs.contains(.runs) ? try await store.records(RunRecord.self, matching: computedRuns(dates)) : []
        let lineage =
            needs.contains(.inputs) ? try await store.records(PartitionInput.self, matching: RecordFilter()) : []
        var facts = ReportFacts(ledger: ledger, dates: dates, tables: tables, runs: records, inputs: lineage)
        if needs.contains(.verdicts) { facts.verdicts = try await verdicts(ledger, dates) }
        for table in facts.coverage.tables {
            guard let declaration = catalog.entry(table.name)?.table else { continue }
            let dates = table.statuses.map(\.date)
            if needs.contains(.nulls) {
                let names = declaration.columns.filter(\.isNullable).map(\.name)
                facts.nullables[table.name] = try await store.profiles(of: declaration, columns: names, on: dates)
            }
            if needs.contains(.readiness) { facts.readiness[table.name] = try await readiness(of: declaration, dates) }
            if needs.contains(.repeatedKeys) {
                facts.repeatedKeys[table.name] = try await store.repeatedKeys(of: declaration, on: dates)
            }
        }
        return facts
    }

    // Runs of computed tables in the stretch of dates; imports have a row per raw partition and are of no use here.
    private func computedRuns(_ dates: DateSet) -> RecordFilter {
        let names = catalog.steps.map { Cell.text(catalog.entries[$0.entry].name.rawValue) }
        var filter = RecordFilter().and(.isIn("processor_name", names))
        if let first = dates.first, let last = dates.last {
            filter = filter.and(.atLeast("data_date", .date(first))).and(.atMost("data_date", .date(last)))
        }
        return filter
    }

    private func verdicts(
        _ ledger: Ledger, _ dates: DateSet
    ) async throws -> [(verdict: GateVerdict, standing: String)] {
        let stored = try await store.records(GateVerdict.self, matching: RecordFilter())
        let counting = dates.intersection(ledger.facts.schedule.countingDates)
        let reports = try await reportFacts(
            ledger, dates: counting, tables: catalog.tables.map(\.name), needs: [.runs])
        let standings = try await standings(of: stored, reports)
        return stored.newestOfEachGate.map { verdict in
            (verdict, (standings[verdict.gate] ?? .notEvaluated).rawValue)
        }
    }

    // Empty for a table whose rows do not say.
    private func readiness(
        of table: TableDeclaration, _ dates: [GameDate]
    ) async throws -> [GameDate: [ReadinessTally]] {
        let names = RowEnd.trustColumns.map(\.description)
        guard names.allSatisfy({ table.position(of: $0) != nil }) else { return [:] }
        return try await store.tallies(of: table, columns: names, on: dates).mapValues { tallies in
            tallies.map { tally in
                ReadinessTally(
                    isReady: tally.values[0] == .bool(true), isEarly: tally.values[1] == .bool(true),
                    issues: tally.values[2].description.split(separator: ",").map(String.init), count: tally.count)
            }
        }
    }
}
