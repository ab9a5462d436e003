/// Who is in the box scores of a date, by game.
package struct BoxBook: Sendable {
    private let games: RowsByGame<BoxSetMember>

    /// The players of `members`, in any order.
    package init(_ members: [BoxSetMember]) {
        games = RowsByGame(members, game: \.gameID)
    }

    /// Whether the game has box-score rows.
    package func covers(_ gameID: String) -> Bool { !games[gameID].isEmpty }

    /// Whether `player` is in the game's box score, for either team.
    package func contains(_ player: Int, in gameID: String) -> Bool {
        games[gameID].contains { $0.playerID == player }
    }

    /// The game's box-score players of `team`.
    package func players(of team: String, in gameID: String) -> [Int] {
        games[gameID].compactMap { $0.teamAbbr == team ? $0.playerID : nil }
    }
}

/// The inactive list of a date. Rows without a player id take part in no rule.
package struct InactiveBook: Sendable {
    /// One listed player.
    package struct Listing: Hashable, Sendable {
        package let gameID: String
        package let playerID: Int
        package let team: String
        package let name: String?
        package let isInactive: Bool
    }

    private let games: RowsByGame<Listing>

    /// The listings of `rows`, in any order.
    package init(_ rows: [InactiveListing]) {
        let listings = Self.inKeyOrder(rows).compactMap { row in
            row.playerID.map { player in
                Listing(
                    gameID: row.gameID, playerID: player, team: row.teamAbbr, name: row.playerName,
                    isInactive: row.status == InactiveListing.inactive)
            }
        }
        games = RowsByGame(listings, game: \.gameID)
    }

    private static func inKeyOrder(_ rows: [InactiveListing]) -> [InactiveListing] {
        func precedes(_ left: InactiveListing, _ right: InactiveListing) -> Bool {
            left.gameID == right.gameID ? left.sourcePlayerID < right.sourcePlayerID : left.gameID < right.gameID
        }
        let isSorted = rows.indices.dropFirst().allSatisfy { !precedes(rows[$0], rows[$0 - 1]) }
        return isSorted ? rows : rows.sorted(by: precedes)
    }

    /// The game's listings in order of their source ids.
    package func listings(in gameID: String) -> ArraySlice<Listing> { games[gameID] }

    /// Whether `player` is out on the date, for whichever team.
    package func isInactive(_ player: Int) -> Bool { games.all.contains { $0.isInactive && $0.playerID == player } }
}
