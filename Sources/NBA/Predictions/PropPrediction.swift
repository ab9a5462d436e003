package import GameCalendar
package import PipelineModel

/// player_prop_predictions: what one system expected of one player in one market before a game, or why it did not say.
package struct PropPrediction: WarehouseRow, Hashable {
    package var gameID = ""
    package var playerID = 0
    package var system = PredictionSystem.movingAverage
    package var market = Market.points
    package var gameDate = GameDate.reference
    package var teamAbbr = ""
    package var opponentAbbr = ""
    package var playerLookup = ""
    package var gamesPlayedSeason = 0
    package var predictedValue: Double?
    package var intervalLow: Double?
    package var intervalHigh: Double?
    package var confidence: Double?
    package var gapReason: PredictionGap?
    package var line: Double?
    package var edge: Double?
    package var recommendation = Recommendation.noLine
    package var modelID: String?
    package var featureVersion = FeatureRow.version
    package var components = ""
    package var warnings = ""

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Ten characters: kind, season start year, serial.")
        c.column("player_id", &playerID, "League id of the player.")
        c.column("system_id", &system, "Who predicts.")
        c.column("market", &market, "points, rebounds, assists or pra.")
        c.column("game_date", &gameDate, "US Eastern calendar day the schedule lists the game under.")
        c.column("team_abbr", &teamAbbr, "His team.")
        c.column("opponent_abbr", &opponentAbbr, "The other team.")
        c.column("player_lookup", &playerLookup, "Name in lower-case ASCII letters and digits.")
        c.column("games_played_season", &gamesPlayedSeason, unit: .games, "Appearances this season before the game.")
        c.column("predicted_value", &predictedValue, unit: .count, "0…70 a market; NULL with a gap_reason.")
        c.column("interval_low", &intervalLow, unit: .count, "Four of five outcomes lie from here; NULL: not learned.")
        c.column("interval_high", &intervalHigh, unit: .count, "To here; NULL likewise, and before it can be said.")
        c.column("confidence", &confidence, unit: .share, "0…1; ranks predictions, is no probability.")
        c.column("gap_reason", &gapReason, "thin_sample, missing_features or no_model; NULL with a value.")
        c.column("line", &line, unit: .count, "The bookmakers' line to use; NULL when none is known.")
        c.column("edge", &edge, unit: .count, "predicted_value − line; NULL when either is.")
        c.column("recommendation", &recommendation, "OVER, UNDER, PASS or NO_LINE.")
        c.column(
            "model_id", &modelID,
            "The learned model used; NULL for systems that have none, and for pra, the sum of three.")
        c.column("feature_version", &featureVersion, "Which features there were.")
        c.column("components", &components, "JSON of the terms the value is made of.")
        c.column("warnings", &warnings, "Codes, comma-separated, empty when none.")
    }

    package static let table = TableDeclaration(
        PropPrediction.self, name: "player_prop_predictions", dataset: "nba_predictions",
        about: "What each system expected of each player in each market before a game.",
        key: ["game_id", "player_id", "system_id", "market"], criticalColumns: ["recommendation"],
        views: [TableView("prediction_gaps", ofRowsWith: "gap_reason")])
}

/// Key of the tables with one row per player, game, system and market.
package struct PredictionKey: ColumnCoded, Hashable {
    package var gameID = ""
    package var playerID = 0
    package var system = PredictionSystem.movingAverage
    package var market = Market.points

    package init() {}

    /// The key of one prediction.
    package init(_ gameID: String, _ playerID: Int, _ system: PredictionSystem, _ market: Market) {
        (self.gameID, self.playerID, self.system, self.market) = (gameID, playerID, system, market)
    }

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("player_id", &playerID, "Player.")
        c.column("system_id", &system, "Who predicts.")
        c.column("market", &market, "Market.")
    }
}
