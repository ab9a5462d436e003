extension Shot: RawSource {
    package static let files = SourceFileNames.prefix("shots_")

    package mutating func cells(_ c: inout some SourceCells) {
        c.column("game_id", &gameID)
        c.column("game_date", &gameDate)
        c.column("event_id", &eventID)
        c.column("period", &period)
        c.column("minutes_left", &minutesLeft)
        c.column("seconds_left", &secondsLeft)
        c.column("player_id", &playerID)
        c.column("team_id", &teamID)
        c.column("made", &made)
        c.column("shot_type", &shotType)
        c.column("zone_basic", &zoneBasic)
        c.column("zone_area", &zoneArea)
        c.column("zone_range", &zoneRange)
        c.column("action_type", &actionType)
        c.column("loc_x", &locX)
        c.column("loc_y", &locY)
        c.column("distance_ft", &distanceFt)
        c.column("assisted", &assisted)
    }
}

extension GameLine: RawSource {
    package static let files = SourceFileNames.prefix("betting_lines_")

    package mutating func cells(_ c: inout some SourceCells) {
        c.column("game_id", &gameID)
        c.column("game_date", &gameDate)
        c.column("home_spread", &homeSpread)
        c.column("total", &total)
        c.column("moneyline_away", &moneylineAway)
        c.column("moneyline_home", &moneylineHome)
    }
}

extension PropLine: RawSource {
    package static let files = SourceFileNames.prefix("props_")

    package mutating func cells(_ c: inout some SourceCells) {
        c.column("game_id", &gameID)
        c.column("game_date", &gameDate)
        c.column("player_id", &playerID)
        c.column("market", &market, .market)
        c.column("bookmaker", &bookmaker)
        c.column("line", &line)
        c.column("over_price", &overPrice)
        c.column("under_price", &underPrice)
        c.column("snapshot_utc", &snapshotAt)
        c.column("minutes_before_tip", &minutesBeforeTip)
    }
}

extension InactiveListing: RawSource {
    package static let files = SourceFileNames.prefix("inactives_")

    package mutating func cells(_ c: inout some SourceCells) {
        c.column("game_id", &gameID)
        c.column("game_date", &gameDate)
        c.column("team", &teamAbbr)
        c.column("bref_player_id", &sourcePlayerID)
        c.column("player_id", &playerID)
        c.column("player_name", &playerName)
        c.column("status", &status)
        c.column("reason", &reason)
    }
}

extension PlayerReference: RawSource {
    package static let files = SourceFileNames.exactly("players")

    package mutating func cells(_ c: inout some SourceCells) {
        c.column("player_id", &playerID)
        c.column("bref_player_id", &sourcePlayerID)
        c.column("player_name", &playerName)
    }
}

extension Arena: RawSource {
    package static let files = SourceFileNames.exactly("arenas")

    package mutating func cells(_ c: inout some SourceCells) {
        c.column("arena", &arena)
        c.column("city", &city)
        c.column("lat", &lat)
        c.column("lon", &lon)
        c.column("timezone", &timezone)
    }
}
