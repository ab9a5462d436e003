import GameCalendar

/// One season as it was played: games by date, and by tip-off within a date.
struct SimulatedSeason: Sendable {
    let season: Season
    /// The clubs of the league, by position.
    let franchises: [Franchise]
    let games: [GameRecord]
}
