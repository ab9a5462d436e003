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

/// How far numbers were off. Sums are taken in the order errors are added.
package struct ErrorSums: Hashable, Sendable {
    package private(set) var count = 0
    private var absolute = 0.0
    private var squared = 0.0
    private var signed = 0.0
    private var near3 = 0
    private var near5 = 0

    package init() {}

    /// Takes in one predicted − actual.
    package mutating func add(_ error: Double) {
        count += 1
        absolute += abs(error)
        squared += error * error
        signed += error
        if abs(error) <= 3 { near3 += 1 }
        if abs(error) <= 5 { near5 += 1 }
    }

    /// Takes in what was added to others.
    package mutating func add(_ other: ErrorSums) {
        count += other.count
        absolute += other.absolute
        squared += other.squared
        signed += other.signed
        near3 += other.near3
        near5 += other.near5
    }

    /// Mean of |predicted − actual|; NULL without a prediction, as all below.
    package var meanAbsolute: Double? { quotient(absolute, over: Double(count)) }
    /// Root of the mean of (predicted − actual)².
    package var rootMeanSquared: Double? { quotient(squared, over: Double(count))?.squareRoot() }
    /// Mean of predicted − actual; positive: too high.
    package var bias: Double? { quotient(signed, over: Double(count)) }
    /// Share at most 3 off.
    package var within3: Double? { quotient(Double(near3), over: Double(count)) }
    /// Share at most 5 off.
    package var within5: Double? { quotient(Double(near5), over: Double(count)) }
}

/// How good predictions of one kind were.
package struct Accuracy: Hashable, Sendable {
    /// Of graded predictions of the population.
    package private(set) var errors = ErrorSums()
    /// Listed players who did not appear, of any population.
    package private(set) var void = 0
    package private(set) var wins = 0
    package private(set) var losses = 0
    package private(set) var pushes = 0
    private var intervals = 0
    private var covered = 0
    private var widths = 0.0

    package init() {}

    /// Takes in one grade; one without a prediction counts nowhere.
    package mutating func add(_ grade: PredictionGrade, of population: Population) {
        if grade.status == .void { void += 1 }
        guard population.contains(grade), let error = grade.error else { return }
        errors.add(error)
        if let width = grade.intervalWidth {
            intervals += 1
            widths += width
            if grade.withinInterval == true { covered += 1 }
        }
        switch grade.betResult {
        case .win: wins += 1
        case .loss: losses += 1
        case .push: pushes += 1
        case nil: break
        }
    }

    /// Takes in what was added to another.
    package mutating func add(_ other: Accuracy) {
        errors.add(other.errors)
        void += other.void
        wins += other.wins
        losses += other.losses
        pushes += other.pushes
        intervals += other.intervals
        covered += other.covered
        widths += other.widths
    }

    /// Share of outcomes within their interval; NULL without intervals.
    package var coverage: Double? { quotient(Double(covered), over: Double(intervals)) }
    /// Mean width of the intervals; NULL without any.
    package var meanWidth: Double? { quotient(widths, over: Double(intervals)) }
    /// Recommendations to bet that were settled or pushed.
    package var bets: Int { wins + losses + pushes }
    /// Wins of wins and losses; at odds of −110 bets break even from 0.524 on.
    package var hitRate: Double? { quotient(Double(wins), over: Double(wins + losses)) }
}
