package import GameCalendar
package import PipelineModel

/// What identifies a raw box-score row's game.
package struct BoxGame: ColumnCoded, Hashable {
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var season = ""
    package var seasonType = ""

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game of the line.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("season", &season, "Season label such as 2021-22.")
        c.column("season_type", &seasonType, "regular, playin, playoffs or cup_final.")
    }
}

/// nbac_team_boxscore: a team's official line in one game.
package struct TeamBox: WarehouseRow, Hashable {
    package var game = BoxGame()
    package var teamAbbr = ""
    package var teamID = 0
    package var opponentAbbr = ""
    package var isHome = false
    package var counters = BoxCounters()
    package var turnoversInclTeam = 0
    package var minutesTotal = 0
    package var opponentPoints = 0
    package var plusMinus = 0
    package var q1 = 0
    package var q2 = 0
    package var q3 = 0
    package var q4 = 0
    /// Points of each overtime joined by `|`, empty without overtime.
    package var overtimePoints = ""
    package var sourceFileID = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        game.columns(&c)
        c.column("team_abbr", &teamAbbr, "Team of the line.")
        c.column("team_id", &teamID, "League id of the team.")
        c.column("opponent_abbr", &opponentAbbr, "The other team.")
        c.column("is_home", &isHome, "Whether the team is the home team.")
        counters.columns(&c)
        c.column("turnovers_incl_team", &turnoversInclTeam, unit: .count, "Turnovers with team turnovers; unused.")
        c.column("minutes_total", &minutesTotal, unit: .minutes, "Minutes played by all players.")
        c.column("opponent_points", &opponentPoints, unit: .points, "Points of the other team.")
        c.column("plus_minus", &plusMinus, unit: .points, "Points minus opponent points.")
        c.column("q1", &q1, unit: .points, "Points of the first quarter.")
        c.column("q2", &q2, unit: .points, "Points of the second quarter.")
        c.column("q3", &q3, unit: .points, "Points of the third quarter.")
        c.column("q4", &q4, unit: .points, "Points of the fourth quarter.")
        c.column("overtime_points", &overtimePoints, unit: .points, "Points of each overtime, joined by |.")
        c.provenance("source_file_id", &sourceFileID, "File the row came from.")
    }

    package static let table = TableDeclaration(
        TeamBox.self, name: "nbac_team_boxscore", dataset: "nba_raw", about: "Official team lines.",
        key: ["game_id", "team_abbr"])
}

/// nbac_player_boxscore: the line of a player who appeared in a game.
package struct PlayerBox: WarehouseRow, Hashable {
    package var game = BoxGame()
    package var playerID = 0
    package var playerName = ""
    package var playerLookup = ""
    package var teamAbbr = ""
    package var teamID = 0
    package var opponentAbbr = ""
    package var isHome = false
    package var starter = false
    package var secondsPlayed = 0
    package var minutesRounded = 0
    package var plusMinus = 0
    package var recordSource = ""
    package var counters = BoxCounters()
    package var sourceFileID = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        game.columns(&c)
        c.column("player_id", &playerID, "League id of the player.")
        c.column("player_name", &playerName, "Name as listed.")
        c.column("player_lookup", &playerLookup, "Name in lower-case ASCII letters and digits.")
        c.column("team_abbr", &teamAbbr, "Team he played for.")
        c.column("team_id", &teamID, "League id of the team.")
        c.column("opponent_abbr", &opponentAbbr, "The other team.")
        c.column("is_home", &isHome, "Whether his team is the home team.")
        c.column("starter", &starter, "Whether he started.")
        c.column("seconds_played", &secondsPlayed, unit: .seconds, "Time on the court.")
        c.column("minutes_rounded", &minutesRounded, unit: .minutes, "Minutes as printed.")
        c.column("plus_minus", &plusMinus, unit: .points, "Score difference while on the court.")
        c.column("record_source", &recordSource, "Where the line was collected.")
        counters.columns(&c)
        c.provenance("source_file_id", &sourceFileID, "File the row came from.")
    }

    package static let table = TableDeclaration(
        PlayerBox.self, name: "nbac_player_boxscore", dataset: "nba_raw",
        about: "Lines of the players who appeared.", key: ["game_id", "player_id"])
}

/// The columns of a player's line that its projections and post-game formulas need.
package struct BoxSetSource: NarrowRow, Hashable {
    package typealias Whole = PlayerBox
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var playerID = 0
    package var teamAbbr = ""

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("player_id", &playerID, "Player.")
        c.column("team_abbr", &teamAbbr, "Team.")
    }
}

/// box_set: who is in the box score, and nothing he did.
package struct BoxSetMember: Projection, Hashable {
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var teamAbbr = ""
    package var playerID = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("team_abbr", &teamAbbr, "Team.")
        c.column("player_id", &playerID, "Player.")
    }

    package static let table = TableDeclaration(
        BoxSetMember.self, name: "box_set", dataset: "nba_raw", about: "Who appeared, without what he did.",
        key: ["game_id", "player_id"])

    package static func project(_ row: BoxSetSource) -> BoxSetMember? {
        var member = BoxSetMember()
        (member.gameID, member.gameDate, member.teamAbbr, member.playerID) = (
            row.gameID, row.gameDate, row.teamAbbr, row.playerID
        )
        return member
    }
}

/// box_names: how the box score spells its players, for rows that show a name and use nothing else of the line.
package struct BoxName: Projection, Hashable {
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var playerID = 0
    package var playerName = ""
    package var playerLookup = ""

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("player_id", &playerID, "Player.")
        c.column("player_name", &playerName, "Name as listed.")
        c.column("player_lookup", &playerLookup, "Name in lower-case ASCII letters and digits.")
    }

    package static let table = TableDeclaration(
        BoxName.self, name: "box_names", dataset: "nba_raw", about: "How the box score spells its players.",
        key: ["game_id", "player_id"])

    package static func project(_ row: BoxNameSource) -> BoxName? { row.name }
}

/// The columns of a player's line that box_names is taken from.
package struct BoxNameSource: NarrowRow, Hashable {
    package typealias Whole = PlayerBox
    package var name = BoxName()

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        name.columns(&c)
    }
}
