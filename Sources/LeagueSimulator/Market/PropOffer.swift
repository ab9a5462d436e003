import GameCalendar

/// A bookmaker's line on a player.
struct PropOffer: Hashable, Sendable {
    /// Position in the league's list of players.
    let player: Int
    let market: PropMarket
    let bookmaker: String
    /// Always a half.
    let line: Double
    /// American odds.
    let overPrice: Int
    /// American odds.
    let underPrice: Int
    /// When the line was seen.
    let seenAt: Timestamp
    /// From then to the listed start, in minutes; negative when it was seen after it.
    let minutesBeforeTip: Int
}

/// What lines are on.
enum PropMarket: String, Hashable, Sendable, CaseIterable {
    case points, rebounds, assists
    /// Points, rebounds and assists together.
    case all = "pra"
}
