package import GameCalendar
package import PipelineModel

/// What predictions copy from a player's context, with the lines on him.
package struct PredictionContext: NarrowRow, Hashable {
    package typealias Whole = UpcomingPlayer
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var playerID = 0
    package var playerLookup = ""
    package var teamAbbr = ""
    package var opponentAbbr = ""
    package var homeGame = false
    package var lines = PlayerLines()
    package var gamesPlayedSeason = 0
    package var daysRest: Int?
    package var pointsAvgLast5: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("player_id", &playerID, "Player.")
        c.column("player_lookup", &playerLookup, "His name, plain.")
        c.column("team_abbr", &teamAbbr, "His team.")
        c.column("opponent_abbr", &opponentAbbr, "The other team.")
        c.column("home_game", &homeGame, "Whether his team is at home.")
        lines.columns(&c)
        c.column("games_played_season", &gamesPlayedSeason, unit: .games, "Appearances this season.")
        c.column("days_rest", &daysRest, unit: .days, "His days of rest.")
        c.column("points_avg_last_5", &pointsAvgLast5, unit: .points, "Mean points, last 5 appearances.")
    }

    /// The line to use of one market.
    package func line(_ market: Market) -> Double? {
        switch market {
        case .points: lines.pointsLine
        case .rebounds: lines.reboundsLine
        case .assists: lines.assistsLine
        case .pra: lines.praLine
        }
    }

    /// Context rows by player.
    package enum ByPlayer: RowGrouping {
        package static func forEachEntity(of row: PredictionContext, _ body: (Int) -> Void) { body(row.playerID) }
    }
}

/// The scores of a player's situation that predictions use.
package struct FactorLine: NarrowRow, Hashable {
    package typealias Whole = PlayerCompositeFactors
    package var gameID = ""
    package var playerID = 0
    package var fatigueAdjustment = 0.0
    package var paceScore: Double?
    package var usageSpikeScore: Double?
    package var opponentStrengthScore: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("player_id", &playerID, "Player.")
        c.column("fatigue_adjustment", &fatigueAdjustment, "(fatigue_score − 100) / 20.")
        c.column("pace_score", &paceScore, unit: .points, "±3; positive: a faster game.")
        c.column("usage_spike_score", &usageSpikeScore, unit: .points, "±3; positive: more of the play.")
        c.column("opponent_strength_score", &opponentStrengthScore, unit: .points, "±3; positive: a weak defence.")
    }

    /// Scores by player.
    package enum ByPlayer: RowGrouping {
        package static func forEachEntity(of row: FactorLine, _ body: (Int) -> Void) { body(row.playerID) }
    }
}

/// What a player did in one game, in every market.
package struct ResultLine: NarrowRow, Hashable {
    package typealias Whole = PlayerGame
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var playerID = 0
    package var points = 0
    package var rebounds = 0
    package var assists = 0
    package var pra = 0
    package var isActive = false
    package var minutesPlayed = 0.0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("player_id", &playerID, "Player.")
        c.column("points", &points, unit: .points, "Points scored.")
        c.column("rebounds", &rebounds, unit: .count, "All rebounds.")
        c.column("assists", &assists, unit: .count, "Assists.")
        c.column("pra", &pra, unit: .count, "All three together.")
        c.column("is_active", &isActive, "Whether he appeared.")
        c.column("minutes_played", &minutesPlayed, unit: .minutes, "Time on the court.")
    }

    /// What he did in one market.
    package func value(_ market: Market) -> Int {
        switch market {
        case .points: points
        case .rebounds: rebounds
        case .assists: assists
        case .pra: pra
        }
    }

    /// Appearances by player.
    package enum Appearances: RowGrouping {
        package static func forEachEntity(of row: ResultLine, _ body: (Int) -> Void) {
            if row.isActive { body(row.playerID) }
        }
    }
}
