import Randomness

/// What bookmakers offer on a game.
struct GameOdds: Hashable, Sendable {
    /// Half points from the home side; negative when it is favoured.
    let spreadHalves: Int
    /// Half points.
    let totalHalves: Int
    /// American odds.
    let moneylineAway: Int
    /// American odds.
    let moneylineHome: Int

    var homeSpread: Double { Double(spreadHalves) / 2 }
    var total: Double { Double(totalHalves) / 2 }

    /// The odds on a game between `sheets`, visitors first, by somebody who knows the teams well.
    ///
    /// - Parameter pace: possessions per 48 minutes above the league's, as far as they can be foreseen.
    init(_ sheets: [TeamSheet], pace: Double, isNeutral: Bool, _ random: inout SeededRandom) {
        let (away, home) = (sheets[0].strength, sheets[1].strength)
        let (homeScores, awayScores) = (home.offense - away.defense, away.offense - home.defense)
        let edge = isNeutral ? 0 : Self.homeEdge
        let margin = Self.marginPerPoint * (homeScores - awayScores) + edge + Self.marginDoubt * random.normal()
        let total =
            Self.usualTotal + Self.totalPerPoint * (homeScores + awayScores) + Self.totalPerPossession * pace
            + Self.totalDoubt * random.normal()
        spreadHalves = -Self.halves(margin, within: 39)
        totalHalves = Self.halves(total, within: 340)
        moneylineHome = Self.moneyline(margin)
        moneylineAway = Self.moneyline(-margin)
    }

    private static let homeEdge = 2.25
    private static let marginPerPoint = 0.56
    private static let marginDoubt = 1.2
    private static let usualTotal = 225.3
    private static let totalPerPoint = 0.7
    private static let totalPerPossession = 2.1
    private static let totalDoubt = 3.0

    private static func halves(_ points: Double, within limit: Double) -> Int {
        let bounded = max(-limit, min(limit, points))
        return Int((bounded * 2).rounded())
    }

    // About the normal distribution's chance, by a root instead of an exponential; the bookmaker keeps four percent.
    private static func moneyline(_ margin: Double) -> Int {
        let z = margin / 13
        let chance = 0.5 + 0.399 * z / (1 + 0.637 * z * z).squareRoot()
        let priced = max(0.04, min(0.96, chance * 1.04))
        let odds = priced > 0.5 ? -100 * priced / (1 - priced) : 100 * (1 - priced) / priced
        return Int((odds / 5).rounded()) * 5
    }
}
