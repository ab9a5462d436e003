/// The bookmakers' line and some systems on the same player-games: those that have a line and that every system predicted.
package struct LineComparison: Sendable {
    private let population: Population
    private let systems: [PredictionSystem]
    private var lines: [Market: ErrorSums] = [:]
    private var predictions: [Market: [PredictionSystem: ErrorSums]] = [:]
    // Grades of the player-game that is being read.
    private var pending: [PredictionGrade] = []

    /// Nothing compared yet.
    package init(_ population: Population, _ systems: [PredictionSystem]) {
        (self.population, self.systems) = (population, systems)
    }

    /// Takes in one grade. Those of a player-game stand together, in any order; ``finish()`` follows the last.
    package mutating func add(_ grade: PredictionGrade) {
        if let last = pending.last, last.playerID != grade.playerID || last.gameID != grade.gameID { finish() }
        guard grade.line != nil, grade.error != nil, population.contains(grade), systems.contains(grade.system) else {
            return
        }
        pending.append(grade)
    }

    /// Compares what came last.
    package mutating func finish() {
        for market in Market.allCases {
            let grades = pending.filter { $0.market == market }
            guard !grades.isEmpty, grades.count == systems.count(where: { $0.markets.contains(market) }),
                let line = grades[0].line, let actual = grades[0].actualValue
            else { continue }
            lines[market, default: ErrorSums()].add(line - Double(actual))
            for grade in grades {
                predictions[market, default: [:]][grade.system, default: ErrorSums()].add(grade.error ?? 0)
            }
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// How far the line was off; nil where there was none.
    package func line(_ market: Market) -> ErrorSums? { lines[market] }

    /// The system's mean absolute error less the line's; nil where there was no line.
    package func excess(_ system: PredictionSystem, _ market: Market) -> Double? {
        guard let own = predictions[market]?[system]?.meanAbsolute, let line = lines[market]?.meanAbsolute else {
            return nil
        }
        return own - line
    }
}
