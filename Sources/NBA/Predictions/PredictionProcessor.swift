package import GameCalendar
package import PipelineModel

/// Computes player_prop_predictions: for each player context of the date one row for each system and market.
package struct PredictionProcessor: Processor {
    // Days of grades the ensemble weighs its members by.
    private static let gradedDays = 30
    package let kind = ProcessorKind.derived
    package let phase = Phase.predictions
    package let version = "2"
    package let freezesAtPlay = true
    package let inputs: [Input] = [
        .required(FeatureRow.self), .required(LineupFeatureRow.self), .required(PlayerDailyCache.self),
        .required(PlayerShotZones.self),
        .required(TeamDefenseZones.self), .required(PredictionInterval.self, .latest),
        .required(PredictionContext.self, .seasonToDate, groupedBy: [PredictionContext.ByPlayer.self]),
        .required(FactorLine.self, .seasonToDate, groupedBy: [FactorLine.ByPlayer.self]),
        .required(ResultLine.self, .season, groupedBy: [ResultLine.Appearances.self]),
        .required(ModelArtifact.self, .latest), .optional(GradeLine.self, .days(PredictionProcessor.gradedDays)),
    ]

    package init() {}

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<PropPrediction> {
        let models = try ModelSet(try upstream.window(ModelArtifact.self).days.last?.rows ?? [])
        let errors = RecentErrors(try upstream.window(GradeLine.self))
        let intervals = IntervalBook(try upstream.window(PredictionInterval.self).days.last?.rows ?? [])
        let situations = try Situations(on: date, upstream)
        var rows: [PropPrediction] = []
        for context in try upstream.window(PredictionContext.self).rows(on: date) {
            let player = situations.situation(of: context)
            rows += PlayerPredictions(of: player, models, errors, intervals).rows
        }
        return ProcessedRows(rows)
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [PredictionKey] {
        try upstream.window(PredictionContext.self).rows(on: date).flatMap { context in
            PredictionSystem.allCases.flatMap { system in
                system.markets.map { PredictionKey(context.gameID, context.playerID, system, $0) }
            }
        }
    }
}

/// Finds what is known of each player of a date.
private struct Situations {
    private let caches: RowsByGame<PlayerDailyCache>
    private let factors: RowsByGame<FactorLine>
    private let shots: RowsByGame<PlayerShotZones>
    private let features: RowsByGame<FeatureRow>
    private let lineups: RowsByGame<LineupFeatureRow>
    private let defenses: [TeamDefenseZones]
    private let games: EntityLog<ResultLine.Appearances>
    private let contexts: EntityLog<PredictionContext.ByPlayer>
    private let scores: EntityLog<FactorLine.ByPlayer>

    init(on date: GameDate, _ upstream: Upstream) throws(ProcessorError) {
        caches = RowsByGame(try upstream.rows(PlayerDailyCache.self), game: \.identity.gameID)
        factors = RowsByGame(try upstream.window(FactorLine.self).rows(on: date), game: \.gameID)
        shots = RowsByGame(try upstream.rows(PlayerShotZones.self), game: \.identity.gameID)
        features = RowsByGame(try upstream.rows(FeatureRow.self), game: \.identity.gameID)
        lineups = RowsByGame(try upstream.rows(LineupFeatureRow.self), game: \.identity.gameID)
        defenses = try upstream.rows(TeamDefenseZones.self)
        games = try upstream.log(ResultLine.Appearances.self)
        contexts = try upstream.log(PredictionContext.ByPlayer.self)
        scores = try upstream.log(FactorLine.ByPlayer.self)
    }

    func situation(of context: PredictionContext) -> PlayerSituation {
        let (game, player) = (context.gameID, context.playerID)
        return PlayerSituation(
            context: context, cache: caches[game].first { $0.identity.playerID == player },
            factors: factors[game].first { $0.playerID == player },
            shots: shots[game].first { $0.identity.playerID == player },
            defense: defenses.first { $0.teamAbbr == context.opponentAbbr },
            features: features[game].first { $0.identity.playerID == player },
            lineup: lineups[game].first { $0.identity.playerID == player }, games: games.games(of: player),
            pastContexts: contexts.games(of: player), pastFactors: scores.games(of: player))
    }
}

/// Every prediction of one player before one game.
private struct PlayerPredictions {
    private let player: PlayerSituation
    private let models: ModelSet
    private let errors: RecentErrors
    private let intervals: IntervalBook
    private(set) var rows: [PropPrediction] = []
    // What was said so far, by system and market.
    private var answers: [PredictionSystem: [Market: Answer]] = [:]

    init(of player: PlayerSituation, _ models: ModelSet, _ errors: RecentErrors, _ intervals: IntervalBook) {
        (self.player, self.models, self.errors, self.intervals) = (player, models, errors, intervals)
        let similar = SimilarGames(of: player)
        for system in PredictionSystem.allCases {
            var own: [Market: Answer] = [:]
            for market in Market.parts where system.markets.contains(market) {
                own[market] = answer(system, market, similar)
            }
            if system.markets.contains(.pra) { own[.pra] = sum(of: own) }
            answers[system] = own
            rows += system.markets.map { row(system, $0) }
        }
    }

    private func answer(_ system: PredictionSystem, _ market: Market, _ similar: SimilarGames) -> Answer {
        if let gap = player.gap { return .failure(gap) }
        switch system {
        case .movingAverage: return movingAverage(player, market)
        case .zoneMatchup: return zoneMatchup(player)
        case .similarity: return similarity(player, market, similar)
        case .rules: return rules(player)
        case .boosted: return models.answer(player.features?.values, system, market)
        case .lineups: return models.answer(player.lineup?.values, system, market)
        case .ensemble: return ensemble(members(market), market, errors)
        }
    }

    private func members(_ market: Market) -> [(system: PredictionSystem, value: Double)] {
        PredictionSystem.members.compactMap { system in
            guard case .success(let estimate) = answers[system]?[market] else { return nil }
            return (system, estimate.value)
        }
    }

    // The parts were kept within bounds one by one, so their sum is theirs.
    private func sum(of parts: [Market: Answer]) -> Answer {
        var terms: [(name: StaticString, value: Double)] = []
        var sum = 0.0
        for (market, name) in zip(Market.parts, ["points", "rebounds", "assists"] as [StaticString]) {
            switch parts[market] {
            case .success(let part):
                terms.append((name, part.value))
                sum += part.value
            case .failure(let gap): return .failure(gap)
            case nil: return .failure(.missingFeatures)
            }
        }
        var estimate = Estimate(sum, terms)
        estimate.value = sum
        return .success(estimate)
    }

    private func row(_ system: PredictionSystem, _ market: Market) -> PropPrediction {
        let context = player.context
        var row = PropPrediction()
        (row.gameID, row.playerID, row.gameDate) = (context.gameID, context.playerID, context.gameDate)
        (row.system, row.market) = (system, market)
        (row.teamAbbr, row.opponentAbbr) = (context.teamAbbr, context.opponentAbbr)
        (row.playerLookup, row.gamesPlayedSeason) = (context.playerLookup, context.gamesPlayedSeason)
        row.line = context.line(market)
        if system == .lineups { row.featureVersion = LineupFeatureRow.version }
        switch answers[system]?[market] {
        case .success(let estimate):
            row.fill(estimate, confidence(system, market, estimate.value))
            let interval = intervals.interval(system, market, around: estimate.value)
            (row.intervalLow, row.intervalHigh) = (interval?.low, interval?.high)
        case .failure(let gap): row.gapReason = gap
        case nil: row.gapReason = .missingFeatures
        }
        row.recommendation = Recommendation(
            market, edge: row.edge, confidence: row.confidence, hasLine: row.line != nil)
        return row
    }

    private func confidence(_ system: PredictionSystem, _ market: Market, _ value: Double) -> Double {
        let own = NBA.confidence(
            player.form(market), played: player.context.gamesPlayedSeason,
            coverage: player.features?.featureCoveragePct ?? 0)
        return system == .ensemble ? own * agreement(of: members(market).map(\.value), on: value) : own
    }
}

extension PropPrediction {
    fileprivate mutating func fill(_ estimate: Estimate, _ confidence: Double) {
        predictedValue = estimate.value
        self.confidence = confidence
        edge = line.map { estimate.value - $0 }
        modelID = estimate.modelID
        components = estimate.components
    }
}
