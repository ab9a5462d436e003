package import GameCalendar
package import PipelineModel

/// Computes ml_feature_store_v2: one row for each player context of the date, nothing but what other rows say.
package struct FeatureStoreProcessor: Processor {
    package let kind = ProcessorKind.derived
    package let phase = Phase.precompute
    package let version = "1"
    package let inputs: [Input] = [
        .required(FeatureContext.self), .required(PlayerDailyCache.self), .required(PlayerCompositeFactors.self),
        .required(PlayerShotZones.self), .required(TeamDefenseZones.self),
    ]

    package init() {}

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<FeatureRow> {
        let caches = RowsByGame(try upstream.rows(PlayerDailyCache.self), game: \.identity.gameID)
        let factors = RowsByGame(try upstream.rows(PlayerCompositeFactors.self), game: \.identity.gameID)
        let shots = RowsByGame(try upstream.rows(PlayerShotZones.self), game: \.identity.gameID)
        let defenses = try upstream.rows(TeamDefenseZones.self)
        var rows: [FeatureRow] = []
        for context in try upstream.rows(FeatureContext.self) {
            let sources = FeatureSources(
                context: context,
                cache: caches[context.gameID].first { $0.identity.playerID == context.playerID },
                factors: factors[context.gameID].first { $0.identity.playerID == context.playerID },
                shots: shots[context.gameID].first { $0.identity.playerID == context.playerID },
                defense: defenses.first { $0.teamAbbr == context.opponentAbbr })
            rows.append(try FeatureRow(sources))
        }
        return ProcessedRows(rows)
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [PlayerGameKey] {
        try upstream.rows(FeatureContext.self).map { PlayerGameKey($0.gameID, $0.playerID) }
    }
}

/// The rows one player's features are taken from.
struct FeatureSources {
    let context: FeatureContext
    let cache: PlayerDailyCache?
    let factors: PlayerCompositeFactors?
    let shots: PlayerShotZones?
    let defense: TeamDefenseZones?

    /// One value for each of ``FeatureRow/features``, in its order.
    var values: [Double?] { form + minutes + shooting + history + load + scores + game + zones + opponent + rest }

    private var form: [Double?] {
        [
            cache?.points.avgLast5, cache?.points.avgLast10, cache?.points.avgSeason, cache?.points.stdLast10,
            cache?.rebounds.avgLast10, cache?.assists.avgLast10,
        ]
    }

    private var minutes: [Double?] {
        [
            cache?.minutesAvgLast5, cache?.minutesAvgLast10, cache?.minutesAvgSeason, cache?.usageRateLast10,
            cache?.usageRateSeason, context.projectedUsageRate,
        ]
    }

    private var shooting: [Double?] {
        [
            cache?.tsPctLast10, cache?.pointsPerMinuteLast10, cache?.freeThrowShareLast10, cache?.starterRateLast10,
            number(cache?.gamesPlayedSeason),
        ]
    }

    private var history: [Double?] {
        [
            cache?.pointsAvgVsOpponent, number(cache?.gamesVsOpponent), number(cache?.recentTrend),
            number(cache?.minutesChange),
        ]
    }

    private var load: [Double?] {
        [
            Double(context.gamesInLast7Days), context.minutesInLast7Days, number(context.daysRest.map { min($0, 10) }),
            flag(context.backToBack), restAdvantage,
        ]
    }

    private var restAdvantage: Double? {
        guard let own = context.daysRest, let theirs = context.opponentDaysRest else { return nil }
        return clamped(Double(own - theirs), within: 2)
    }

    private var scores: [Double?] {
        [
            number(factors?.fatigueScore), factors?.shotZoneMismatchScore, factors?.paceScore,
            factors?.usageSpikeScore, factors?.travelImpactScore, factors?.opponentStrengthScore,
        ]
    }

    private var game: [Double?] {
        [
            Double(context.starTeammatesOut), Double(context.starTeammatesNewlyOut), flag(context.homeGame),
            flag(context.seasonType == "playin" || context.seasonType == "playoffs"),
        ]
    }

    private var zones: [Double?] {
        [
            shots?.last10.rates.paint, shots?.last10.rates.midRange, shots?.last10.rates.threePt,
            shots?.assistedRateLast10,
        ].map { $0.map { $0 / 100 } }
    }

    private var opponent: [Double?] {
        [
            defense?.defensiveRatingLast15, context.opponentPaceLast10, cache?.teamPaceLast10,
            cache?.teamOffRatingLast10, cache?.teamWinPct,
        ]
    }

    private var rest: [Double?] {
        [
            context.line.gameSpread, context.line.gameTotal, context.line.impliedTeamTotal,
            cache?.rebounds.avgLast5, cache?.rebounds.avgSeason, cache?.assists.avgLast5, cache?.assists.avgSeason,
        ]
    }

    private func number(_ value: Int?) -> Double? { value.map(Double.init) }
    private func flag(_ value: Bool) -> Double { value ? 1 : 0 }
}

extension FeatureRow {
    // Features 0-3, 7, 9 and 40.
    private static let readyColumns = [0, 1, 2, 3, 7, 9, 40]

    /// The features out of `sources`.
    ///
    /// - Throws: ``ProcessorError`` naming the row when a value is outside its feature's range.
    init(_ sources: FeatureSources) throws(ProcessorError) {
        self.init()
        let context = sources.context
        identity = PlayerIdentity(context.gameID, context.gameDate, context.playerID)
        values = sources.values
        for (index, value) in values.enumerated() {
            guard let value, let range = Self.features[index].range, !range.contains(value) else { continue }
            throw ProcessorError(
                .invalidValue,
                "\(Self.features[index].name) is \(value), outside \(range.lowerBound)…\(range.upperBound), for player "
                    + "\(context.playerID) in game \(context.gameID)")
        }
        featureMissingCount = values.count { $0 == nil }
        featureCoveragePct = 100 * Double(featureCount - featureMissingCount) / Double(featureCount)
        end = context.end.requiring(Self.readyColumns.allSatisfy { values[$0] != nil })
    }
}
