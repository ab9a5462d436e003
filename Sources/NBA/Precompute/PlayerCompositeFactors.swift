package import GameCalendar
package import PipelineModel

/// player_composite_factors: what rest, matchup, pace, role, travel and opponent add to or take from a player's game.
package struct PlayerCompositeFactors: WarehouseRow, Hashable {
    package var identity = PlayerIdentity()
    package var fatigueScore = 0
    package var fatigueAdjustment = 0.0
    package var shotZoneMismatchScore: Double?
    package var paceScore: Double?
    package var usageSpikeScore: Double?
    package var travelImpactScore: Double?
    package var opponentStrengthScore: Double?
    package var totalCompositeAdjustment = 0.0
    package var missingFactors = ""
    package var hasWarnings = false
    package var end = RowEnd()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        identity.columns(&c)
        c.column("fatigue_score", &fatigueScore, "0…100; 100 is fully rested.")
        c.column("fatigue_adjustment", &fatigueAdjustment, unit: .points, "(fatigue_score − 100)/20; never positive.")
        c.column(
            "shot_zone_mismatch_score", &shotZoneMismatchScore, unit: .points,
            "±10; positive: the opponent is soft where he shoots from.")
        c.column("pace_score", &paceScore, unit: .points, "±3; positive: a faster game than his team's.")
        c.column("usage_spike_score", &usageSpikeScore, unit: .points, "±3; positive: more of the play than lately.")
        c.column(
            "travel_impact_score", &travelImpactScore, unit: .points, "−2…0; negative: far to travel, little rest.")
        c.column("opponent_strength_score", &opponentStrengthScore, unit: .points, "±3; positive: a weak defence.")
        c.column("total_composite_adjustment", &totalCompositeAdjustment, unit: .points, "Sum of all, NULL counted 0.")
        c.column("missing_factors", &missingFactors, "Scores that are NULL, sorted, comma-separated.")
        c.column("has_warnings", &hasWarnings, "Fatigue below 60, mismatch beyond ±8 or total beyond ±12.")
        end.columns(&c)
    }

    package static let table = TableDeclaration(
        PlayerCompositeFactors.self, name: "player_composite_factors", dataset: "nba_precompute",
        about: "What circumstances add to or take from each player's expected game.", key: ["game_id", "player_id"],
        criticalColumns: ["fatigue_score"])
}

/// What factors need of a player's context.
package struct FactorContext: NarrowRow, Hashable {
    package typealias Whole = UpcomingPlayer
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var playerID = 0
    package var opponentAbbr = ""
    package var travelMiles: Double?
    package var timeZoneChange: Int?
    package var paceDifferential: Double?
    package var daysRest: Int?
    package var backToBack = false
    package var gamesInLast7Days = 0
    package var minutesInLast7Days = 0.0
    package var avgMinutesPerGameLast7Days: Double?
    package var backToBacksLast14Days = 0
    package var usageRateLast7Games: Double?
    package var projectedUsageRate: Double?
    package var end = RowEnd()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("player_id", &playerID, "Player.")
        c.column("opponent_abbr", &opponentAbbr, "The other team.")
        c.column("travel_miles", &travelMiles, unit: .miles, "From the last game's arena.")
        c.column("time_zone_change", &timeZoneChange, unit: .hours, "Clock change on the way.")
        c.column("pace_differential", &paceDifferential, unit: .per48, "Opponent's minus own pace.")
        c.column("days_rest", &daysRest, unit: .days, "Days since the last appearance, less 1.")
        c.column("back_to_back", &backToBack, "Whether he appeared the day before.")
        c.column("games_in_last_7_days", &gamesInLast7Days, unit: .games, "Appearances of the 7 days before.")
        c.column("minutes_in_last_7_days", &minutesInLast7Days, unit: .minutes, "Minutes of the 7 days before.")
        c.column(
            "avg_minutes_per_game_last_7_days", &avgMinutesPerGameLast7Days, unit: .minutes, "Minutes per appearance.")
        c.column("back_to_backs_last_14_days", &backToBacksLast14Days, unit: .count, "Of the 14 days before.")
        c.column("usage_rate_last_7_games", &usageRateLast7Games, unit: .percent, "Pooled usage, last 7.")
        c.column("projected_usage_rate", &projectedUsageRate, unit: .percent, "Usage to expect.")
        end.columns(&c)
    }
}
