import GameCalendar
import PipelineModel

/// Whose games count when predictions are judged.
package enum Population: String, CaseIterable, Sendable {
    /// Appeared, with 5 appearances of the season before.
    case p5 = "P5"
    /// Of P5, with 15 minutes or more a game over the last 5.
    case p15 = "P15"
    /// Whoever appeared.
    case all

    /// Whether `grade` belongs to it.
    package func contains(_ grade: PredictionGrade) -> Bool {
        switch self {
        case .p5: grade.populationP5
        case .p15: grade.populationP15
        case .all: grade.status == .graded
        }
    }
}

/// How far predictions of one kind were off. Sums are taken in the order grades are added.
package struct Accuracy: Hashable, Sendable {
    /// Graded predictions of the population.
    package private(set) var count = 0
    /// Listed players who did not appear, of any population.
    package private(set) var void = 0
    package private(set) var wins = 0
    package private(set) var losses = 0
    package private(set) var pushes = 0
    private var absolute = 0.0
    private var squared = 0.0
    private var signed = 0.0
    private var near3 = 0
    private var near5 = 0

    package init() {}

    /// Takes in one grade; one without a prediction counts nowhere.
    package mutating func add(_ grade: PredictionGrade, of population: Population) {
        if grade.status == .void { void += 1 }
        guard population.contains(grade), let error = grade.error else { return }
        count += 1
        absolute += abs(error)
        squared += error * error
        signed += error
        if grade.within3 == true { near3 += 1 }
        if grade.within5 == true { near5 += 1 }
        switch grade.betResult {
        case .win: wins += 1
        case .loss: losses += 1
        case .push: pushes += 1
        case nil: break
        }
    }

    /// Mean of |predicted − actual|; NULL without a prediction, as all below.
    package var meanAbsoluteError: Double? { quotient(absolute, over: Double(count)) }
    /// Root of the mean of (predicted − actual)².
    package var rootMeanSquaredError: Double? { quotient(squared, over: Double(count))?.squareRoot() }
    /// Mean of predicted − actual; positive: too high.
    package var bias: Double? { quotient(signed, over: Double(count)) }
    /// Share at most 3 off.
    package var within3: Double? { quotient(Double(near3), over: Double(count)) }
    /// Share at most 5 off.
    package var within5: Double? { quotient(Double(near5), over: Double(count)) }
    /// Recommendations to bet that were settled or pushed.
    package var bets: Int { wins + losses + pushes }
    /// Wins of wins and losses; at odds of −110 bets break even from 0.524 on.
    package var hitRate: Double? { quotient(Double(wins), over: Double(wins + losses)) }
}
