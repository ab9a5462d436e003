extension ScheduledGame: RawSource {
    package static let files = SourceFileNames.prefix("schedule_")

    package mutating func cells(_ c: inout some SourceCells) {
        c.column("game_id", &identity.gameID)
        c.column("game_date", &identity.gameDate)
        c.column("season", &identity.season)
        c.column("season_type", &identity.seasonType)
        c.column("start_time_et", &venue.startTimeET, .clockTime)
        c.column("away_team", &teams.away)
        c.column("home_team", &teams.home)
        c.column("away_team_id", &teams.awayID)
        c.column("home_team_id", &teams.homeID)
        c.column("status", &result.gameStatus, .gameStatus)
        c.column("away_pts", &result.awayScore)
        c.column("home_pts", &result.homeScore)
        c.column("overtimes", &result.overtimePeriods)
        c.column("arena", &venue.arena)
        c.column("arena_city", &venue.arenaCity)
        c.column("attendance", &attendance)
        c.column("game_label", &venue.gameLabel)
        c.column("bref_game_id", &venue.sourceGameID)
        c.column("neutral_or_other_arena", &venue.otherArena)
    }
}

extension BoxGame {
    fileprivate mutating func cells(_ c: inout some SourceCells) {
        c.column("game_id", &gameID)
        c.column("game_date", &gameDate)
        c.column("season", &season)
        c.column("season_type", &seasonType)
    }
}

extension BoxCounters {
    fileprivate mutating func cells(_ c: inout some SourceCells) {
        c.column("pts", &points)
        c.column("fgm", &fgMakes)
        c.column("fga", &fgAttempts)
        c.column("fg3m", &threePtMakes)
        c.column("fg3a", &threePtAttempts)
        c.column("ftm", &ftMakes)
        c.column("fta", &ftAttempts)
        c.column("oreb", &offensiveRebounds)
        c.column("dreb", &defensiveRebounds)
        c.column("reb", &rebounds)
        c.column("ast", &assists)
        c.column("stl", &steals)
        c.column("blk", &blocks)
        c.column("tov", &turnovers)
        c.column("pf", &personalFouls)
    }
}

extension TeamBox: RawSource {
    package static let files = SourceFileNames.prefix("team_boxscores_")

    package mutating func cells(_ c: inout some SourceCells) {
        game.cells(&c)
        c.column("team", &teamAbbr)
        c.column("team_id", &teamID)
        c.column("opponent", &opponentAbbr)
        c.column("is_home", &isHome)
        counters.cells(&c)
        c.column("tov_incl_team", &turnoversInclTeam)
        c.column("minutes_total", &minutesTotal)
        c.column("opp_pts", &opponentPoints)
        c.column("plus_minus", &plusMinus)
        c.column("q1", &q1)
        c.column("q2", &q2)
        c.column("q3", &q3)
        c.column("q4", &q4)
        c.column("ot_pts", orEmpty: &overtimePoints)
    }
}

extension PlayerBox: RawSource {
    package static let files = SourceFileNames.prefix("player_boxscores_")

    package mutating func cells(_ c: inout some SourceCells) {
        game.cells(&c)
        c.column("player_id", &playerID)
        c.column("player_name", &playerName)
        c.column("team", &teamAbbr)
        c.column("team_id", &teamID)
        c.column("opponent", &opponentAbbr)
        c.column("is_home", &isHome)
        c.column("starter", &starter)
        c.column("seconds_played", &secondsPlayed)
        c.column("minutes", &minutesRounded)
        c.column("plus_minus", &plusMinus)
        c.column("source", &recordSource)
        counters.cells(&c)
    }
}
