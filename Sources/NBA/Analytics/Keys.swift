package import PipelineModel

/// Key of the tables with one row per team and game.
package struct TeamGameKey: ColumnCoded, Hashable {
    package var gameID = ""
    package var teamAbbr = ""

    package init() {}

    /// The key of `team` in a game.
    package init(_ gameID: String, _ team: String) {
        self.gameID = gameID
        teamAbbr = team
    }

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("team_abbr", &teamAbbr, "Team.")
    }
}

/// Key of the tables with one row per player and game.
package struct PlayerGameKey: ColumnCoded, Hashable {
    package var gameID = ""
    package var playerID = 0

    package init() {}

    /// The key of `player` in a game.
    package init(_ gameID: String, _ player: Int) {
        self.gameID = gameID
        playerID = player
    }

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("player_id", &playerID, "Player.")
    }
}

/// Whose game a row is about, seen from one team.
package struct TeamSide: ColumnCoded, Hashable {
    package var teamAbbr = ""
    package var opponentAbbr = ""
    package var homeGame = false

    package init() {}

    /// `team`'s side of a game between `teams`.
    package init(of team: String, in teams: GameTeams) {
        teamAbbr = team
        opponentAbbr = teams.opponent(of: team)
        homeGame = team == teams.home
    }

    /// The same game seen from the other team.
    package var reversed: TeamSide {
        var other = TeamSide()
        (other.teamAbbr, other.opponentAbbr, other.homeGame) = (opponentAbbr, teamAbbr, !homeGame)
        return other
    }

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("team_abbr", &teamAbbr, "Team the row is about.")
        c.column("opponent_abbr", &opponentAbbr, "The other team.")
        c.column("home_game", &homeGame, "Whether the team is listed as the home team.")
    }
}

extension GameTeams {
    /// The visiting team, then the home team.
    package var both: [String] { [away, home] }
}
