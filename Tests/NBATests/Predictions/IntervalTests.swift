import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

/// Intervals worked by hand.
struct IntervalTests {
    private static func residual(_ predicted: Double, actual: Int) -> Residual {
        var residual = Residual()
        (residual.actualValue, residual.error, residual.populationP5) = (actual, predicted - Double(actual), true)
        return residual
    }

    @Test(
        arguments: [
            ([1, 2, 3, 4, 5], 0.1, 1.4), ([1, 2, 3, 4], 0.5, 2.5), ([7], 0.9, 7), ([1, 3], 1, 3), ([1, 3], 0, 1),
        ] as [([Double], Double, Double)])
    func `quantiles lie between their neighbours`(sorted: [Double], share: Double, expected: Double) {
        #expect(abs(IntervalProcessor.quantile(sorted, share) - expected) < 1e-12)
    }

    // Predictions 0…99, each outcome off by −2…2 in turn: ten levels of ten, each of them with two of every residual.
    @Test func `levels begin at the deciles of what was predicted`() {
        let levels = IntervalProcessor.levels(of: (0..<100).map { Self.residual(Double($0), actual: $0 + $0 % 5 - 2) })
        #expect(levels.count == 10 && levels.map(\.grades) == Array(repeating: 10, count: 10))
        #expect(levels[0].predictedFrom == nil)
        for (place, level) in levels.enumerated().dropFirst() {
            #expect(abs((level.predictedFrom ?? .nan) - 9.9 * Double(place)) < 1e-9)
        }
        // Sorted −2 −2 −1 −1 0 0 1 1 2 2: position 0.9 and 8.1.
        for level in levels {
            #expect(abs((level.residualLow ?? 0) + 2) < 1e-9 && abs((level.residualHigh ?? 0) - 2) < 1e-9)
        }
    }

    @Test func `a level nobody is in says nothing`() {
        let levels = IntervalProcessor.levels(of: (0..<50).map { _ in Self.residual(3, actual: 4) })
        #expect(levels.dropLast().allSatisfy { $0.grades == 0 && $0.residualLow == nil })
        #expect(levels[9].grades == 50 && levels[9].residualLow == 1 && levels[9].residualHigh == 1)
    }

    @Test func `an interval is what its level adds, never below 0`() throws {
        func level(_ number: Int, from start: Double?, _ low: Double?, _ high: Double?) -> PredictionInterval {
            var row = PredictionInterval()
            (row.system, row.market, row.level) = (.lineups, .points, number)
            (row.predictedFrom, row.residualLow, row.residualHigh) = (start, low, high)
            return row
        }
        let book = IntervalBook([level(3, from: 20, nil, nil), level(2, from: 10, -6, 7), level(1, from: nil, -4, 5)])
        let first = try #require(book.interval(.lineups, .points, around: 3))
        #expect(first.low == 0 && first.high == 8)
        let second = try #require(book.interval(.lineups, .points, around: 10))
        #expect(second.low == 4 && second.high == 17)
        #expect(book.interval(.lineups, .points, around: 20) == nil, "a level without grades")
        #expect(book.interval(.boosted, .points, around: 10) == nil)
        #expect(book.interval(.lineups, .assists, around: 10) == nil)
    }

    // Grades in November, intervals of December.
    private static func graded() throws -> (runner: DateRunner, opening: GameDate) {
        let runner = try League.series(17).runner(phases: [.analytics, .precompute])
        for processor in NBACatalog.predictions {
            for date in processor.kind.calendar.dates(of: runner.schedule) { try runner.run(processor, on: date) }
        }
        return (runner, try #require(runner.schedule.monthOpenings().last))
    }

    @Test func `a system with too few grades takes those of the moving average`() throws {
        let (runner, opening) = try Self.graded()
        let processor = IntervalProcessor(neededGrades: 50)
        let run = try runner.run(processor, on: opening)
        #expect(run.keys.missing.isEmpty && run.keys.surplus.isEmpty)
        let rows = runner.rows(PredictionInterval.self, on: opening)
        #expect(rows.count == 10 * 4 * PredictionSystem.learned.count)
        #expect(rows.allSatisfy { $0.calibratedBy == .movingAverage && $0.gameDate == opening })
        #expect(try ProcessorContract(runner).breaches(of: processor, on: opening).isEmpty)
        #expect(try runner.evaluate(IntervalProcessor(), on: opening).content.rowCount == 0, "2,000 are needed")
    }

    @Test func `no interval follows from grades of its month`() throws {
        let (runner, opening) = try Self.graded()
        let processor = IntervalProcessor(neededGrades: 50)
        let before = try runner.evaluate(processor, on: opening).content
        for date in runner.schedule.expectedDates.dates where date >= opening {
            var grades = runner.rows(PredictionGrade.self, on: date)
            for index in grades.indices { grades[index].error = grades[index].error.map { $0 + 30 } }
            try runner.store(grades, dated: \.gameDate)
        }
        #expect(try runner.evaluate(processor, on: opening).content == before)
    }

    @Test(arguments: [(4, true), (17, true), (3, false), (18, false)])
    func `a grade says whether he stayed within`(points: Int, isWithin: Bool) {
        var (prediction, result) = (PropPrediction(), ResultLine())
        (result.isActive, result.points) = (true, points)
        prediction.predictedValue = 10
        #expect(PredictionGrade(of: prediction, result, nil).withinInterval == nil)
        (prediction.intervalLow, prediction.intervalHigh) = (4, 17)
        #expect(PredictionGrade(of: prediction, result, nil).withinInterval == isWithin)
        #expect(PredictionGrade(of: prediction, nil, nil).withinInterval == nil)
    }
}
