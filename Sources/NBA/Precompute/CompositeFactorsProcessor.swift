package import GameCalendar
package import PipelineModel

/// Computes player_composite_factors: one row for each player context of the date.
package struct CompositeFactorsProcessor: Processor {
    package let kind = ProcessorKind.derived
    package let phase = Phase.precompute
    package let version = "1"
    package let inputs: [Input] = [
        .required(FactorContext.self), .required(PlayerShotZones.self), .required(TeamDefenseZones.self),
    ]

    package init() {}

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<PlayerCompositeFactors> {
        let shots = RowsByGame(try upstream.rows(PlayerShotZones.self), game: \.identity.gameID)
        let defenses = try upstream.rows(TeamDefenseZones.self)
        return ProcessedRows(
            try upstream.rows(FactorContext.self).map { context in
                PlayerCompositeFactors(
                    context, shots: shots[context.gameID].first { $0.identity.playerID == context.playerID },
                    defense: defenses.first { $0.teamAbbr == context.opponentAbbr })
            })
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [PlayerGameKey] {
        try upstream.rows(FactorContext.self).map { PlayerGameKey($0.gameID, $0.playerID) }
    }
}

extension PlayerCompositeFactors {
    /// The factors of one context, from where he shoots and how the opponent defends; nil where that is not known.
    package init(_ context: FactorContext, shots: PlayerShotZones?, defense: TeamDefenseZones?) {
        self.init()
        identity = PlayerIdentity(context.gameID, context.gameDate, context.playerID)
        fatigueScore = Factors.fatigue(context)
        fatigueAdjustment = (Double(fatigueScore) - 100) / 20
        shotZoneMismatchScore = Factors.mismatch(shots, against: defense)
        paceScore = context.paceDifferential.map { clamped($0 / 2, within: 3) }
        usageSpikeScore = Factors.usageSpike(context)
        travelImpactScore = Factors.travelImpact(context)
        opponentStrengthScore = Factors.opponentStrength(defense)
        fillTotal()
        let hasReadyColumns = paceScore != nil && usageSpikeScore != nil && opponentStrengthScore != nil
        end = context.end.requiring(hasReadyColumns)
    }

    private mutating func fillTotal() {
        let scores: [(name: String, value: Double?)] = [
            ("shot_zone_mismatch_score", shotZoneMismatchScore), ("pace_score", paceScore),
            ("usage_spike_score", usageSpikeScore), ("travel_impact_score", travelImpactScore),
            ("opponent_strength_score", opponentStrengthScore),
        ]
        var total: Double = fatigueAdjustment
        for score in scores { total += score.value ?? 0 }
        totalCompositeAdjustment = total
        if scores.contains(where: { $0.value == nil }) {
            missingFactors = scores.filter { $0.value == nil }.map(\.name).sorted().joined(separator: ",")
        }
        hasWarnings = fatigueScore < 60 || abs(shotZoneMismatchScore ?? 0) > 8 || abs(total) > 12
    }
}

/// The formulas behind the factors. Positive always means more to be expected of the player.
package enum Factors {
    /// 0…100 from rest and load; a NULL term changes nothing.
    package static func fatigue(_ context: FactorContext) -> Int {
        var score = 100
        if context.backToBack {
            score -= 15
        } else if let rest = context.daysRest, rest >= 3 {
            score += 5
        }
        if context.gamesInLast7Days >= 4 { score -= 10 }
        if context.minutesInLast7Days > 120 { score -= 10 }
        if let minutes = context.avgMinutesPerGameLast7Days, minutes > 35 { score -= 8 }
        switch context.backToBacksLast14Days {
        case 2...: score -= 12
        case 1: score -= 5
        default: break
        }
        return min(max(score, 0), 100)
    }

    /// How soft the opponent is where the player shoots from, ±10; NULL when either is unknown.
    package static func mismatch(_ shots: PlayerShotZones?, against defense: TeamDefenseZones?) -> Double? {
        guard let shots, let defense, let primary = shots.primaryScoringZone else { return nil }
        let soft = defense.versusLeague
        let rates = shots.last10.rates
        var score: Double
        if let zone = ShotZoneGroup.allCases.first(where: { $0.label == primary }) {
            guard let value = soft[zone], let rate = rates[zone] else { return nil }
            score = value * min(rate / 50, 1)
        } else {
            score = 0
            for zone in ShotZoneGroup.allCases {
                guard let value = soft[zone], let rate = rates[zone] else { return nil }
                score += value * rate / 100
            }
        }
        if abs(score) > 5 { score = 1.2 * score }
        return clamped(score, within: 10)
    }

    /// How much more of the play is to be expected than lately, ±3.
    package static func usageSpike(_ context: FactorContext) -> Double? {
        guard let projected = context.projectedUsageRate, let lately = context.usageRateLast7Games else { return nil }
        return clamped(0.3 * (projected - lately), within: 3)
    }

    /// What travel takes on little rest, −2…0; NULL while the way is unknown.
    package static func travelImpact(_ context: FactorContext) -> Double? {
        guard let miles = context.travelMiles else { return nil }
        guard let rest = context.daysRest, rest <= 1 else { return 0 }
        let load: Double = miles / 1500 + 0.25 * Double(abs(context.timeZoneChange ?? 0))
        return 0 - min(2, load)
    }

    /// How much worse than the league the opponent defends, ±3.
    package static func opponentStrength(_ defense: TeamDefenseZones?) -> Double? {
        guard let rating = defense?.defensiveRatingLast15, let league = defense?.league.defensiveRating else {
            return nil
        }
        return clamped(0.3 * (rating - league), within: 3)
    }
}
