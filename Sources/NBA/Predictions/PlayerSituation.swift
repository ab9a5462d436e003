package import PipelineModel

/// Everything the systems may know of one player before one game.
package struct PlayerSituation {
    package let context: PredictionContext
    package let cache: PlayerDailyCache?
    package let factors: FactorLine?
    package let shots: PlayerShotZones?
    package let defense: TeamDefenseZones?
    package let features: FeatureRow?
    package let lineup: LineupFeatureRow?
    /// His appearances of the season, oldest first.
    package let games: EntityGames<ResultLine.Appearances>
    /// What was known before each game of the season he was listed for, oldest first.
    package let pastContexts: EntityGames<PredictionContext.ByPlayer>
    /// The scores of those games.
    package let pastFactors: EntityGames<FactorLine.ByPlayer>

    // Appearances this season below which nobody predicts.
    private static let neededAppearances = 5

    /// Why no system can say anything; nil when they can.
    var gap: PredictionGap? {
        guard let cache, features != nil else { return .missingFeatures }
        return cache.gamesPlayedSeason < Self.neededAppearances || cache.points.avgLast10 == nil ? .thinSample : nil
    }

    /// His means in one market.
    func form(_ market: Market) -> StatForm {
        switch market {
        case .points: cache?.points ?? StatForm()
        case .rebounds: cache?.rebounds ?? StatForm()
        case .assists: cache?.assists ?? StatForm()
        case .pra: cache?.pra ?? StatForm()
        }
    }
}

extension StatForm {
    /// 0.5·last five + 0.3·last ten + 0.2·season; NULL when one of them is.
    package var base: Double? { weighted(0.5, 0.3, 0.2) }

    /// Σ weight·mean over last five, last ten and season; NULL when one of them is.
    func weighted(_ five: Double, _ ten: Double, _ season: Double) -> Double? {
        guard let avgLast5, let avgLast10, let avgSeason else { return nil }
        return five * avgLast5 + ten * avgLast10 + season * avgSeason
    }
}

/// One system's number for one market, with the terms it is made of.
package struct Estimate: Hashable, Sendable {
    private static let bounds = 0.0...70.0
    package var value: Double
    /// Named terms, in order.
    package var terms: [(name: StaticString, value: Double)]
    package var modelID: String?

    /// A number kept within 0…70.
    package init(_ value: Double, _ terms: [(name: StaticString, value: Double)], modelID: String? = nil) {
        self.value = min(max(value, Self.bounds.lowerBound), Self.bounds.upperBound)
        (self.terms, self.modelID) = (terms, modelID)
    }

    /// The terms as a JSON object.
    package var components: String {
        "{" + terms.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    package static func == (left: Estimate, right: Estimate) -> Bool {
        left.value == right.value && left.components == right.components && left.modelID == right.modelID
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(value)
    }
}

/// What a system says: a number, or why there is none.
package typealias Answer = Result<Estimate, PredictionGap>

extension PredictionGap: Error {}
