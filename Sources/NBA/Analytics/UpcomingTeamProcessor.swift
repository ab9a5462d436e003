package import GameCalendar
package import PipelineModel

/// Computes upcoming_team_game_context: two rows for each expected game of the date.
///
/// Of the date itself it reads what was known before the games, and of box scores only who is in them.
package struct UpcomingTeamProcessor: Processor {
    package let kind = ProcessorKind.preGame
    package let phase = Phase.analytics
    package let version = "1"
    package let inputs: [Input] = [
        .required(SchedulePregame.self),
        .required(SchedulePlayed.self, .season, groupedBy: [SchedulePlayed.ByTeam.self]),
        .required(TeamPaceLine.self, .season, groupedBy: [TeamPaceLine.ByTeam.self]),
        .required(TeamAllowedLine.self, .season, groupedBy: [TeamAllowedLine.ByTeam.self]),
        .required(PlayerGameLine.self, .season, groupedBy: [PlayerGameLine.Appearances.self]),
        .optional(Arena.self), .optional(GameLine.self), .optional(InactiveListing.self), .optional(BoxSetMember.self),
    ]

    package init() {}

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<UpcomingTeam> {
        let known = try KnownBefore(date, upstream)
        return ProcessedRows(
            try upstream.rows(SchedulePregame.self).filter(\.isExpected).flatMap { game in
                game.teams.both.map { known.row(of: $0, in: game) }
            })
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [TeamGameKey] {
        try upstream.rows(SchedulePregame.self).filter(\.isExpected).flatMap { game in
            game.teams.both.map { TeamGameKey(game.identity.gameID, $0) }
        }
    }
}

/// What a date's team rows are made of.
private struct KnownBefore {
    static let window = 10
    // A star who played since the start of so many team games is newly out.
    static let newlyOutGames = 5

    let date: GameDate
    let played: EntityLog<SchedulePlayed.ByTeam>
    let paces: EntityLog<TeamPaceLine.ByTeam>
    let defenses: EntityLog<TeamAllowedLine.ByTeam>
    let appearances: EntityLog<PlayerGameLine.Appearances>
    let map: TravelMap
    let lines: [String: GameLine]
    let listed: InactiveBook
    let boxes: BoxBook

    init(_ date: GameDate, _ upstream: Upstream) throws(ProcessorError) {
        self.date = date
        played = try upstream.log(SchedulePlayed.ByTeam.self)
        paces = try upstream.log(TeamPaceLine.ByTeam.self)
        defenses = try upstream.log(TeamAllowedLine.ByTeam.self)
        appearances = try upstream.log(PlayerGameLine.Appearances.self)
        map = TravelMap(try upstream.rows(Arena.self))
        lines = Dictionary(
            try upstream.rows(GameLine.self).map { ($0.gameID, $0) }, uniquingKeysWith: { first, _ in first })
        listed = InactiveBook(try upstream.rows(InactiveListing.self))
        boxes = BoxBook(try upstream.rows(BoxSetMember.self))
    }

    func row(of team: String, in game: SchedulePregame) -> UpcomingTeam {
        let schedule = TeamSchedule(of: team, before: date, in: played)
        var row = UpcomingTeam()
        row.identity = game.identity
        row.side = TeamSide(of: team, in: game.teams)
        row.startTimeET = game.venue.startTimeET
        row.otherArena = game.venue.otherArena
        row.form = schedule.form()
        row.line = TeamLine(lines[game.identity.gameID], isHome: row.side.homeGame)
        row.travel = schedule.travel(to: game.venue.arena, isHome: row.side.homeGame, on: map)
        fillAbsences(&row, schedule)
        let actual = fillWindow(&row, schedule)
        row.end = RowEnd(
            preGame: row.contextIssues, played: schedule.count, expected: min(Self.window, schedule.count),
            actual: actual)
        return row
    }

    /// Fills the means over the team's last ten games as far as they have rows; returns how many have an offensive one.
    private func fillWindow(_ row: inout UpcomingTeam, _ schedule: TeamSchedule) -> Int {
        guard let start = schedule.start(ofNewest: Self.window) else { return 0 }
        let pace = paces.games(of: row.side.teamAbbr).newest(Self.window)
            .suffix { GamePoint($0.gameDate, $0.gameID) >= start }
        let defense = defenses.games(of: row.side.teamAbbr).newest(Self.window)
            .suffix { GamePoint($0.gameDate, $0.gameID) >= start }
        let needed = minimumGames(inWindowOf: Self.window)
        row.window.paceLast10 = pace.mean(minimum: needed) { $0.pace }
        row.window.offensiveRatingLast10 = pace.mean(minimum: needed) { $0.offensiveRating }
        row.window.defensiveRatingLast10 = defense.mean(minimum: needed) { $0.defensiveRating }
        if defense.count >= needed {
            let freeThrows: Double = defense.sum { Double($0.ftAttempts) }
            row.window.ftRateAllowedLast10 = quotient(freeThrows, over: defense.sum { Double($0.fgAttempts) })
        }
        return pace.count
    }

    private func fillAbsences(_ row: inout UpcomingTeam, _ schedule: TeamSchedule) {
        let gameID = row.identity.gameID
        let recent = schedule.start(ofNewest: Self.newlyOutGames)?.date
        var counted: Set<Int> = []
        for listing in listed.listings(in: gameID) where listing.isInactive && listing.team == row.side.teamAbbr {
            guard !boxes.contains(listing.playerID, in: gameID) else { continue }
            row.inactiveCount += 1
            let games = appearances.games(of: listing.playerID)
            guard games.isStar, counted.insert(listing.playerID).inserted else { continue }
            row.starsOut += 1
            let last = games[games.count - 1]
            if let recent, last.teamAbbr == row.side.teamAbbr, last.gameDate >= recent { row.starsNewlyOut += 1 }
        }
    }
}

extension TeamLine {
    fileprivate init(_ line: GameLine?, isHome: Bool) {
        self.init()
        // Added to or subtracted from 0, so that an even spread is 0 and never −0.
        gameSpread = line?.homeSpread.map { isHome ? 0 + $0 : 0 - $0 }
        gameTotal = line?.total
        if let gameSpread, let gameTotal { impliedTeamTotal = (gameTotal - gameSpread) / 2 }
    }
}

extension UpcomingTeam {
    /// What is missing around the game: its line, its place on the map.
    package var contextIssues: QualityIssues {
        var issues: QualityIssues = []
        if line.gameSpread == nil { issues.insert(.missingSpread) }
        if line.gameTotal == nil { issues.insert(.missingTotal) }
        if travel.travelMiles == nil, form.daysSinceLastGame != nil { issues.insert(.unknownArena) }
        return issues
    }
}
