import PipelineModel

/// What of a player's game is predicted.
package enum Market: String, TextCoded, CaseIterable, Hashable, Sendable {
    case points, rebounds, assists
    /// Points, rebounds and assists together: always the sum of one system's three predictions.
    case pra

    /// The three that are predicted by themselves.
    package static let parts: [Market] = [.points, .rebounds, .assists]

    /// How far a prediction must be from the line to say over or under.
    var neededEdge: Double {
        switch self {
        case .points: 1.5
        case .rebounds, .assists: 1
        case .pra: 2.5
        }
    }
}

/// Who predicts.
package enum PredictionSystem: String, TextCoded, CaseIterable, Hashable, Sendable {
    case movingAverage = "moving_average_v1"
    case zoneMatchup = "zone_matchup_v1"
    case similarity = "similarity_v1"
    case rules = "rules_v1"
    case boosted = "gbm_v1"
    case ensemble = "ensemble_v1"
    /// Learned from who is expected to play.
    case lineups = "gbm_v2"

    /// The markets it predicts, in order.
    package var markets: [Market] {
        switch self {
        case .zoneMatchup, .rules: [.points]
        case .movingAverage, .similarity, .boosted, .ensemble, .lineups: Market.allCases
        }
    }

    /// Those that predict by a model of their own and say an interval.
    package static let learned: [PredictionSystem] = [.boosted, .lineups]

    /// Whether it predicts by a model.
    package var isLearned: Bool { self == .boosted || self == .lineups }

    /// Those whose predictions the ensemble weighs: the five it was defined with.
    package static let members: [PredictionSystem] = [.movingAverage, .zoneMatchup, .similarity, .rules, .boosted]
}

/// Why a system gives no number.
package enum PredictionGap: String, TextCoded, CaseIterable, Hashable, Sendable {
    /// Too few appearances, or too few games like this one.
    case thinSample = "thin_sample"
    /// The player has no row of features or averages.
    case missingFeatures = "missing_features"
    /// No model was trained before this month.
    case noModel = "no_model"
}

/// What a prediction says about the line.
package enum Recommendation: String, TextCoded, CaseIterable, Hashable, Sendable {
    case over = "OVER"
    case under = "UNDER"
    case pass = "PASS"
    case noLine = "NO_LINE"

    private static let neededConfidence = 0.45

    /// By the distance from the line and how sure the system is; ``noLine`` without a line, ``pass`` without a number.
    package init(_ market: Market, edge: Double?, confidence: Double?, hasLine: Bool) {
        guard hasLine else {
            self = .noLine
            return
        }
        guard let edge, let confidence, confidence >= Self.neededConfidence, abs(edge) >= market.neededEdge else {
            self = .pass
            return
        }
        self = edge > 0 ? .over : .under
    }
}
