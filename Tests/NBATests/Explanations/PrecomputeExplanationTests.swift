import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

/// Every value of phase 4 follows from the rows its explanation names, by the formula it states.
struct PrecomputeExplanationTests {
    /// A league computed once: its first days, when windows are thin, and later ones.
    private struct Explained: Sendable {
        static let shared = Task { try ComputedSeries(.varied(seed: Explained.seed)) }
        static let seed: UInt64 = 5
        static let dates = ["2021-11-01", "2021-11-05", "2021-11-15", "2021-12-01"]
    }

    static let tables = [
        TeamDefenseZones.table, PlayerShotZones.table, PlayerCompositeFactors.table, PlayerDailyCache.table,
        FeatureRow.table,
    ].map(\.name)

    // What names, dates or the processor's own rules decide, and no rows.
    private static let unsourced: [TableName: Set<String>] = [
        TeamDefenseZones.table.name: [
            "team_abbr", "game_date", "season", "league_baseline_source", "expected_games", "completeness_pct",
            "early_season", "quality_issues",
        ],
        FeatureRow.table.name: ["feature_version", "feature_count", "feature_missing_count"],
    ]

    @Test(arguments: tables)
    func `every column has a formula and names what enters it`(_ table: TableName) throws {
        let explanations = try #require(Explanations.tables[table])
        let stated = try #require(StatedFormulas.all[table])
        for (column, derivation) in explanations {
            #expect(!derivation.formula.isEmpty, "\(column)")
            let isFormula = derivation.calculation != nil || stated[column] != nil
            #expect(isFormula == !derivation.sources.isEmpty, "\(column)")
        }
        let unsourced = Set(explanations.filter { $0.value.sources.isEmpty }.keys)
        #expect(unsourced == Self.unsourced[table] ?? [])
    }

    @Test(arguments: tables)
    func `the rows named give every value`(_ table: TableName) async throws {
        let evidence = EvidenceRows(try await Explained.shared.value.runner)
        let explanations = try #require(Explanations.tables[table])
        var filled: Set<String> = []
        for text in Explained.dates {
            let rows = evidence.rows(of: table, on: try League.date(text))
            #expect(rows.count > 5)
            for row in rows {
                #expect(Set(explanations.keys) == Set(row.table.columns.map(\.name)))
                for (column, derivation) in explanations where !derivation.sources.isEmpty {
                    let named = derivation.sources.map { evidence.values($0, for: row) }
                    let value =
                        derivation.calculation.flatMap { $0.result(over: named[0]) }
                        ?? StatedFormulas.all[table]?[column]?(named)
                    if row[column] != .null { filled.insert(column) }
                    #expect(
                        value.map { isEqual($0, row[column]) } == true,
                        """
                        seed \(Explained.seed), \(table).\(column) \(row.date) \
                        \(row.table.key.map { row[$0].description }): \(value?.description ?? "nothing") for \
                        \(row[column]), from \(named)
                        """)
                }
            }
        }
        // Nothing is compared where a column is never filled.
        #expect(Set(explanations.filter { !$0.value.sources.isEmpty }.keys).subtracting(filled) == [])
    }

    private func isEqual(_ value: Cell, _ stored: Cell) -> Bool {
        guard case .double(let left) = value, case .double(let right) = stored else { return value == stored }
        return abs(left - right) <= 1e-12 * max(1, abs(right))
    }
}
