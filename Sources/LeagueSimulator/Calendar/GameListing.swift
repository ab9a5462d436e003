import GameCalendar

/// A game as the schedule lists it.
struct GameListing: Hashable, Sendable {
    let gameID: String
    let date: GameDate
    let season: Season
    let kind: GameKind
    let matchup: Matchup
    let venue: Venue
    /// Whether the game is played away from the home team's arena.
    let isElsewhere: Bool
    /// Minutes after midnight in New York.
    let tipOff: Int
    let label: String?
}

/// What a game counts for.
enum GameKind: String, Hashable, Sendable {
    case regular
    case playoffs
    case playIn = "playin"
    case cupFinal = "cup_final"
}
