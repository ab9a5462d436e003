import GameCalendar
import PipelineModel

/// A team before a game: who played each of its games of the season, and who is to be expected now.
///
/// Columns are the players the season knows of, in ascending order of their ids: sums over them have one order.
struct TeamLineup {
    /// What an older game counts against the next one.
    private static let gameKeep = 0.95

    let trail: TeamTrail
    /// Ascending.
    let players: [Int]
    let trails: [PlayerTrail]
    /// Expected presence, 0…1: how often a player plays when dressed, for those who were with the team in its last game, are
    /// not out and have not appeared elsewhere since; 0 for everybody else.
    let expected: [Double]
    let isOut: [Bool]
    /// What each player does a game lately.
    let recent: [LineVector]
    /// The weight of each game, 1 for the newest.
    let ages: [Double]
    private var cells: [Cell]

    /// A player in a game: nothing when he did not appear.
    struct Cell {
        var present = 0.0
        var started = 0.0
        var line = LineVector(repeating: 0)
    }

    /// Games of the season.
    var games: Int { ages.count }

    /// What `player` did in a game of the season; games and players by position.
    @inline(__always)
    func cell(_ game: Int, _ player: Int) -> Cell { cells[game * players.count + player] }

    /// 1 when `player` appeared in the game, else 0.
    @inline(__always)
    func presence(_ game: Int, _ player: Int) -> Double { cells[game * players.count + player].present }

    /// The position of a player; nil for one nobody has heard of.
    func column(of player: Int) -> Int? {
        var (low, high) = (0, players.count)
        while low < high {
            let middle = (low + high) / 2
            if players[middle] < player { low = middle + 1 } else { high = middle }
        }
        return low < players.count && players[low] == player ? low : nil
    }

    /// The line-up of `team`, whose context players are `named` and whose listed absentees `out`.
    init(
        of team: String, named: [Int], out: [Int], season year: Int, from history: LineupHistory,
        _ book: inout TrailBook
    ) {
        trail = TeamTrail(of: team, history.teams.games(of: team), season: year)
        let first = trail.games.first?.date
        let lines = history.teamLines.games(of: team).suffix { row in first.map { row.gameDate >= $0 } ?? false }
        let listings = history.teamListings.games(of: team).suffix { row in first.map { row.gameDate >= $0 } ?? false }
        var known = Set(named)
        known.formUnion(out)
        for line in lines { known.insert(line.playerID) }
        for listing in listings { if let player = listing.playerID { known.insert(player) } }
        players = known.sorted()
        trails = players.map { book.trail(of: $0, from: history) }
        isOut = players.map(out.contains)
        recent = trails.map(\.recent)
        let last = trail.games.last?.gameID
        var listed = Set(lines.filter { $0.gameID == last }.map(\.playerID))
        listed.formUnion(listings.filter { $0.gameID == last }.compactMap(\.playerID))
        expected = players.indices.map { [players, trails, isOut] place in
            let isElsewhere = trails[place].lastTeam.map { $0 != team } ?? false
            return listed.contains(players[place]) && !isOut[place] && !isElsewhere ? trails[place].playShare : 0
        }
        var ages = trail.games.map { _ in 1.0 }
        for game in ages.indices.dropLast().reversed() { ages[game] = ages[game + 1] * Self.gameKeep }
        self.ages = ages
        cells = Array(repeating: Cell(), count: ages.count * players.count)
        fill(lines)
    }

    private mutating func fill(_ lines: EntityGames<LineupLine.ByTeam>) {
        var game = 0
        for line in lines where line.isActive {
            while game + 1 < games, trail.games[game].date < line.gameDate { game += 1 }
            guard trail.games[game].gameID == line.gameID, let column = column(of: line.playerID) else { continue }
            cells[game * players.count + column] = Cell(
                present: 1, started: line.starterFlag ? 1 : 0, line: LineVector(line))
        }
    }
}

/// Everything line-ups are worked out from, by player and by team.
struct LineupHistory {
    let year: Int
    let teams: EntityLog<TeamGameLine.ByTeam>
    let teamLines: EntityLog<LineupLine.ByTeam>
    let teamListings: EntityLog<ListedLine.ByTeam>
    let playerLines: EntityLog<LineupLine.ByPlayer>
    let playerListings: EntityLog<ListedLine.ByPlayer>
}

/// The trails worked out so far for a date: two teams may know one player.
struct TrailBook {
    private var trails: [Int: PlayerTrail] = [:]

    /// The trail of `player` before the date.
    mutating func trail(of player: Int, from history: LineupHistory) -> PlayerTrail {
        if let trail = trails[player] { return trail }
        let trail = PlayerTrail(
            history.playerLines.games(of: player), history.playerListings.games(of: player), season: history.year)
        trails[player] = trail
        return trail
    }
}
