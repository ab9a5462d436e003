import Randomness

/// Who is out, and for how long.
enum Health {
    /// Draws who of `club` cannot play its next game.
    ///
    /// - Parameter isSecondNight: whether the team played yesterday; then some of its older stars rest.
    static func examine(
        _ club: Club, _ players: inout [Player], isSecondNight: Bool, isPlayoffs: Bool, _ random: inout SeededRandom
    ) {
        for player in club.roster where players[player].gamesOut == 0 {
            let risk = (isPlayoffs ? 0.014 : 0.028) * (1 - 0.3 * players[player].traits.health)
            if random.happens(max(0.006, risk)) {
                (players[player].absence, players[player].gamesOut) = absence(&random)
            } else if isSecondNight, players[player].talent > 1.2, random.happens(0.1) {
                (players[player].absence, players[player].gamesOut) = (.rest, 1)
            }
        }
    }

    /// A game of the club has been played: everybody's return is one game nearer.
    static func recover(_ club: Club, _ players: inout [Player]) {
        for player in club.roster where players[player].gamesOut > 0 {
            players[player].gamesOut -= 1
            if players[player].gamesOut == 0 { players[player].absence = .none }
        }
    }

    private static func absence(_ random: inout SeededRandom) -> (Absence, Int) {
        let kinds: [(Absence, ClosedRange<Int>)] = [
            (.illness, 1...2), (.personal, 1...3), (.injury, 1...2), (.injury, 3...6), (.injury, 7...20),
            (.injury, 21...45), (.injury, 46...90),
        ]
        let (kind, games) = kinds[random.index(weighing: [12, 4, 32, 29, 14.5, 6.5, 2])]
        return (kind, random.int(games))
    }
}
