internal import GameCalendar
internal import PipelineModel

/// Who may play for a team in a game, and on what that rests.
struct GameRoster {
    let basis: RosterBasis
    let players: [Int]
    /// The team's last ten games of the season before the date.
    let expectedGames: Int
    /// Those of them with at least one player row of the team.
    let actualGames: Int
}

/// Puts together the rosters of a date's games.
struct RosterBuilder {
    static let window = 10

    let counted: EntityLog<CountedGame.ByTeam>
    let rosters: EntityLog<RosterLine.ByTeam>
    let appearances: EntityLog<PlayerGameLine.Appearances>
    let boxes: BoxBook
    let listed: InactiveBook
    /// The season before; loaded only when some team's roster rests on it.
    let previous: PreviousRosters?

    /// Loads what rosters are made of; `teams` are the date's team rows.
    init(_ upstream: Upstream, teams: [UpcomingTeam]) throws(ProcessorError) {
        counted = try upstream.log(CountedGame.ByTeam.self)
        rosters = try upstream.log(RosterLine.ByTeam.self)
        appearances = try upstream.log(PlayerGameLine.Appearances.self)
        let boxes = BoxBook(try upstream.rows(BoxSetMember.self))
        self.boxes = boxes
        listed = InactiveBook(try upstream.rows(InactiveListing.self))
        // Decided by inputs already recorded: the box set and the team rows of the date.
        let needsPrevious = teams.contains { !boxes.covers($0.identity.gameID) && $0.form.gameNumberInSeason == 1 }
        previous =
            needsPrevious
            ? PreviousRosters(
                try upstream.fallback(UpcomingPlayerProcessor.previousSeason, as: RosterLine.self), size: Self.window)
            : nil
    }

    /// The roster of `row`'s team for its game.
    func roster(of row: UpcomingTeam) -> GameRoster {
        let team = row.side.teamAbbr
        let games = counted.games(of: team).newest(Self.window)
        let rows = games.isEmpty ? nil : recentRows(of: team, since: GamePoint(games[0].gameDate, games[0].gameID))
        let isListed = boxes.covers(row.identity.gameID)
        let players: [Int]
        if isListed {
            players = activeList(of: team, in: row.identity.gameID)
        } else if row.form.gameNumberInSeason == 1 {
            players = (previous?.players(of: team) ?? []).filter { appearances.games(of: $0).isEmpty }
        } else {
            players = rows.map { recentPlayers(of: team, in: $0) } ?? []
        }
        return GameRoster(
            basis: isListed ? .activeList : .recent,
            players: isListed ? players : players.filter { !listed.isInactive($0) },
            expectedGames: games.count, actualGames: rows.map(Self.gameCount) ?? 0)
    }

    private func recentRows(of team: String, since start: GamePoint) -> EntityGames<RosterLine.ByTeam> {
        rosters.games(of: team).suffix { GamePoint($0.gameDate, $0.gameID) >= start }
    }

    // The box score's players of the team, and those who dressed and are in neither team's box score.
    private func activeList(of team: String, in gameID: String) -> [Int] {
        var players = boxes.players(of: team, in: gameID)
        for listing in listed.listings(in: gameID) where !listing.isInactive && listing.team == team {
            if !boxes.contains(listing.playerID, in: gameID), !players.contains(listing.playerID) {
                players.append(listing.playerID)
            }
        }
        return players
    }

    // Those who appeared for the team and have not appeared for another one since.
    private func recentPlayers(of team: String, in rows: EntityGames<RosterLine.ByTeam>) -> [Int] {
        var seen: Set<Int> = []
        for index in rows.indices where rows[index].isActive { seen.insert(rows[index].player.playerID) }
        return seen.filter { player in
            let games = appearances.games(of: player)
            return !games.isEmpty && games[games.count - 1].teamAbbr == team
        }
    }

    private static func gameCount(_ rows: EntityGames<RosterLine.ByTeam>) -> Int {
        var games = 0
        for index in rows.indices where index == 0 || rows[index].gameID != rows[index - 1].gameID { games += 1 }
        return games
    }
}

/// Rosters at the end of the season before: who appeared in a team's last games and for no other team since.
struct PreviousRosters {
    private var teams: [String: Set<Int>] = [:]
    private var newest: [Int: RosterLine] = [:]

    /// The rosters of each team's last `size` games in `season`.
    init(_ season: SeasonWindow<RosterLine>, size: Int) {
        var games: [String: Set<String>] = [:]
        var latestTeam: [Int: String] = [:]
        for day in season.days.reversed() {
            for row in day.rows {
                let player = row.player.playerID
                if newest[player] == nil { newest[player] = row }
                guard games[row.teamAbbr, default: []].contains(row.gameID) || games[row.teamAbbr]?.count ?? 0 < size
                else { continue }
                games[row.teamAbbr, default: []].insert(row.gameID)
                if row.isActive { teams[row.teamAbbr, default: []].insert(player) }
            }
            for row in day.rows where row.isActive && latestTeam[row.player.playerID] == nil {
                latestTeam[row.player.playerID] = row.teamAbbr
            }
        }
        for team in teams.keys { teams[team] = teams[team]?.filter { latestTeam[$0] == team } }
    }

    /// The players of `team`; empty when the season before is not in history.
    func players(of team: String) -> [Int] { Array(teams[team] ?? []) }

    /// The newest row of `player`.
    func newestRow(of player: Int) -> RosterLine? { newest[player] }
}
