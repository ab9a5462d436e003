package import GameCalendar
package import PipelineModel

/// Whom the player tables of phase 4 have rows for, and the end their rows share.
package struct ContextPlayer: NarrowRow, Hashable {
    package typealias Whole = UpcomingPlayer
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var playerID = 0
    package var teamAbbr = ""
    package var opponentAbbr = ""
    package var gamesPlayedSeason = 0
    package var end = RowEnd()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("player_id", &playerID, "Player.")
        c.column("team_abbr", &teamAbbr, "His team.")
        c.column("opponent_abbr", &opponentAbbr, "The other team.")
        c.column("games_played_season", &gamesPlayedSeason, unit: .games, "Appearances this season.")
        end.columns(&c)
    }
}

/// Who a row of phase 4 is about.
package struct PlayerIdentity: ColumnCoded, Hashable {
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var playerID = 0

    package init() {}

    /// A player in a game.
    package init(_ gameID: String, _ gameDate: GameDate, _ playerID: Int) {
        (self.gameID, self.gameDate, self.playerID) = (gameID, gameDate, playerID)
    }

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Ten characters: kind, season start year, serial.")
        c.column("game_date", &gameDate, "US Eastern calendar day the schedule lists the game under.")
        c.column("player_id", &playerID, "League id of the player.")
    }
}

extension ContextPlayer {
    var identity: PlayerIdentity { PlayerIdentity(gameID, gameDate, playerID) }
    var key: PlayerGameKey { PlayerGameKey(gameID, playerID) }
}

extension RowEnd {
    /// The same end; a row without its ready columns is not ready for production.
    func requiring(_ hasReadyColumns: Bool) -> RowEnd {
        var end = self
        end.isProductionReady = isProductionReady && hasReadyColumns
        return end
    }
}
