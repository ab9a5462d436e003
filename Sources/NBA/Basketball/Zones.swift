package import PipelineModel

/// The columns of an attempt that zones need.
package struct ShotLine: NarrowRow, Hashable {
    package typealias Whole = Shot
    package var gameID = ""
    package var playerID = 0
    package var teamAbbr = ""
    package var made = false
    package var shotType = 0
    package var zone = ShotZone.backcourt
    package var assisted = false

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game of the attempt.")
        c.column("player_id", &playerID, "Shooter.")
        c.column("team_abbr", &teamAbbr, "His team.")
        c.column("made", &made, "Whether it went in.")
        c.column("shot_type", &shotType, unit: .points, "2 or 3.")
        c.column("zone_basic", &zone, "Official zone.")
        c.column("assisted", &assisted, "Whether the basket was assisted; false for a miss.")
    }
}

/// Attempts of a player or a team counted by zone.
///
/// Paint: two-pointers of the two paint zones. Mid-range: every other two-pointer, whatever zone the source names.
/// Threes count here only towards makes and assists; their own counts come from the box score.
package struct ShotTally: Hashable, Sendable {
    package var paintMakes = 0
    package var paintAttempts = 0
    package var midRangeMakes = 0
    package var midRangeAttempts = 0
    package var makes = 0
    package var assistedMakes = 0

    package init() {}

    /// Counts one attempt.
    package mutating func count(_ shot: ShotLine) {
        let made = shot.made ? 1 : 0
        makes += made
        assistedMakes += shot.made && shot.assisted ? 1 : 0
        guard shot.shotType == 2 else { return }
        if shot.zone == .restrictedArea || shot.zone == .paint {
            paintMakes += made
            paintAttempts += 1
        } else {
            midRangeMakes += made
            midRangeAttempts += 1
        }
    }

    /// Whether paint, mid-range and the box score's threes make up the box score's attempts.
    package func matches(_ box: BoxCounters) -> Bool {
        paintAttempts + midRangeAttempts + box.threePtAttempts == box.fgAttempts
    }
}

/// The attempts of one game by team and by player.
package struct GameShots: Sendable {
    private var teams: [(team: String, tally: ShotTally)] = []
    private var players: [(player: Int, tally: ShotTally)] = []

    package init() {}

    mutating func count(_ shot: ShotLine) {
        if let index = teams.firstIndex(where: { $0.team == shot.teamAbbr }) {
            teams[index].tally.count(shot)
        } else {
            teams.append((shot.teamAbbr, ShotTally()))
            teams[teams.count - 1].tally.count(shot)
        }
        if let index = players.firstIndex(where: { $0.player == shot.playerID }) {
            players[index].tally.count(shot)
        } else {
            players.append((shot.playerID, ShotTally()))
            players[players.count - 1].tally.count(shot)
        }
    }

    /// The team's attempts; zeros when it has none.
    package func tally(of team: String) -> ShotTally {
        teams.first { $0.team == team }?.tally ?? ShotTally()
    }

    /// The player's attempts; zeros when he has none.
    package func tally(of player: Int) -> ShotTally {
        players.first { $0.player == player }?.tally ?? ShotTally()
    }
}

/// One date's attempts by game; a game without a shot row has no shot data.
package struct ShotBook: Sendable {
    private var games: [String: GameShots] = [:]

    /// Counts `shots`, in any order; fastest when a game's attempts stand together.
    package init(_ shots: [ShotLine]) {
        var open = GameShots()
        var openID = ""
        for index in shots.indices {
            if shots[index].gameID != openID {
                if !openID.isEmpty { games[openID] = open }
                openID = shots[index].gameID
                open = games.removeValue(forKey: openID) ?? GameShots()
            }
            open.count(shots[index])
        }
        if !openID.isEmpty { games[openID] = open }
    }

    /// The game's attempts, nil without shot data.
    package subscript(gameID: String) -> GameShots? { games[gameID] }
}

/// Zone counts as a row stores them: NULL without shot data, 0 for a player or team that took no such shot.
package struct ZoneCounts: ColumnCoded, Hashable {
    package var paintMakes: Int?
    package var paintAttempts: Int?
    package var midRangeMakes: Int?
    package var midRangeAttempts: Int?

    package init() {}

    /// The counts of `tally`; NULL without one.
    package init(_ tally: ShotTally?) {
        paintMakes = tally?.paintMakes
        paintAttempts = tally?.paintAttempts
        midRangeMakes = tally?.midRangeMakes
        midRangeAttempts = tally?.midRangeAttempts
    }

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("paint_makes", &paintMakes, unit: .count, "Two-pointers made in the paint.")
        c.column("paint_attempts", &paintAttempts, unit: .count, "Two-pointers attempted in the paint.")
        c.column("mid_range_makes", &midRangeMakes, unit: .count, "Two-pointers made outside the paint.")
        c.column("mid_range_attempts", &midRangeAttempts, unit: .count, "Two-pointers attempted outside the paint.")
    }

    /// The same counts under a defence's names.
    package mutating func opponentColumns(_ c: inout ColumnCursor) {
        c.column("opp_paint_makes", &paintMakes, unit: .count, "Opponent two-pointers made in the paint.")
        c.column("opp_paint_attempts", &paintAttempts, unit: .count, "Opponent two-pointers attempted in the paint.")
        c.column("opp_mid_range_makes", &midRangeMakes, unit: .count, "Opponent two-pointers made outside the paint.")
        c.column(
            "opp_mid_range_attempts", &midRangeAttempts, unit: .count,
            "Opponent two-pointers attempted outside the paint.")
    }
}
