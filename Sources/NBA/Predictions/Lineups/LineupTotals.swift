/// A team's line-up summed up: what is expected of it, what is out, what is missing of it.
struct LineupTotals {
    let lineup: TeamLineup
    let likeness: LineupLikeness
    /// Σ expected presence · what they do lately.
    private(set) var available = LineVector(repeating: 0)
    /// Σ expected presence · what they do in games like this one.
    private(set) var availableLike = LineVector(repeating: 0)
    /// What those on the list of absentees do lately.
    private(set) var out = LineVector(repeating: 0)
    /// Points of the usual line-up less those of the expected one; NULL at the opener.
    private(set) var pointsVacated: Double?

    init(_ lineup: TeamLineup) {
        self.lineup = lineup
        likeness = LineupLikeness(lineup)
        for player in lineup.players.indices {
            available += lineup.recent[player] * lineup.expected[player]
            availableLike += likeness.usual[player] * lineup.expected[player]
            if lineup.isOut[player] { out += lineup.recent[player] }
        }
        pointsVacated = Self.pointsVacated(lineup)
    }

    private static func pointsVacated(_ lineup: TeamLineup) -> Double? {
        guard lineup.games > 0 else { return nil }
        let total: Double = lineup.ages.sum { $0 }
        var points = 0.0
        for player in lineup.players.indices {
            var usual = 0.0
            for game in 0..<lineup.games { usual += lineup.ages[game] * lineup.presence(game, player) }
            points += (usual / total - lineup.expected[player]) * lineup.recent[player][.points]
        }
        return points
    }

    /// What is expected of everybody but `player` lately, and in games like this one.
    func others(than player: Int) -> (recent: LineVector, like: LineVector) {
        let presence = lineup.expected[player]
        return (
            available - lineup.recent[player] * presence, availableLike - likeness.usual[player] * presence
        )
    }
}
