package import GameCalendar
package import PipelineModel

/// Whether a prediction could be graded.
package enum GradeStatus: String, TextCoded, CaseIterable, Hashable, Sendable {
    /// The player appeared.
    case graded
    /// He was listed and did not appear.
    case void
}

/// How a recommendation ended.
package enum BetResult: String, TextCoded, CaseIterable, Hashable, Sendable {
    case win = "WIN"
    case loss = "LOSS"
    case push = "PUSH"

    /// Where `actual` lies against `line`; nil without a recommendation to bet.
    package init?(_ recommendation: Recommendation, actual: Double, line: Double?) {
        guard let line, recommendation == .over || recommendation == .under else { return nil }
        if actual == line {
            self = .push
        } else {
            self = (actual > line) == (recommendation == .over) ? .win : .loss
        }
    }
}

/// prediction_grades: what became of one prediction.
package struct PredictionGrade: WarehouseRow, Hashable {
    package var gameID = ""
    package var playerID = 0
    package var system = PredictionSystem.movingAverage
    package var market = Market.points
    package var gameDate = GameDate.reference
    package var status = GradeStatus.void
    package var actualValue: Int?
    package var error: Double?
    package var absoluteError: Double?
    package var within3: Bool?
    package var within5: Bool?
    package var withinInterval: Bool?
    package var intervalWidth: Double?
    package var line: Double?
    package var betResult: BetResult?
    package var minutesPlayed: Double?
    package var populationP5 = false
    package var populationP15 = false
    package var confidenceDecile: Int?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Ten characters: kind, season start year, serial.")
        c.column("player_id", &playerID, "League id of the player.")
        c.column("system_id", &system, "Who predicted.")
        c.column("market", &market, "points, rebounds, assists or pra.")
        c.column("game_date", &gameDate, "US Eastern calendar day the schedule lists the game under.")
        c.column("status", &status, "graded when he appeared, else void.")
        c.column("actual_value", &actualValue, unit: .count, "What he did; NULL when void.")
        c.column("error", &error, unit: .count, "predicted − actual; NULL when void or without a prediction.")
        c.column("absolute_error", &absoluteError, unit: .count, "|error|.")
        c.column("within_3", &within3, "Whether it was at most 3 off.")
        c.column("within_5", &within5, "Whether it was at most 5 off.")
        c.column("within_interval", &withinInterval, "Whether he stayed within the interval; NULL without one.")
        c.column("interval_width", &intervalWidth, unit: .count, "From its low to its high end; NULL without one.")
        c.column("line", &line, unit: .count, "The bookmakers' line to use; NULL when none is known.")
        c.column("bet_result", &betResult, "WIN, LOSS or PUSH; NULL without OVER or UNDER.")
        c.column("minutes_played", &minutesPlayed, unit: .minutes, "Time on the court; NULL when void.")
        c.column("population_p5", &populationP5, "Appeared, with 5 appearances of the season before.")
        c.column("population_p15", &populationP15, "Of P5, with 15 minutes or more a game over the last 5.")
        c.column("confidence_decile", &confidenceDecile, "1…10: min(10, ⌊10·confidence⌋ + 1); NULL without one.")
    }

    package static let table = TableDeclaration(
        PredictionGrade.self, name: "prediction_grades", dataset: "nba_predictions",
        about: "What became of each prediction.", key: ["game_id", "player_id", "system_id", "market"],
        criticalColumns: ["status"])
}

/// What of a grade the ensemble weighs systems by.
package struct GradeLine: NarrowRow, Hashable {
    package typealias Whole = PredictionGrade
    package var system = PredictionSystem.movingAverage
    package var market = Market.points
    package var absoluteError: Double?
    package var populationP5 = false

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("system_id", &system, "Who predicted.")
        c.column("market", &market, "Market.")
        c.column("absolute_error", &absoluteError, unit: .count, "|error|.")
        c.column("population_p5", &populationP5, "Appeared, with 5 appearances of the season before.")
    }
}
