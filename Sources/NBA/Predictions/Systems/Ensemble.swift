package import PipelineModel

/// How far each system was off lately, by market.
package struct RecentErrors: Sendable {
    private static let neededGrades = 200
    private var counts = [Int](repeating: 0, count: Self.places)
    private var sums = [Double](repeating: 0, count: Self.places)
    private static let places = PredictionSystem.members.count * Market.allCases.count

    /// Nothing graded yet.
    package init() {}

    /// The errors of graded predictions of `days`, oldest first, of players with 5 appearances before.
    package init(_ days: SeasonWindow<GradeLine>) {
        for day in days.days {
            for grade in day.rows where grade.populationP5 {
                guard let error = grade.absoluteError, let place = Self.place(grade.system, grade.market) else {
                    continue
                }
                counts[place] += 1
                sums[place] += error
            }
        }
    }

    /// One weight for each of `systems`: the fourth power of one over the mean absolute error; all 1 while one of them has
    /// fewer than 200 grades.
    package func weights(of systems: [PredictionSystem], _ market: Market) -> [Double] {
        var weights: [Double] = []
        for system in systems {
            guard let place = Self.place(system, market), counts[place] >= Self.neededGrades, sums[place] > 0 else {
                return systems.map { _ in 1 }
            }
            let mean: Double = sums[place] / Double(counts[place])
            weights.append(1 / (mean * mean * mean * mean))
        }
        return weights
    }

    private static func place(_ system: PredictionSystem, _ market: Market) -> Int? {
        guard let member = PredictionSystem.members.firstIndex(of: system),
            let column = Market.allCases.firstIndex(of: market)
        else { return nil }
        return member * Market.allCases.count + column
    }
}

/// ensemble_v1: the weighted mean of the systems that predicted, at least two of them.
package func ensemble(
    _ members: [(system: PredictionSystem, value: Double)], _ market: Market, _ errors: RecentErrors
) -> Answer {
    guard members.count >= 2 else { return .failure(.thinSample) }
    let weights = errors.weights(of: members.map(\.system), market)
    var (sum, total) = (0.0, 0.0)
    for (member, weight) in zip(members, weights) {
        sum += weight * member.value
        total += weight
    }
    let shares = zip(members, weights).map { (name: $0.system.staticName, value: $1 / total) }
    return .success(Estimate(sum / total, shares))
}

extension PredictionSystem {
    /// The id as a name of a term.
    fileprivate var staticName: StaticString {
        switch self {
        case .movingAverage: "moving_average_v1"
        case .zoneMatchup: "zone_matchup_v1"
        case .similarity: "similarity_v1"
        case .rules: "rules_v1"
        case .boosted: "gbm_v1"
        case .ensemble: "ensemble_v1"
        case .lineups: "gbm_v2"
        }
    }
}
