import NBA
import Testing

/// The line and the systems are compared on the same player-games, and on no others.
struct LineComparisonTests {
    private static let systems: [PredictionSystem] = [.movingAverage, .boosted]

    private func grade(
        _ player: Int, _ system: PredictionSystem, line: Double?, predicted: Double?, actual: Int,
        market: Market = .points
    ) -> PredictionGrade {
        var grade = PredictionGrade()
        (grade.gameID, grade.playerID, grade.system, grade.market) = ("0022300001", player, system, market)
        (grade.status, grade.populationP5) = (.graded, true)
        (grade.line, grade.actualValue) = (line, actual)
        grade.error = predicted.map { $0 - Double(actual) }
        return grade
    }

    private func compared(_ grades: [PredictionGrade]) -> LineComparison {
        var comparison = LineComparison(.p5, Self.systems)
        for grade in grades { comparison.add(grade) }
        comparison.finish()
        return comparison
    }

    // |20.5 − 24| = 3.5 and |10.5 − 9| = 1.5: 2.5. The moving average is 2 and 4 off, 3; the trees 1 and 1.
    @Test func `errors of the line and of each system, on two players`() {
        let comparison = compared([
            grade(1, .movingAverage, line: 20.5, predicted: 22, actual: 24),
            grade(1, .boosted, line: 20.5, predicted: 25, actual: 24),
            grade(2, .movingAverage, line: 10.5, predicted: 13, actual: 9),
            grade(2, .boosted, line: 10.5, predicted: 8, actual: 9),
        ])
        #expect(comparison.line(.points)?.count == 2)
        #expect(comparison.line(.points)?.meanAbsolute == 2.5)
        #expect(comparison.line(.points)?.bias == -1)
        #expect(comparison.excess(.movingAverage, .points) == 0.5)
        #expect(comparison.excess(.boosted, .points) == -1.5)
        #expect(comparison.line(.rebounds) == nil && comparison.excess(.boosted, .rebounds) == nil)
    }

    @Test func `a player without a line, or whom one system does not predict, counts nowhere`() {
        let comparison = compared([
            grade(1, .movingAverage, line: nil, predicted: 22, actual: 24),
            grade(1, .boosted, line: nil, predicted: 25, actual: 24),
            grade(2, .movingAverage, line: 10.5, predicted: 13, actual: 9),
            grade(2, .boosted, line: 10.5, predicted: nil, actual: 9),
            // A system nobody asked for does not fill the gap.
            grade(2, .rules, line: 10.5, predicted: 9, actual: 9),
        ])
        #expect(comparison.line(.points) == nil)
    }

    @Test func `markets of one player are told apart`() {
        let comparison = compared([
            grade(1, .movingAverage, line: 4.5, predicted: 5, actual: 5, market: .rebounds),
            grade(1, .movingAverage, line: 20.5, predicted: 22, actual: 24),
            grade(1, .boosted, line: 4.5, predicted: 6, actual: 5, market: .rebounds),
            grade(1, .boosted, line: 20.5, predicted: 25, actual: 24),
        ])
        #expect(comparison.line(.rebounds)?.meanAbsolute == 0.5)
        #expect(comparison.excess(.boosted, .rebounds) == 0.5)
        #expect(comparison.excess(.movingAverage, .points) == -1.5)
    }
}
