import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

/// Phase 5 over a small league: rows, contract, and that nothing follows from the date's results.
struct PredictionPipelineTests {
    // Two teams meet sixteen times, and once more on the last date.
    private static func computed() throws -> (runner: DateRunner, last: GameDate) {
        let runner = try League.series(17).runner(phases: [.analytics, .precompute])
        let dates = runner.schedule.expectedDates.dates
        for processor in NBACatalog.predictions {
            for date in processor.kind.calendar.dates(of: runner.schedule) { try runner.run(processor, on: date) }
        }
        return (runner, try #require(dates.last))
    }

    @Test func `every context player has a row for each system and market`() throws {
        let (runner, last) = try Self.computed()
        let players = runner.rows(UpcomingPlayer.self, on: last)
        let rows = runner.rows(PropPrediction.self, on: last)
        let expected = PredictionSystem.allCases.reduce(0) { $0 + $1.markets.count }
        #expect(expected == 18 && !players.isEmpty && rows.count == expected * players.count)
        for row in rows {
            #expect((row.predictedValue == nil) == (row.gapReason != nil))
            #expect((row.confidence == nil) == (row.predictedValue == nil))
            #expect((row.line == nil) == (row.recommendation == .noLine) && (row.edge == nil || row.line != nil))
        }
        let learned = rows.filter { $0.system == .boosted && $0.gamesPlayedSeason >= 5 }
        #expect(!learned.isEmpty && learned.allSatisfy { $0.gapReason == .noModel }, "4,000 rows are needed")
    }

    @Test func `all three together are the sum of three`() throws {
        let (runner, last) = try Self.computed()
        let rows = runner.rows(PropPrediction.self, on: last)
        for whole in rows where whole.market == .pra && whole.predictedValue != nil {
            let parts = Market.parts.compactMap { market in
                rows.first {
                    $0.system == whole.system && $0.market == market && $0.playerID == whole.playerID
                }?.predictedValue
            }
            #expect(parts.count == 3 && whole.predictedValue == parts.reduce(0, +))
        }
    }

    @Test func `whoever has appeared too seldom is told apart, on the first date everybody`() throws {
        let (runner, _) = try Self.computed()
        let first = try #require(runner.schedule.expectedDates.first)
        let rows = runner.rows(PropPrediction.self, on: first)
        #expect(!rows.isEmpty && rows.allSatisfy { $0.gapReason == .thinSample })
    }

    @Test func `grades have a row for each prediction, and errors for those that were made`() throws {
        let (runner, last) = try Self.computed()
        let predictions = runner.rows(PropPrediction.self, on: last)
        let grades = runner.rows(PredictionGrade.self, on: last)
        #expect(grades.count == predictions.count)
        for (grade, prediction) in zip(grades, predictions) {
            #expect(grade.playerID == prediction.playerID && grade.system == prediction.system)
            #expect(grade.status == .void || (grade.error == nil) == (prediction.predictedValue == nil))
        }
    }

    @Test(arguments: ["player_prop_predictions", "prediction_grades"] as [TableName])
    func `predictions and grades keep the contract of processors`(_ table: TableName) throws {
        let (runner, last) = try Self.computed()
        let processor = try #require(NBACatalog.predictions.first { $0.table == table })
        #expect(try ProcessorContract(runner).breaches(of: processor, on: last).isEmpty)
    }

    @Test(arguments: UInt64(1)...3)
    func `no prediction follows from results or grades of its date`(_ seed: UInt64) throws {
        let (runner, last) = try Self.computed()
        let before = runner.content(of: PropPrediction.table.name, on: last)
        var grades = runner.rows(PredictionGrade.self, on: last)
        for index in grades.indices { grades[index].absoluteError = Double(seed) }
        try runner.store(grades, dated: \.gameDate)
        var results = runner.rows(PlayerGame.self, on: last)
        for index in results.indices { results[index].counters.points += 10 * Int(seed) }
        try runner.store(results, dated: \.identity.gameDate)
        let processor = PredictionProcessor()
        #expect(try runner.run(processor, on: last).content == before)
    }
}
