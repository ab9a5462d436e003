import GameCalendar
import GradientBoosting
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
        #expect(expected == 22 && !players.isEmpty && rows.count == expected * players.count)
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

    @Test(arguments: ["ml_feature_store_v3", "player_prop_predictions", "prediction_grades"] as [TableName])
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

/// Models of a month, learned from few rows by few trees.
struct TrainingTests {
    private static let trainer = TrainingProcessor(
        learner: BoostedTreesLearner(
            {
                var parameters = BoostingParameters()
                (parameters.trees, parameters.rowsPerLeaf) = (3, 10)
                return parameters
            }()),
        lineups: BlendedLearner(
            {
                var parameters = BlendedLearner.Parameters()
                (parameters.residualTrees, parameters.directTrees, parameters.rowsPerLeaf) = (3, 3, 10)
                return parameters
            }()), neededRows: 100)

    // Fifteen games in November with ten players each, two in December, all of them different.
    private static func runner() throws -> (runner: DateRunner, opening: GameDate) {
        var league = try League.series(17)
        for index in league.players.indices {
            league.players[index].counters.points += index % 7
            league.players[index].counters.assists += index % 3
        }
        let runner = try league.runner(phases: [.analytics, .precompute])
        for date in runner.schedule.expectedDates.dates { try runner.run(LineupFeatureProcessor(), on: date) }
        let openings = runner.schedule.monthOpenings()
        #expect(openings.map(\.description) == ["2021-11-01", "2021-12-01"])
        return (runner, try #require(openings.last))
    }

    @Test func `one model for each part, named by market, month and digest`() throws {
        let (runner, opening) = try Self.runner()
        let first = try runner.run(Self.trainer, on: try League.date("2021-11-01"))
        #expect(first.content.rowCount == 0 && first.keys.missing.isEmpty, "nothing had happened yet")
        let run = try runner.run(Self.trainer, on: opening)
        #expect(run.keys.missing.isEmpty && run.keys.surplus.isEmpty)
        let models = runner.rows(ModelArtifact.self, on: opening)
        try #require(models.count == 6)
        #expect(models.map(\.market) == [.assists, .points, .rebounds, .assists, .points, .rebounds])
        #expect(models.map(\.system) == [.boosted, .boosted, .boosted, .lineups, .lineups, .lineups])
        for model in models {
            let method = model.system == .boosted ? "boosted_trees_1" : "ridge+quantile-gbdt"
            #expect(model.trainingRows == 150 && model.trainedBefore == opening && model.method == method)
            let name = "\(model.system.rawValue)-\(model.market.rawValue)-2021-12-01-\(model.modelDigest.prefix(12))"
            #expect(model.modelID == name)
        }
        #expect(Set(models.map(\.inputDigest)).count == 2 && Set(models.map(\.modelDigest)).count == 6)
    }

    @Test func `equal rows give equal models, and nothing from the month's first day on is learned`() throws {
        let (runner, opening) = try Self.runner()
        let before = try runner.run(Self.trainer, on: opening).content
        for date in runner.schedule.expectedDates.dates where date >= opening {
            var results = runner.rows(PlayerGame.self, on: date)
            for index in results.indices { results[index].counters.points = 70 }
            try runner.store(results, dated: \.identity.gameDate)
        }
        #expect(try runner.run(Self.trainer, on: opening).content == before)
        let earlier = opening - 2
        var results = runner.rows(PlayerGame.self, on: earlier)
        results[0].counters.points += 1
        try runner.store(results, dated: \.identity.gameDate)
        #expect(try runner.run(Self.trainer, on: opening).content != before)
    }

    @Test func `the month's models predict its dates, and a damaged one is no model`() throws {
        let (runner, opening) = try Self.runner()
        try runner.run(Self.trainer, on: opening)
        let last = try #require(runner.schedule.expectedDates.last)
        try runner.run(PredictionProcessor(), on: last)
        let models = runner.rows(ModelArtifact.self, on: opening)
        try #require(models.count == 6)
        for (system, place) in [(PredictionSystem.boosted, 1), (.lineups, 4)] {
            let learned = runner.rows(PropPrediction.self, on: last).filter {
                $0.system == system && $0.market == .points
            }
            #expect(!learned.isEmpty)
            #expect(learned.allSatisfy { $0.modelID == models[place].modelID && $0.predictedValue != nil })
            var damaged = models
            damaged[place].model.removeLast(2)
            try runner.store(damaged, dated: \.gameDate)
            let error = #expect(throws: ProcessorError.self) { try runner.run(PredictionProcessor(), on: last) }
            #expect(error?.message.contains("\(models[place].modelID) of points is damaged") == true)
            try runner.store(models, dated: \.gameDate)
        }
    }

    @Test func `how models are learned is part of their lineage`() {
        #expect(TrainingProcessor().parameters["needed_rows"] == "4000")
        #expect(TrainingProcessor().parameters != Self.trainer.parameters)
    }
}
