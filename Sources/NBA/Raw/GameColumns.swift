package import GameCalendar
package import PipelineModel

/// What identifies a game in every table: the identity columns.
package struct GameIdentity: ColumnCoded, Hashable {
    /// Ten characters, never a number.
    package var gameID = ""
    package var gameDate = GameDate.reference
    /// `2021-22`.
    package var season = ""
    package var seasonYear = 0
    /// regular, playin, playoffs or cup_final.
    package var seasonType = ""
    /// `YYYYMMDD_AWAY_HOME`, descriptive only.
    package var gameKey = ""

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Ten characters: kind, season start year, serial.")
        c.column("game_date", &gameDate, "US Eastern calendar day the schedule lists the game under.")
        c.column("season", &season, "Season label such as 2021-22.")
        c.column("season_year", &seasonYear, "Year the season starts in.")
        c.column("season_type", &seasonType, "regular, playin, playoffs or cup_final.")
        c.column("game_key", &gameKey, "YYYYMMDD_AWAY_HOME; descriptive only, never joined on.")
    }
}

/// The two teams of a game.
package struct GameTeams: ColumnCoded, Hashable {
    package var away = ""
    package var home = ""
    package var awayID = 0
    package var homeID = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("away_team_abbr", &away, "Tricode of the visiting team.")
        c.column("home_team_abbr", &home, "Tricode of the home team.")
        c.column("away_team_id", &awayID, "League id of the visiting team.")
        c.column("home_team_id", &homeID, "League id of the home team.")
    }

    /// Whether `team` plays in the game.
    package func contains(_ team: String) -> Bool { team == away || team == home }
    /// The other team.
    package func opponent(of team: String) -> String { team == away ? home : away }
}

/// Where and under which name a game is played.
package struct GameVenue: ColumnCoded, Hashable {
    /// `HH:MM`.
    package var startTimeET: String?
    package var arena = ""
    package var arenaCity = ""
    package var gameLabel: String?
    package var sourceGameID: String?
    package var otherArena = false

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("start_time_et", &startTimeET, "Listed start, US Eastern, HH:MM.")
        c.column("arena", &arena, "Arena name; joins arenas.")
        c.column("arena_city", &arenaCity, "City as listed.")
        c.column("game_label", &gameLabel, "Label of a special game.")
        c.column("source_game_id", &sourceGameID, "Id of the game at the source.")
        c.column("other_arena", &otherArena, "Whether the game is played away from the home team's arena.")
    }
}

/// The fifteen counters of a box score line, of a player or of a team.
package struct BoxCounters: ColumnCoded, Hashable {
    package var points = 0
    package var fgMakes = 0
    package var fgAttempts = 0
    package var threePtMakes = 0
    package var threePtAttempts = 0
    package var ftMakes = 0
    package var ftAttempts = 0
    package var offensiveRebounds = 0
    package var defensiveRebounds = 0
    package var rebounds = 0
    package var assists = 0
    package var steals = 0
    package var blocks = 0
    package var turnovers = 0
    package var personalFouls = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        columns(&c, pointsName: "points")
    }

    /// The counters with the first one under another name.
    package mutating func columns(_ c: inout ColumnCursor, pointsName: StaticString) {
        c.column(pointsName, &points, unit: .points, "Points scored.")
        c.column("fg_makes", &fgMakes, unit: .count, "Field goals made.")
        c.column("fg_attempts", &fgAttempts, unit: .count, "Field goals attempted.")
        c.column("three_pt_makes", &threePtMakes, unit: .count, "Three-pointers made.")
        c.column("three_pt_attempts", &threePtAttempts, unit: .count, "Three-pointers attempted.")
        c.column("ft_makes", &ftMakes, unit: .count, "Free throws made.")
        c.column("ft_attempts", &ftAttempts, unit: .count, "Free throws attempted.")
        c.column("offensive_rebounds", &offensiveRebounds, unit: .count, "Offensive rebounds.")
        c.column("defensive_rebounds", &defensiveRebounds, unit: .count, "Defensive rebounds.")
        c.column("rebounds", &rebounds, unit: .count, "All rebounds.")
        c.column("assists", &assists, unit: .count, "Assists.")
        c.column("steals", &steals, unit: .count, "Steals.")
        c.column("blocks", &blocks, unit: .count, "Blocked shots.")
        c.column("turnovers", &turnovers, unit: .count, "Turnovers; of a team the sum of its players'.")
        c.column("personal_fouls", &personalFouls, unit: .count, "Personal fouls.")
    }
}
