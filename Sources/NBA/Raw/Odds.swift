package import GameCalendar
package import PipelineModel

/// odds_game_lines: the betting line of one game.
package struct GameLine: WarehouseRow, Hashable {
    package var gameID = ""
    package var gameDate = GameDate.reference
    /// Negative when the home team is favoured.
    package var homeSpread: Double?
    package var total: Double?
    package var moneylineAway: Int?
    package var moneylineHome: Int?
    package var sourceFileID = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("home_spread", &homeSpread, unit: .points, "Spread from the home side; negative: home favoured.")
        c.column("total", &total, unit: .points, "Line on both teams' points.")
        c.column("moneyline_away", &moneylineAway, "American odds on the visiting team.")
        c.column("moneyline_home", &moneylineHome, "American odds on the home team.")
        c.provenance("source_file_id", &sourceFileID, "File the row came from.")
    }

    package static let table = TableDeclaration(
        GameLine.self, name: "odds_game_lines", dataset: "nba_raw", about: "One betting line a game.",
        key: ["game_id"])
}

/// odds_player_props: a bookmaker's over/under line on a player.
package struct PropLine: WarehouseRow, Hashable {
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var playerID = 0
    /// points, rebounds, assists or pra.
    package var market = ""
    package var bookmaker = ""
    package var line = 0.0
    package var overPrice: Double?
    package var underPrice: Double?
    package var snapshotAt: Timestamp?
    package var minutesBeforeTip: Int?
    /// The snapshot as text, empty without one.
    package var snapshotKey = ""
    package var sourceFileID = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("player_id", &playerID, "Player.")
        c.column("market", &market, "points, rebounds, assists or pra.")
        c.column("bookmaker", &bookmaker, "Who offers the line.")
        c.column("line", &line, unit: .count, "The number to be over or under.")
        c.column("over_price", &overPrice, "American odds on over.")
        c.column("under_price", &underPrice, "American odds on under.")
        c.column("snapshot_at", &snapshotAt, "When the line was seen.")
        c.column("minutes_before_tip", &minutesBeforeTip, unit: .minutes, "From the snapshot to the listed start.")
        c.column("snapshot_key", &snapshotKey, "snapshot_at as text, empty without one.")
        c.provenance("source_file_id", &sourceFileID, "File the row came from.")
    }

    package static let table = TableDeclaration(
        PropLine.self, name: "odds_player_props", dataset: "nba_raw", about: "Over/under lines on players.",
        key: ["game_id", "player_id", "market", "bookmaker", "snapshot_key", "line"])
}
