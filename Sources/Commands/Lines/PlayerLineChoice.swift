import NBA

/// The line to use on one player and market.
struct PlayerLineChoice: Hashable, Sendable {
    /// The markets there are.
    static let markets = ["points", "rebounds", "assists", "pra"]

    let gameID: String
    let playerID: Int
    let market: String
    let line: Double
    /// How many bookmakers' lines it was chosen from.
    let bookmakers: Int

    /// The choices out of `offers`, by game, player and market.
    static func all(in offers: [PropLine]) -> [PlayerLineChoice] {
        struct Subject: Hashable {
            let gameID: String
            let playerID: Int
            let market: String
        }
        let groups = Dictionary(grouping: offers) {
            Subject(gameID: $0.gameID, playerID: $0.playerID, market: $0.market)
        }
        let choices = groups.compactMap { subject, offers -> PlayerLineChoice? in
            lineToUse(offers).map { line in
                PlayerLineChoice(
                    gameID: subject.gameID, playerID: subject.playerID, market: subject.market, line: line,
                    bookmakers: newestLines(of: offers).count)
            }
        }
        let ranks = Dictionary(uniqueKeysWithValues: markets.enumerated().map { ($1, $0) })
        return choices.sorted {
            ($0.gameID, $0.playerID, ranks[$0.market] ?? 0) < ($1.gameID, $1.playerID, ranks[$1.market] ?? 0)
        }
    }
}
