/// Who is in the box scores of a date, by game.
package struct BoxBook: Sendable {
    private var games: [String: [(player: Int, team: String)]] = [:]

    /// The players of `members`, in any order.
    package init(_ members: [BoxSetMember]) {
        for member in members { games[member.gameID, default: []].append((member.playerID, member.teamAbbr)) }
    }

    /// Whether the game has box-score rows.
    package func covers(_ gameID: String) -> Bool { games[gameID] != nil }

    /// Whether `player` is in the game's box score, for either team.
    package func contains(_ player: Int, in gameID: String) -> Bool {
        games[gameID]?.contains { $0.player == player } ?? false
    }

    /// The players of the game's box score, with their teams.
    package func players(in gameID: String) -> [(player: Int, team: String)] { games[gameID] ?? [] }
}

/// The inactive list of a date. Rows without a player id take part in no rule.
package struct InactiveBook: Sendable {
    /// One listed player.
    package struct Listing: Hashable, Sendable {
        package let playerID: Int
        package let team: String
        package let name: String?
        package let isInactive: Bool
        let sourceID: String
    }

    private var games: [String: [Listing]] = [:]
    private var inactive: Set<Int> = []

    /// The listings of `rows`, in any order.
    package init(_ rows: [InactiveListing]) {
        for row in rows {
            guard let player = row.playerID else { continue }
            let isInactive = row.status == InactiveListing.inactive
            if isInactive { inactive.insert(player) }
            games[row.gameID, default: []].append(
                Listing(
                    playerID: player, team: row.teamAbbr, name: row.playerName, isInactive: isInactive,
                    sourceID: row.sourcePlayerID))
        }
        for gameID in games.keys { games[gameID]?.sort { $0.sourceID < $1.sourceID } }
    }

    /// The game's listings in order of their source ids.
    package func listings(in gameID: String) -> [Listing] { games[gameID] ?? [] }

    /// Whether `player` is out on the date, for whichever team.
    package func isInactive(_ player: Int) -> Bool { inactive.contains(player) }
}
