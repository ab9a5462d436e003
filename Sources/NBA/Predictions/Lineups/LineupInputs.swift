package import GameCalendar
package import PipelineModel

/// What of a player's game line-ups are followed by.
package struct LineupLine: NarrowRow, Hashable {
    package typealias Whole = PlayerGame
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var playerID = 0
    package var teamAbbr = ""
    package var points = 0
    package var fgAttempts = 0
    package var threePtAttempts = 0
    package var ftAttempts = 0
    package var offensiveRebounds = 0
    package var rebounds = 0
    package var assists = 0
    package var turnovers = 0
    package var starterFlag = false
    package var isActive = false
    package var minutesPlayed = 0.0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("player_id", &playerID, "Player.")
        c.column("team_abbr", &teamAbbr, "Team he played for.")
        c.column("points", &points, unit: .points, "Points scored.")
        c.column("fg_attempts", &fgAttempts, unit: .count, "Field goals attempted.")
        c.column("three_pt_attempts", &threePtAttempts, unit: .count, "Three-pointers attempted.")
        c.column("ft_attempts", &ftAttempts, unit: .count, "Free throws attempted.")
        c.column("offensive_rebounds", &offensiveRebounds, unit: .count, "Offensive rebounds.")
        c.column("rebounds", &rebounds, unit: .count, "All rebounds.")
        c.column("assists", &assists, unit: .count, "Assists.")
        c.column("turnovers", &turnovers, unit: .count, "Turnovers.")
        c.column("starter_flag", &starterFlag, "Whether he started.")
        c.column("is_active", &isActive, "Whether he appeared.")
        c.column("minutes_played", &minutesPlayed, unit: .minutes, "Time on the court.")
    }

    /// Games by player, appeared or not.
    package enum ByPlayer: RowGrouping {
        package static func forEachEntity(of row: LineupLine, _ body: (Int) -> Void) { body(row.playerID) }
    }

    /// Games by team: the players of a game stand together.
    package enum ByTeam: RowGrouping {
        package static func forEachEntity(of row: LineupLine, _ body: (String) -> Void) { body(row.teamAbbr) }
    }
}

/// What of a team's game teams are followed by.
package struct TeamGameLine: NarrowRow, Hashable {
    package typealias Whole = TeamOffenseGame
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var teamAbbr = ""
    package var opponentAbbr = ""
    package var points = 0
    package var fgAttempts = 0
    package var threePtAttempts = 0
    package var rebounds = 0
    package var assists = 0
    package var possessions = 0.0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("team_abbr", &teamAbbr, "Team.")
        c.column("opponent_abbr", &opponentAbbr, "The other team.")
        c.column("points_scored", &points, unit: .points, "Points scored.")
        c.column("fg_attempts", &fgAttempts, unit: .count, "Field goals attempted.")
        c.column("three_pt_attempts", &threePtAttempts, unit: .count, "Three-pointers attempted.")
        c.column("rebounds", &rebounds, unit: .count, "All rebounds.")
        c.column("assists", &assists, unit: .count, "Assists.")
        c.column("possessions", &possessions, unit: .count, "Estimate: FGA + 0.44·FTA + TOV − OREB.")
    }

    /// Games by team, each of them with both teams' lines.
    package enum ByTeam: RowGrouping {
        package static func forEachEntity(of row: TeamGameLine, _ body: (String) -> Void) {
            body(row.teamAbbr)
            body(row.opponentAbbr)
        }
    }
}

/// A player on the list of a finished game: out, or dressed and not used.
package struct ListedLine: NarrowRow, Hashable {
    package typealias Whole = InactiveListing
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var teamAbbr = ""
    package var playerID: Int?
    package var status = ""

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("team_abbr", &teamAbbr, "Team.")
        c.column("player_id", &playerID, "League id; rows without one take part in no rule.")
        c.column("status", &status, "inactive or active_dnp.")
    }

    /// Listings by player.
    package enum ByPlayer: RowGrouping {
        package static func forEachEntity(of row: ListedLine, _ body: (Int) -> Void) {
            if let player = row.playerID { body(player) }
        }
    }

    /// Listings by team.
    package enum ByTeam: RowGrouping {
        package static func forEachEntity(of row: ListedLine, _ body: (String) -> Void) {
            if row.playerID != nil { body(row.teamAbbr) }
        }
    }
}

/// listed_out: who will not play, as teams say before a game; who dressed and was not used is known only after it.
package struct ListedOut: Projection, Hashable {
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var teamAbbr = ""
    package var sourcePlayerID = ""
    package var playerID = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("team_abbr", &teamAbbr, "Team.")
        c.column("source_player_id", &sourcePlayerID, "Id of the player at the source.")
        c.column("player_id", &playerID, "Player.")
    }

    package static let table = TableDeclaration(
        ListedOut.self, name: "listed_out", dataset: "nba_raw", about: "Who is out, and nobody else.",
        key: ["game_id", "source_player_id"])

    package static func project(_ row: InactiveListing) -> ListedOut? {
        guard row.status == InactiveListing.inactive, let player = row.playerID else { return nil }
        var out = ListedOut()
        (out.gameID, out.gameDate, out.teamAbbr) = (row.gameID, row.gameDate, row.teamAbbr)
        (out.sourcePlayerID, out.playerID) = (row.sourcePlayerID, player)
        return out
    }
}

/// Whom line-up features are worked out for, and the betting line.
package struct LineupContext: NarrowRow, Hashable {
    package typealias Whole = UpcomingPlayer
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var seasonType = ""
    package var playerID = 0
    package var teamAbbr = ""
    package var opponentAbbr = ""
    package var homeGame = false
    package var line = TeamLine()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("season_type", &seasonType, "Kind of game.")
        c.column("player_id", &playerID, "Player.")
        c.column("team_abbr", &teamAbbr, "His team.")
        c.column("opponent_abbr", &opponentAbbr, "The other team.")
        c.column("home_game", &homeGame, "Whether his team is at home.")
        line.columns(&c)
    }
}
