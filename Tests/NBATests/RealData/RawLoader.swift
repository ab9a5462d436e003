import GameCalendar
import NBA
import PipelineModel

/// Reads raw rows out of the reference data, for tests of what is computed from them.
struct RawLoader {
    let folder: String

    private func csv(_ name: String) throws -> CSVText { try CSVText("\(folder)/\(name).csv.gz") }

    private static let counters = [
        "pts", "fgm", "fga", "fg3m", "fg3a", "ftm", "fta", "oreb", "dreb", "reb", "ast", "stl", "blk", "tov", "pf",
    ]

    private static func counters(_ cells: CSVCells, from first: Int) -> BoxCounters {
        var c = BoxCounters()
        c.points = cells.int(first)
        (c.fgMakes, c.fgAttempts) = (cells.int(first + 1), cells.int(first + 2))
        (c.threePtMakes, c.threePtAttempts) = (cells.int(first + 3), cells.int(first + 4))
        (c.ftMakes, c.ftAttempts) = (cells.int(first + 5), cells.int(first + 6))
        (c.offensiveRebounds, c.defensiveRebounds) = (cells.int(first + 7), cells.int(first + 8))
        (c.rebounds, c.assists, c.steals) = (cells.int(first + 9), cells.int(first + 10), cells.int(first + 11))
        (c.blocks, c.turnovers, c.personalFouls) = (cells.int(first + 12), cells.int(first + 13), cells.int(first + 14))
        return c
    }

    private static func date(_ cells: CSVCells, _ cell: Int) -> GameDate {
        GameDate(cells.text(cell)) ?? .reference
    }

    func schedule(_ season: String) throws -> [ScheduledGame] {
        var games: [ScheduledGame] = []
        let names = [
            "game_id", "game_date", "season_type", "start_time_et", "away_team", "home_team", "status", "away_pts",
            "home_pts", "overtimes", "arena", "arena_city", "neutral_or_other_arena",
        ]
        try csv("schedule_\(season)").forEach(names) { cells in
            var game = ScheduledGame()
            (game.identity.gameID, game.identity.gameDate) = (cells.text(0), Self.date(cells, 1))
            (game.identity.season, game.identity.seasonYear) = (season, Season(season)?.startYear ?? 0)
            game.identity.seasonType = cells.text(2)
            game.venue.startTimeET = cells.optionalText(3)
            game.teams.away = Tricode.canonical(cells.text(4)) ?? cells.text(4)
            game.teams.home = Tricode.canonical(cells.text(5)) ?? cells.text(5)
            game.identity.gameKey =
                cells.text(1).filter { $0 != "-" } + "_\(game.teams.away)_\(game.teams.home)"
            game.result.gameStatus = cells.text(6) == "Final" ? 3 : 1
            (game.result.awayScore, game.result.homeScore) = (cells.optionalInt(7), cells.optionalInt(8))
            game.result.overtimePeriods = cells.optionalInt(9)
            (game.venue.arena, game.venue.arenaCity) = (cells.text(10), cells.text(11))
            game.venue.otherArena = cells.bool(12)
            game.result.countsForPipeline = game.isExpected && game.result.gameStatus == 3
            games.append(game)
        }
        return games
    }

    func teamBoxes(_ season: String) throws -> [TeamBox] {
        var boxes: [TeamBox] = []
        let names = ["game_id", "game_date", "season_type", "team", "opponent", "is_home", "opp_pts", "plus_minus"]
        try csv("team_boxscores_\(season)").forEach(names + Self.counters) { cells in
            var box = TeamBox()
            (box.game.gameID, box.game.gameDate) = (cells.text(0), Self.date(cells, 1))
            (box.game.season, box.game.seasonType) = (season, cells.text(2))
            (box.teamAbbr, box.opponentAbbr, box.isHome) = (cells.text(3), cells.text(4), cells.bool(5))
            (box.opponentPoints, box.plusMinus) = (cells.int(6), cells.int(7))
            box.counters = Self.counters(cells, from: 8)
            boxes.append(box)
        }
        return boxes
    }

    func playerBoxes(_ season: String) throws -> [PlayerBox] {
        var boxes: [PlayerBox] = []
        let names = [
            "game_id", "game_date", "season_type", "player_id", "player_name", "team", "opponent", "is_home", "starter",
            "seconds_played", "minutes", "plus_minus",
        ]
        try csv("player_boxscores_\(season)").forEach(names + Self.counters) { cells in
            var box = PlayerBox()
            (box.game.gameID, box.game.gameDate) = (cells.text(0), Self.date(cells, 1))
            (box.game.season, box.game.seasonType) = (season, cells.text(2))
            (box.playerID, box.playerName) = (cells.int(3), cells.text(4))
            box.playerLookup = PlayerLookup.key(of: box.playerName)
            (box.teamAbbr, box.opponentAbbr, box.isHome) = (cells.text(5), cells.text(6), cells.bool(7))
            (box.starter, box.secondsPlayed) = (cells.bool(8), cells.int(9))
            (box.minutesRounded, box.plusMinus) = (cells.int(10), cells.int(11))
            box.counters = Self.counters(cells, from: 12)
            boxes.append(box)
        }
        return boxes
    }

    /// The shots of a season; `tricodes` gives team codes by league id.
    func shots(_ season: String, tricodes: [Int: String], where isWanted: (GameDate) -> Bool) throws -> [Shot] {
        var shots: [Shot] = []
        let names = [
            "game_id", "game_date", "event_id", "player_id", "team_id", "made", "shot_type", "zone_basic", "assisted",
        ]
        try csv("shots_\(season)").forEach(names) { cells in
            let date = Self.date(cells, 1)
            guard isWanted(date) else { return }
            var shot = Shot()
            (shot.gameID, shot.gameDate, shot.eventID) = (cells.text(0), date, cells.int(2))
            (shot.playerID, shot.teamID, shot.made) = (cells.int(3), cells.int(4), cells.bool(5))
            shot.teamAbbr = tricodes[shot.teamID] ?? ""
            (shot.shotType, shot.zoneBasic) = (cells.int(6), cells.text(7))
            shot.assisted = shot.made && cells.bool(8)
            shots.append(shot)
        }
        return shots
    }

    func tricodes(_ season: String) throws -> [Int: String] {
        var codes: [Int: String] = [:]
        try csv("team_boxscores_\(season)").forEach(["team_id", "team"]) { codes[$0.int(0)] = $0.text(1) }
        return codes
    }

    func lines(_ season: String) throws -> [GameLine] {
        var lines: [GameLine] = []
        try csv("betting_lines_\(season)").forEach(["game_id", "game_date", "home_spread", "total"]) { cells in
            var line = GameLine()
            (line.gameID, line.gameDate) = (cells.text(0), Self.date(cells, 1))
            (line.homeSpread, line.total) = (cells.double(2), cells.double(3))
            lines.append(line)
        }
        return lines
    }

    func inactives(_ season: String) throws -> [InactiveListing] {
        var listings: [InactiveListing] = []
        let names = ["game_id", "game_date", "team", "bref_player_id", "player_id", "player_name", "status"]
        try csv("inactives_\(season)").forEach(names) { cells in
            var listing = InactiveListing()
            (listing.gameID, listing.gameDate, listing.teamAbbr) = (cells.text(0), Self.date(cells, 1), cells.text(2))
            (listing.sourcePlayerID, listing.playerID) = (cells.text(3), cells.optionalInt(4))
            (listing.playerName, listing.status) = (cells.optionalText(5), cells.text(6))
            listings.append(listing)
        }
        return listings
    }

    func arenas() throws -> [Arena] {
        var arenas: [Arena] = []
        try csv("arenas").forEach(["arena", "city", "lat", "lon", "timezone"]) { cells in
            var arena = Arena()
            (arena.arena, arena.city, arena.timezone) = (cells.text(0), cells.text(1), cells.text(4))
            (arena.lat, arena.lon) = (cells.double(2) ?? 0, cells.double(3) ?? 0)
            arenas.append(arena)
        }
        return arenas
    }
}
