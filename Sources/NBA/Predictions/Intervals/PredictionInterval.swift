package import GameCalendar
package import PipelineModel

/// prediction_intervals: how far outcomes lay from what a learned system predicted before a month, at one level of the
/// prediction.
package struct PredictionInterval: WarehouseRow, Hashable {
    package var system = PredictionSystem.boosted
    package var market = Market.points
    package var level = 1
    package var gameDate = GameDate.reference
    package var predictedFrom: Double?
    package var residualLow: Double?
    package var residualHigh: Double?
    package var grades = 0
    package var calibratedBy = PredictionSystem.boosted

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("system_id", &system, "Whose intervals they are.")
        c.column("market", &market, "points, rebounds, assists or pra.")
        c.column("level", &level, "1…10: tenths of the predictions, the lowest first.")
        c.column("game_date", &gameDate, "First day of the month with an expected game.")
        c.column("predicted_from", &predictedFrom, unit: .count, "Where the level begins; NULL for the lowest.")
        c.column(
            "residual_low", &residualLow, unit: .count, "Tenth percentile of actual − predicted; NULL without one.")
        c.column("residual_high", &residualHigh, unit: .count, "Ninetieth; NULL without one.")
        c.column("grades", &grades, unit: .count, "Graded predictions of the level, all before the month.")
        c.column("calibrated_by", &calibratedBy, "Whose: its own, moving_average_v1's while it has fewer than 2,000.")
    }

    package static let table = TableDeclaration(
        PredictionInterval.self, name: "prediction_intervals", dataset: "nba_predictions",
        about: "How far outcomes lay from the predictions of learned systems.",
        key: ["system_id", "market", "level", "game_date"], criticalColumns: ["calibrated_by"])
}

/// Key of the intervals of a month.
package struct IntervalKey: ColumnCoded, Hashable {
    package var system = PredictionSystem.boosted
    package var market = Market.points
    package var level = 1
    package var gameDate = GameDate.reference

    package init() {}

    /// The key of one level.
    package init(_ system: PredictionSystem, _ market: Market, _ level: Int, _ gameDate: GameDate) {
        (self.system, self.market, self.level, self.gameDate) = (system, market, level, gameDate)
    }

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("system_id", &system, "Whose intervals they are.")
        c.column("market", &market, "Market.")
        c.column("level", &level, "Tenth of the predictions.")
        c.column("game_date", &gameDate, "First day of the month with an expected game.")
    }
}

/// A graded prediction of a learned system, or of the moving average that stands in for one, of a player with 5 appearances
/// before: what intervals are made of.
package struct Residual: NarrowRow, Hashable {
    package typealias Whole = PredictionGrade
    package var system = PredictionSystem.movingAverage
    package var market = Market.points
    package var actualValue: Int?
    package var error: Double?
    package var populationP5 = false

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("system_id", &system, "Who predicted.")
        c.column("market", &market, "Market.")
        c.column("actual_value", &actualValue, unit: .count, "What he did.")
        c.column("error", &error, unit: .count, "predicted − actual.")
        c.column("population_p5", &populationP5, "Appeared, with 5 appearances of the season before.")
    }

    /// The rows that count: a tenth of them all, so that grades of many seasons fit into memory.
    package static func rows(from content: PartitionContent) -> [Residual] {
        let all: [Residual] = content.decoded()
        return all.filter { $0.populationP5 && $0.error != nil && ($0.system.isLearned || $0.system == .movingAverage) }
    }
}
