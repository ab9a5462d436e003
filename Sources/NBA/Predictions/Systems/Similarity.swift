import PipelineModel

/// The circumstances of a game that similarity compares; NULL parts match nothing.
package struct GameSituation: Hashable, Sendable {
    /// 0 a strong defence, 1 the middle, 2 a weak one.
    package var opponentTier: Int?
    /// 0, 1 or 2 and more days.
    package var rest: Int?
    package var isHome: Bool
    /// 0 cold, 1 as usual, 2 hot: points of the last five against the season's.
    package var form: Int?

    /// The situation of a player with these scores and means before a game.
    package init(
        opponentStrength: Double?, daysRest: Int?, isHome: Bool, pointsLast5: Double?, pointsSeason: Double?
    ) {
        opponentTier = opponentStrength.map { $0 < -0.6 ? 0 : ($0 > 0.6 ? 2 : 1) }
        rest = daysRest.map { min($0, 2) }
        self.isHome = isHome
        if let pointsLast5, let pointsSeason {
            let difference = pointsLast5 - pointsSeason
            form = difference > 3 ? 2 : (difference < -3 ? 0 : 1)
        }
    }

    /// 0…100: how like another situation this one is.
    package func score(against other: GameSituation) -> Int {
        Self.points(opponentTier, other.opponentTier, equal: 40, neighbouring: 20)
            + Self.points(rest, other.rest, equal: 30, neighbouring: 15) + (isHome == other.isHome ? 15 : 0)
            + Self.points(form, other.form, equal: 15, neighbouring: 5)
    }

    private static func points(_ left: Int?, _ right: Int?, equal: Int, neighbouring: Int) -> Int {
        guard let left, let right else { return 0 }
        return left == right ? equal : (abs(left - right) == 1 ? neighbouring : 0)
    }
}

/// The past games of a season that were most like the coming one, with how like they were.
package struct SimilarGames {
    private static let neededScore = 55
    private static let mostGames = 20
    private static let neededGames = 5

    /// Chronological.
    private let kept: [(score: Int, game: ResultLine)]

    /// The appearances of `player` this season that resemble the game he is about to play.
    ///
    /// Each past game's circumstances are those that were stored for its own date.
    package init(of player: PlayerSituation) {
        let now = GameSituation(
            opponentStrength: player.factors?.opponentStrengthScore, daysRest: player.context.daysRest,
            isHome: player.context.homeGame, pointsLast5: player.cache?.points.avgLast5,
            pointsSeason: player.cache?.points.avgSeason)
        var scored: [(score: Int, place: Int)] = []
        for (place, past) in player.pastSituations.enumerated() {
            guard let past else { continue }
            let score = now.score(against: past)
            if score >= Self.neededScore { scored.append((score, place)) }
        }
        scored.sort { $0.score == $1.score ? $0.place > $1.place : $0.score > $1.score }
        kept = scored.prefix(Self.mostGames).sorted { $0.place < $1.place }.map { ($0.score, player.games[$0.place]) }
    }

    /// How many there are.
    package var count: Int { kept.count }

    /// Σ score·value / Σ score, summed from the oldest game on; nil below 5 games.
    package func mean(_ market: Market) -> Double? {
        guard kept.count >= Self.neededGames else { return nil }
        var sum = 0.0
        var weight = 0.0
        for (score, game) in kept {
            sum += Double(score) * Double(game.value(market))
            weight += Double(score)
        }
        return quotient(sum, over: weight)
    }
}

/// similarity_v1: half the weighted mean of the games most like this one, half the moving average.
package func similarity(_ player: PlayerSituation, _ market: Market, _ similar: SimilarGames) -> Answer {
    guard let base = player.form(market).base, let mean = similar.mean(market) else { return .failure(.thinSample) }
    return .success(
        Estimate(
            0.5 * mean + 0.5 * base, [("similar_games", Double(similar.count)), ("similar", mean), ("base", base)]))
}

extension PlayerSituation {
    /// For each appearance of the season, oldest first, the circumstances stored before it; nil where none are stored.
    fileprivate var pastSituations: [GameSituation?] {
        var situations: [GameSituation?] = []
        situations.reserveCapacity(games.count)
        var (context, factor) = (0, 0)
        var points = 0.0
        for index in games.indices {
            let game = games[index].gameID
            while context < pastContexts.count, pastContexts[context].gameID != game { context += 1 }
            guard context < pastContexts.count else {
                context = 0
                situations.append(nil)
                points += Double(games[index].points)
                continue
            }
            while factor < pastFactors.count, pastFactors[factor].gameID != game { factor += 1 }
            let strength = factor < pastFactors.count ? pastFactors[factor].opponentStrengthScore : nil
            if factor == pastFactors.count { factor = 0 }
            let past = pastContexts[context]
            situations.append(
                GameSituation(
                    opponentStrength: strength, daysRest: past.daysRest, isHome: past.homeGame,
                    pointsLast5: past.pointsAvgLast5, pointsSeason: quotient(points, over: Double(index))))
            points += Double(games[index].points)
        }
        return situations
    }
}
