import GameCalendar
import NBA

extension ScheduledGame: RawSource {
    static let files = FilePattern.prefix("schedule_")

    mutating func cells(_ c: inout CellCursor) {
        c.column("game_id", &identity.gameID)
        c.column("game_date", &identity.gameDate)
        c.column("season", &identity.season)
        c.column("season_type", &identity.seasonType)
        c.column("start_time_et", &venue.startTimeET, expecting: "a time HH:MM", clockTime)
        c.column("away_team", &teams.away)
        c.column("home_team", &teams.home)
        c.column("away_team_id", &teams.awayID)
        c.column("home_team_id", &teams.homeID)
        c.column("status", &result.gameStatus, expecting: "Scheduled, Live, Final, Postponed or Cancelled") {
            GameStatus(sourceWord: $0)?.rawValue
        }
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

/// `text` when it is a time of day HH:MM.
private func clockTime(_ text: String) -> String? {
    let digits = Array(text.utf8)
    guard digits.count == 5, digits[2] == UInt8(ascii: ":") else { return nil }
    let numbers = [0, 1, 3, 4].map { Int(digits[$0]) - 0x30 }
    guard numbers.allSatisfy((0...9).contains), numbers[0] * 10 + numbers[1] < 24, numbers[2] < 6 else { return nil }
    return text
}

extension BoxGame {
    fileprivate mutating func cells(_ c: inout CellCursor) {
        c.column("game_id", &gameID)
        c.column("game_date", &gameDate)
        c.column("season", &season)
        c.column("season_type", &seasonType)
    }
}

extension BoxCounters {
    fileprivate mutating func cells(_ c: inout CellCursor) {
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
    static let files = FilePattern.prefix("team_boxscores_")

    mutating func cells(_ c: inout CellCursor) {
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
    static let files = FilePattern.prefix("player_boxscores_")

    mutating func cells(_ c: inout CellCursor) {
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
