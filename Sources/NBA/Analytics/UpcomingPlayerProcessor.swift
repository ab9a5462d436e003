package import GameCalendar
package import PipelineModel

/// Computes upcoming_player_game_context: one row for each player on the roster of an expected game of the date.
///
/// Numbers about teams are copied from the team rows of the date, where they are computed once.
package struct UpcomingPlayerProcessor: Processor {
    package let kind = ProcessorKind.preGame
    package let phase = Phase.analytics
    package let version = "1"
    package let inputs: [Input] = [
        .required(UpcomingTeam.self),
        .required(
            PlayerGameLine.self, .season,
            groupedBy: [PlayerGameLine.Appearances.self, RosterLine.ByTeam.self, RosterLine.ByPlayer.self]),
        .optional(CountedGame.self, .season, groupedBy: [CountedGame.ByTeam.self]),
        .optional(PropLine.self), .optional(InactiveListing.self), .optional(BoxSetMember.self),
        .optional(BoxName.self), previousSeason,
    ]

    // Rosters of teams that have not played yet this season, when no box score lists them.
    static let previousSeason = Input.fallback(RosterLine.self, .previousSeason)
    // A roster of fewer players is not complete.
    static let playersPerTeam = 5

    package init() {}

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<UpcomingPlayer> {
        let teams = try upstream.rows(UpcomingTeam.self)
        let builder = try RosterBuilder(upstream, teams: teams)
        let names = try NameBook(upstream, builder)
        let props = PropBook(try upstream.rows(PropLine.self))
        let rosters = teams.map(builder.roster)
        let shared = teams.indices.map { index in
            UpcomingPlayer(team: teams[index], opponent: teams.opponent(of: teams[index]), roster: rosters[index])
        }
        var rows: [UpcomingPlayer] = []
        rows.reserveCapacity(rosters.reduce(0) { $0 + $1.players.count })
        for (index, player) in Self.inKeyOrder(teams, rosters) {
            var row = shared[index]
            row.player = names.name(of: player, in: row.identity.gameID)
            row.lines = props.lines(on: player, in: row.identity.gameID)
            row.fill(builder.appearances.games(of: player), before: date, rosters[index])
            rows.append(row)
        }
        return ProcessedRows(rows)
    }

    // Every player with the index of his team, by game and player id: rows then need no sorting.
    private static func inKeyOrder(
        _ teams: [UpcomingTeam], _ rosters: [GameRoster]
    ) -> [(team: Int, player: Int)] {
        let entries = rosters.indices.flatMap { index in rosters[index].players.map { (team: index, player: $0) } }
        return entries.sorted { left, right in
            let (a, b) = (teams[left.team].identity.gameID, teams[right.team].identity.gameID)
            return a == b ? left.player < right.player : a < b
        }
    }

    /// The rosters; one of fewer than five players is filled up with keys that no row can have: −1, −2, …
    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [PlayerGameKey] {
        let teams = try upstream.rows(UpcomingTeam.self)
        let builder = try RosterBuilder(upstream, teams: teams)
        var keys: [PlayerGameKey] = []
        var placeholders: [String: Int] = [:]
        for team in teams {
            let gameID = team.identity.gameID
            let players = builder.roster(of: team).players
            keys += players.map { PlayerGameKey(gameID, $0) }
            for _ in players.count..<max(players.count, Self.playersPerTeam) {
                placeholders[gameID, default: 0] -= 1
                keys.append(PlayerGameKey(gameID, placeholders[gameID, default: 0]))
            }
        }
        return keys
    }
}

/// How a date's players are called: as the box score says, else the inactive list, else their newest game.
private struct NameBook {
    let boxNames: RowsByGame<BoxName>
    let listed: InactiveBook
    let games: EntityLog<RosterLine.ByPlayer>
    let previous: PreviousRosters?

    init(_ upstream: Upstream, _ builder: RosterBuilder) throws(ProcessorError) {
        boxNames = RowsByGame(try upstream.rows(BoxName.self), game: \.gameID)
        listed = builder.listed
        games = try upstream.log(RosterLine.ByPlayer.self)
        previous = builder.previous
    }

    func name(of player: Int, in gameID: String) -> PlayerName {
        var name = PlayerName()
        name.playerID = player
        if let box = boxNames[gameID].first(where: { $0.playerID == player }) {
            (name.playerName, name.playerLookup) = (box.playerName, box.playerLookup)
        } else if let spelling = listed.listings(in: gameID).first(where: { $0.playerID == player })?.name {
            (name.playerName, name.playerLookup) = (spelling, PlayerLookup.key(of: spelling))
        } else if let game = games.games(of: player).last ?? previous?.newestRow(of: player) {
            name = game.player
        }
        return name
    }
}

/// A date's over/under lines by player.
private struct PropBook {
    private let offers: RowsByGame<PropLine>

    init(_ rows: [PropLine]) {
        offers = RowsByGame(rows, game: \.gameID)
    }

    func lines(on player: Int, in gameID: String) -> PlayerLines {
        var lines = PlayerLines()
        let offers = offers[gameID].filter { $0.playerID == player }
        guard !offers.isEmpty else { return lines }
        lines.pointsLine = lineToUse(offers.filter { $0.market == "points" })
        lines.reboundsLine = lineToUse(offers.filter { $0.market == "rebounds" })
        lines.assistsLine = lineToUse(offers.filter { $0.market == "assists" })
        lines.praLine = lineToUse(offers.filter { $0.market == "pra" })
        lines.hasPropLine =
            lines.pointsLine != nil || lines.reboundsLine != nil || lines.assistsLine != nil || lines.praLine != nil
        return lines
    }
}

extension [UpcomingTeam] {
    fileprivate func opponent(of team: UpcomingTeam) -> UpcomingTeam? {
        first { $0.identity.gameID == team.identity.gameID && $0.side.teamAbbr == team.side.opponentAbbr }
    }
}

extension UpcomingPlayer {
    /// What all players of a team share.
    fileprivate init(team: UpcomingTeam, opponent other: UpcomingTeam?, roster: GameRoster) {
        self.init()
        identity = team.identity
        side = team.side
        rosterBasis = roster.basis
        teamLine = team.line
        travel = team.travel
        starTeammatesOut = team.starsOut
        starTeammatesNewlyOut = team.starsNewlyOut
        opponent.paceLast10 = other?.window.paceLast10
        opponent.defRatingLast10 = other?.window.defensiveRatingLast10
        opponent.ftRateAllowed = other?.window.ftRateAllowedLast10
        opponent.daysRest = other?.form.daysRest
        if let theirs = opponent.paceLast10, let ours = team.window.paceLast10 {
            opponent.paceDifferential = theirs - ours
        }
        seasonPhase = SeasonPhase(
            seasonType: team.identity.seasonType, gameNumber: team.form.gameNumberInSeason)
        end.qualityIssues = team.contextIssues.text
    }

    fileprivate mutating func fill(_ games: Appearances, before date: GameDate, _ roster: GameRoster) {
        load = games.load(before: date)
        form = games.form(starsNewlyOut: starTeammatesNewlyOut)
        end = RowEnd(
            preGame: QualityIssues(text: end.qualityIssues), played: games.count, expected: roster.expectedGames,
            actual: roster.actualGames)
    }
}
