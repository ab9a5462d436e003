package import GameCalendar
package import PipelineModel

/// Who a player row is about.
package struct PlayerName: ColumnCoded, Hashable {
    package var playerID = 0
    package var playerName = ""
    package var playerLookup = ""

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("player_id", &playerID, "League id of the player.")
        c.column("player_name", &playerName, "Name as listed; for display only.")
        c.column("player_lookup", &playerLookup, "Name in lower-case ASCII letters and digits.")
    }
}

/// player_game_summary: one player's line in one finished game.
package struct PlayerGame: WarehouseRow, Hashable {
    package var identity = GameIdentity()
    package var player = PlayerName()
    package var side = TeamSide()
    package var counters = BoxCounters()
    package var plusMinus = 0
    package var pra = 0
    package var starterFlag = false
    package var isActive = false
    package var winFlag = false
    package var secondsPlayed = 0
    package var minutesPlayed = 0.0
    package var zones = ZoneCounts()
    package var assistedFGMakes: Int?
    package var unassistedFGMakes: Int?
    package var usageNumerator = 0.0
    package var usageDenominator: Double?
    package var usageRate: Double?
    package var tsPct: Double?
    package var efgPct: Double?
    package var shotDataAvailable = false
    package var end = RowEnd()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        identity.columns(&c)
        player.columns(&c)
        side.columns(&c)
        counters.columns(&c)
        c.column("plus_minus", &plusMinus, unit: .points, "Score difference while on the court.")
        c.column("pra", &pra, unit: .count, "Points, rebounds and assists together.")
        c.column("starter_flag", &starterFlag, "Whether he started.")
        c.column("is_active", &isActive, "Whether he appeared: any time or any counter above 0.")
        c.column("win_flag", &winFlag, "Whether his team won.")
        c.column("seconds_played", &secondsPlayed, unit: .seconds, "Time on the court.")
        c.column("minutes_played", &minutesPlayed, unit: .minutes, "seconds_played / 60.")
        zones.columns(&c)
        c.column("assisted_fg_makes", &assistedFGMakes, unit: .count, "Made shots of any zone that were assisted.")
        c.column("unassisted_fg_makes", &unassistedFGMakes, unit: .count, "Made shots that were not assisted.")
        c.column("usage_numerator", &usageNumerator, "(FGA + 0.44·FTA + TOV)·minutes of the game.")
        c.column("usage_denominator", &usageDenominator, "Own minutes·(team FGA + 0.44·team FTA + team TOV).")
        c.column("usage_rate", &usageRate, unit: .percent, "100·numerator / denominator; NULL at 0 seconds.")
        c.column("ts_pct", &tsPct, unit: .share, "True shooting: points / (2·(FGA + 0.44·FTA)).")
        c.column("efg_pct", &efgPct, unit: .share, "Effective field goals: (FGM + 0.5·3PM) / FGA.")
        c.column("shot_data_available", &shotDataAvailable, "Whether the game has a shot chart.")
        end.columns(&c)
    }

    package static let table = TableDeclaration(
        PlayerGame.self, name: "player_game_summary", dataset: "nba_analytics",
        about: "Every player's line in each finished game.", key: ["game_id", "player_id"],
        criticalColumns: ["points", "minutes_played", "is_active"])
}

/// What windows over a player's games need: no text beyond the two short codes, so that touching a row is cheap.
package struct PlayerGameLine: NarrowRow, Hashable {
    package typealias Whole = PlayerGame
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var playerID = 0
    package var teamAbbr = ""
    package var points = 0
    package var isActive = false
    package var minutesPlayed = 0.0
    package var usageNumerator = 0.0
    package var usageDenominator: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("player_id", &playerID, "Player.")
        c.column("team_abbr", &teamAbbr, "Team he played for.")
        c.column("points", &points, unit: .points, "Points scored.")
        c.column("is_active", &isActive, "Whether he appeared.")
        c.column("minutes_played", &minutesPlayed, unit: .minutes, "Time on the court.")
        c.column("usage_numerator", &usageNumerator, "Usage numerator.")
        c.column("usage_denominator", &usageDenominator, "Usage denominator.")
    }

    /// Appearances by player; games across teams, listed games without one left out.
    package enum Appearances: RowGrouping {
        package static func forEachEntity(of row: PlayerGameLine, _ body: (Int) -> Void) {
            if row.isActive { body(row.playerID) }
        }
    }
}

/// Who was in a finished game, and his name: for rosters, never for windows.
package struct RosterLine: NarrowRow, Hashable {
    package typealias Whole = PlayerGame
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var player = PlayerName()
    package var teamAbbr = ""
    package var isActive = false

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        player.columns(&c)
        c.column("team_abbr", &teamAbbr, "Team he played for.")
        c.column("is_active", &isActive, "Whether he appeared.")
    }

    /// Rows by team: the players of a game stand together.
    package enum ByTeam: RowGrouping {
        package static func forEachEntity(of row: RosterLine, _ body: (String) -> Void) { body(row.teamAbbr) }
    }

    /// Rows by player, appeared or not.
    package enum ByPlayer: RowGrouping {
        package static func forEachEntity(of row: RosterLine, _ body: (Int) -> Void) { body(row.player.playerID) }
    }
}

/// player_points: results against an opponent, which the only window across seasons reads.
package struct PlayerPoints: Projection, Hashable {
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var playerID = 0
    package var teamAbbr = ""
    package var opponentAbbr = ""
    package var points = 0
    package var rebounds = 0
    package var assists = 0
    package var pra = 0
    package var isActive = false

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("player_id", &playerID, "Player.")
        c.column("team_abbr", &teamAbbr, "Team he played for.")
        c.column("opponent_abbr", &opponentAbbr, "The other team.")
        c.column("points", &points, unit: .points, "Points scored.")
        c.column("rebounds", &rebounds, unit: .count, "All rebounds.")
        c.column("assists", &assists, unit: .count, "Assists.")
        c.column("pra", &pra, unit: .count, "Points, rebounds and assists together.")
        c.column("is_active", &isActive, "Whether he appeared.")
    }

    package static let table = TableDeclaration(
        PlayerPoints.self, name: "player_points", dataset: "nba_analytics",
        about: "Points, rebounds and assists of every player's game.", key: ["game_id", "player_id"])

    package static func project(_ row: PlayerPointsSource) -> PlayerPoints? {
        row.points
    }
}

/// The columns player_points is taken from: its own, read out of the whole table.
package struct PlayerPointsSource: NarrowRow, Hashable {
    package typealias Whole = PlayerGame
    package var points = PlayerPoints()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        points.columns(&c)
    }
}
