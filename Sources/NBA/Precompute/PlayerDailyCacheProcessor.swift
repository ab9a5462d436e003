package import GameCalendar
package import PipelineModel

/// Computes player_daily_cache: one row for each player context of the date.
package struct PlayerDailyCacheProcessor: Processor {
    package let kind = ProcessorKind.derived
    package let phase = Phase.precompute
    package let version = "1"
    package let inputs: [Input] = [
        .required(ContextPlayer.self), .required(TeamFormLine.self),
        .required(CacheLine.self, .season, groupedBy: [CacheLine.Appearances.self]),
        .optional(PlayerPoints.self, .seasons(3), groupedBy: [PlayerPoints.ByMatchup.self]),
    ]

    package init() {}

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<PlayerDailyCache> {
        let games = try upstream.log(CacheLine.Appearances.self)
        let matchups = try upstream.log(PlayerPoints.ByMatchup.self)
        let teams = RowsByGame(try upstream.rows(TeamFormLine.self), game: \.gameID)
        return ProcessedRows(
            try upstream.rows(ContextPlayer.self).map { player in
                var row = PlayerDailyCache()
                row.identity = player.identity
                row.fill(games.games(of: player.playerID))
                row.fill(against: matchups.games(of: Matchup(player.playerID, player.opponentAbbr)))
                row.fill(teams[player.gameID].first { $0.teamAbbr == player.teamAbbr })
                row.end = player.end.requiring(row.points.avgLast10 != nil && row.minutesAvgLast10 != nil)
                return row
            })
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [PlayerGameKey] {
        try upstream.rows(ContextPlayer.self).map(\.key)
    }
}

private typealias CacheGames = EntityGames<CacheLine.Appearances>

extension PlayerDailyCache {
    private static let seasonMinimum = 5
    private static let matchupMinimum = 2

    fileprivate mutating func fill(_ games: CacheGames) {
        gamesPlayedSeason = games.count
        points = StatForm(games) { Double($0.points) }
        rebounds = StatForm(games) { Double($0.rebounds) }
        assists = StatForm(games) { Double($0.assists) }
        pra = StatForm(games) { Double($0.pra) }
        minutesAvgLast5 = games.newest(5).mean(minimum: minimumGames(inWindowOf: 5)) { $0.minutesPlayed }
        minutesAvgLast10 = games.newest(10).mean(minimum: minimumGames(inWindowOf: 10)) { $0.minutesPlayed }
        minutesAvgSeason = games.mean(minimum: 1) { $0.minutesPlayed }
        usageRateLast10 = games.newest(10).pooledUsage(minimum: minimumGames(inWindowOf: 10))
        usageRateSeason = games.pooledUsage(minimum: Self.seasonMinimum)
        fillRates(games.newest(10))
        guard games.count >= Self.seasonMinimum else { return }
        recentTrend = Self.trend(games.newest(5))
        minutesChange = minutesAvgSeason.flatMap { Self.change(games.newest(3), season: $0) }
    }

    private mutating func fillRates(_ last10: CacheGames) {
        guard last10.count >= minimumGames(inWindowOf: 10) else { return }
        let scored: Double = last10.sum { Double($0.points) }
        tsPctLast10 = quotient(
            scored,
            over: last10.sum { 2 * (Double($0.fgAttempts) + BoxCounters.freeThrowWeight * Double($0.ftAttempts)) })
        pointsPerMinuteLast10 = quotient(scored, over: last10.sum { $0.minutesPlayed })
        freeThrowShareLast10 = quotient(last10.sum { Double($0.ftMakes) }, over: scored)
        starterRateLast10 = last10.mean(minimum: 1) { $0.starterFlag ? 1 : 0 }
    }

    // Five games: the newest three against the two before.
    private static func trend(_ games: CacheGames) -> Int {
        let newest: Double = games.newest(3).sum { Double($0.points) } / 3
        let before: Double = (Double(games[0].points) + Double(games[1].points)) / 2
        let difference = newest - before
        return graded(difference, strong: 5, slight: 2)
    }

    private static func change(_ newest: CacheGames, season: Double) -> Int? {
        guard let mean = newest.mean(minimum: 1, { $0.minutesPlayed }), let ratio = quotient(mean, over: season) else {
            return nil
        }
        return graded(ratio - 1, strong: 0.2, slight: 0.1)
    }

    /// −2…2 by how far `value` lies from 0.
    package static func graded(_ value: Double, strong: Double, slight: Double) -> Int {
        if value >= strong { return 2 }
        if value >= slight { return 1 }
        if value <= -strong { return -2 }
        return value <= -slight ? -1 : 0
    }

    fileprivate mutating func fill(against games: EntityGames<PlayerPoints.ByMatchup>) {
        gamesVsOpponent = games.count
        pointsAvgVsOpponent = games.mean(minimum: Self.matchupMinimum) { Double($0.points) }
    }

    fileprivate mutating func fill(_ team: TeamFormLine?) {
        teamPaceLast10 = team?.paceLast10
        teamOffRatingLast10 = team?.offensiveRatingLast10
        teamWinPct = team?.teamWinPct
    }
}

extension StatForm {
    /// The form of one statistic over the appearances of a season.
    fileprivate init(_ games: CacheGames, _ value: (CacheLine) -> Double) {
        self.init()
        let last10 = games.newest(10)
        avgLast5 = games.newest(5).mean(minimum: minimumGames(inWindowOf: 5), value)
        avgLast10 = last10.mean(minimum: minimumGames(inWindowOf: 10), value)
        avgSeason = games.mean(minimum: 1, value)
        if let avgLast10 { stdLast10 = last10.sampleDeviation(from: avgLast10, value) }
    }
}

extension CacheLine: UsageLine {}
