package import GameCalendar
package import PipelineModel

/// Where a player has shot from over one window of appearances.
package struct ShotWindow: Hashable, Sendable {
    package var gamesInSample = 0
    package var shotGamesInSample = 0
    package var totalShots = 0
    package var rates = ZoneValues()
    package var shares = ZoneValues()
    package var attemptsPerGame = ZoneValues()

    package init() {}
}

/// player_shot_zone_analysis: where a player has shot from before a date.
package struct PlayerShotZones: WarehouseRow, Hashable {
    package var identity = PlayerIdentity()
    package var last10 = ShotWindow()
    package var assistedRateLast10: Double?
    package var unassistedRateLast10: Double?
    package var primaryScoringZone: String?
    package var last20 = ShotWindow()
    package var end = RowEnd()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        identity.columns(&c)
        columnsOfLast10(&c)
        c.column(
            "assisted_rate_last_10", &assistedRateLast10, unit: .percent, "Assisted share of his makes, last 10.")
        c.column("unassisted_rate_last_10", &unassistedRateLast10, unit: .percent, "100 − assisted_rate_last_10.")
        c.column(
            "primary_scoring_zone", &primaryScoringZone,
            "paint from 40 %, else perimeter from 40 %, else mid_range from 35 %, else balanced.")
        columnsOfLast20(&c)
        end.columns(&c)
    }

    private mutating func columnsOfLast10(_ c: inout ColumnCursor) {
        c.column("games_in_sample_10", &last10.gamesInSample, unit: .games, "Appearances the window of 10 holds.")
        c.column("shot_games_in_sample_10", &last10.shotGamesInSample, unit: .games, "Those of them with shot data.")
        c.column("total_shots_last_10", &last10.totalShots, unit: .count, "Attempts in games with shot data, last 10.")
        last10.rates.columns(
            &c, ("paint_rate_last_10", "mid_range_rate_last_10", "three_pt_rate_last_10"), unit: .percent,
            ("Paint share of attempts, last 10.", "Mid-range share of attempts.", "Three-point share of attempts."))
        last10.shares.columns(
            &c, ("paint_pct_last_10", "mid_range_pct_last_10", "three_pt_pct_last_10"), unit: .share,
            ("Share of paint attempts made.", "Share of mid-range attempts made.", "Share of threes made."))
        last10.attemptsPerGame.columns(
            &c, ("paint_attempts_per_game", "mid_range_attempts_per_game", "three_pt_attempts_per_game"),
            unit: .perGame, ("Paint attempts, last 10.", "Mid-range attempts, last 10.", "Threes attempted, last 10."))
    }

    private mutating func columnsOfLast20(_ c: inout ColumnCursor) {
        c.column("games_in_sample_20", &last20.gamesInSample, unit: .games, "Appearances the window of 20 holds.")
        c.column("shot_games_in_sample_20", &last20.shotGamesInSample, unit: .games, "Those of them with shot data.")
        c.column("total_shots_last_20", &last20.totalShots, unit: .count, "Attempts in games with shot data, last 20.")
        last20.rates.columns(
            &c, ("paint_rate_last_20", "mid_range_rate_last_20", "three_pt_rate_last_20"), unit: .percent,
            ("Paint share of attempts, last 20.", "Mid-range share of attempts.", "Three-point share of attempts."))
        last20.shares.columns(
            &c, ("paint_pct_last_20", "mid_range_pct_last_20", "three_pt_pct_last_20"), unit: .share,
            ("Share of paint attempts made.", "Share of mid-range attempts made.", "Share of threes made."))
        last20.attemptsPerGame.columns(
            &c, ("paint_attempts_per_game_20", "mid_range_attempts_per_game_20", "three_pt_attempts_per_game_20"),
            unit: .perGame, ("Paint attempts, last 20.", "Mid-range attempts, last 20.", "Threes attempted, last 20."))
    }

    package static let table = TableDeclaration(
        PlayerShotZones.self, name: "player_shot_zone_analysis", dataset: "nba_precompute",
        about: "Where each player has shot from before an expected game.", key: ["game_id", "player_id"],
        criticalColumns: ["games_in_sample_10"])
}

/// What a player shot by zone in one game, for windows.
package struct ShotZoneLine: NarrowRow, Hashable {
    package typealias Whole = PlayerGame
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var playerID = 0
    package var threePtMakes = 0
    package var threePtAttempts = 0
    package var isActive = false
    package var zones = ZoneCounts()
    package var assistedMakes: Int?
    package var unassistedMakes: Int?
    package var shotDataAvailable = false

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("player_id", &playerID, "Player.")
        c.column("three_pt_makes", &threePtMakes, unit: .count, "Three-pointers made.")
        c.column("three_pt_attempts", &threePtAttempts, unit: .count, "Three-pointers attempted.")
        c.column("is_active", &isActive, "Whether he appeared.")
        zones.columns(&c)
        c.column("assisted_fg_makes", &assistedMakes, unit: .count, "Made shots that were assisted.")
        c.column("unassisted_fg_makes", &unassistedMakes, unit: .count, "Made shots that were not assisted.")
        c.column("shot_data_available", &shotDataAvailable, "Whether the game has a shot chart.")
    }

    /// Appearances by player.
    package enum Appearances: RowGrouping {
        package static func forEachEntity(of row: ShotZoneLine, _ body: (Int) -> Void) {
            if row.isActive { body(row.playerID) }
        }
    }
}
