package import GameCalendar
package import PipelineModel

/// Computes prediction_grades: one row for each prediction of the date.
package struct GradeProcessor: Processor {
    package let kind = ProcessorKind.postGame
    package let phase = Phase.predictions
    package let version = "3"
    package let inputs: [Input] = [
        .required(PropPrediction.self), .required(ResultLine.self), .required(RecentMinutes.self),
    ]

    package init() {}

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<PredictionGrade> {
        let results = RowsByGame(try upstream.rows(ResultLine.self), game: \.gameID)
        let minutes = RowsByGame(try upstream.rows(RecentMinutes.self), game: \.gameID)
        var rows: [PredictionGrade] = []
        let predictions = try upstream.rows(PropPrediction.self)
        rows.reserveCapacity(predictions.count)
        var result: ResultLine?
        var recent: RecentMinutes?
        // The predictions of a player stand together.
        var player = PlayerGameKey()
        for prediction in predictions {
            if player.playerID != prediction.playerID || player.gameID != prediction.gameID {
                player = PlayerGameKey(prediction.gameID, prediction.playerID)
                result = results[player.gameID].first { $0.playerID == player.playerID }
                recent = minutes[player.gameID].first { $0.playerID == player.playerID }
            }
            rows.append(PredictionGrade(of: prediction, result, recent))
        }
        return ProcessedRows(rows)
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [PredictionKey] {
        try upstream.rows(PropPrediction.self).map { PredictionKey($0.gameID, $0.playerID, $0.system, $0.market) }
    }
}

/// How long a player was on the court lately, as it was known before the game.
package struct RecentMinutes: NarrowRow, Hashable {
    package typealias Whole = PlayerDailyCache
    package var gameID = ""
    package var playerID = 0
    package var minutesAvgLast5: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("player_id", &playerID, "Player.")
        c.column("minutes_avg_last_5", &minutesAvgLast5, unit: .minutes, "Mean minutes, last 5 appearances.")
    }
}

extension PredictionGrade {
    private static let appearancesOfP5 = 5
    private static let minutesOfP15: Double = 15

    /// The grade of `prediction` by what the player did; void when he did not appear.
    package init(of prediction: PropPrediction, _ result: ResultLine?, _ recent: RecentMinutes?) {
        self.init()
        (gameID, playerID, gameDate) = (prediction.gameID, prediction.playerID, prediction.gameDate)
        (system, market) = (prediction.system, prediction.market)
        line = prediction.line
        confidenceDecile = prediction.confidence.map { min(10, Int(10 * $0) + 1) }
        guard let result, result.isActive else { return }
        status = .graded
        let actual = result.value(market)
        actualValue = actual
        minutesPlayed = result.minutesPlayed
        populationP5 = prediction.gamesPlayedSeason >= Self.appearancesOfP5
        populationP15 = populationP5 && (recent?.minutesAvgLast5 ?? 0) >= Self.minutesOfP15
        betResult = BetResult(prediction.recommendation, actual: Double(actual), line: prediction.line)
        if let low = prediction.intervalLow, let high = prediction.intervalHigh {
            withinInterval = low <= Double(actual) && Double(actual) <= high
            intervalWidth = high - low
        }
        guard let predicted = prediction.predictedValue else { return }
        let difference: Double = predicted - Double(actual)
        error = difference
        absoluteError = abs(difference)
        within3 = abs(difference) <= 3
        within5 = abs(difference) <= 5
    }
}
