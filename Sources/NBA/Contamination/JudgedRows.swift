package import GameCalendar
package import PipelineModel

/// The columns of a factors row that are judged.
package struct MismatchScore: NarrowRow, Hashable {
    package typealias Whole = PlayerCompositeFactors
    package var gameID = ""
    package var playerID = 0
    package var score: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("player_id", &playerID, "Player.")
        c.column("shot_zone_mismatch_score", &score, unit: .points, "±10.")
    }
}

/// The columns of a cache row that are judged.
package struct CachedUsage: NarrowRow, Hashable {
    package typealias Whole = PlayerDailyCache
    package var playerID = 0
    package var usage: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("player_id", &playerID, "Player.")
        c.column("usage_rate_last_10", &usage, unit: .percent, "Pooled usage, last 10.")
    }
}

/// The columns of a player's game that his usage derives from.
package struct UsageSource: NarrowRow, Hashable {
    package typealias Whole = PlayerGame
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var playerID = 0
    package var isActive = false
    package var denominator: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("player_id", &playerID, "Player.")
        c.column("is_active", &isActive, "Whether he appeared.")
        c.column("usage_denominator", &denominator, "Usage denominator.")
    }

    /// Rows by player, whether he appeared or not.
    package enum ByPlayer: RowGrouping {
        package static func forEachEntity(of row: UsageSource, _ body: (Int) -> Void) { body(row.playerID) }
    }
}

extension BoxSetMember {
    /// Box-score lines by player.
    package enum ByPlayer: RowGrouping {
        package static func forEachEntity(of row: BoxSetMember, _ body: (Int) -> Void) { body(row.playerID) }
    }
}

/// The columns of a feature row that are judged.
package struct OpponentRating: NarrowRow, Hashable {
    package typealias Whole = FeatureRow
    package var gameID = ""
    package var playerID = 0
    package var rating: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("player_id", &playerID, "Player.")
        c.column("opponent_def_rating_last_15", &rating, unit: .per100, "Opponent's mean allowed, last 15.")
    }
}

/// The column of a zone row that features repeat.
package struct DefenseRating: NarrowRow, Hashable {
    package typealias Whole = TeamDefenseZones
    package var teamAbbr = ""
    package var rating: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("team_abbr", &teamAbbr, "Defending team.")
        c.column("defensive_rating_last_15", &rating, unit: .per100, "Mean allowed, last 15 games.")
    }
}
