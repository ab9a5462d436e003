package import GameCalendar
package import PipelineModel

/// Computes player_shot_zone_analysis: one row for each player context of the date.
package struct PlayerShotZonesProcessor: Processor {
    package let kind = ProcessorKind.derived
    package let phase = Phase.precompute
    package let version = "1"
    package let inputs: [Input] = [
        .required(ContextPlayer.self),
        .required(ShotZoneLine.self, .season, groupedBy: [ShotZoneLine.Appearances.self]),
    ]

    package init() {}

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<PlayerShotZones> {
        let games = try upstream.log(ShotZoneLine.Appearances.self)
        return ProcessedRows(
            try upstream.rows(ContextPlayer.self).map { player in
                PlayerShotZones(of: player, games.games(of: player.playerID))
            })
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [PlayerGameKey] {
        try upstream.rows(ContextPlayer.self).map(\.key)
    }
}

private typealias ShotGames = EntityGames<ShotZoneLine.Appearances>

extension PlayerShotZones {
    fileprivate init(of player: ContextPlayer, _ games: ShotGames) {
        self.init()
        identity = player.identity
        last10 = ShotWindow(games, last: 10)
        last20 = ShotWindow(games, last: 20)
        fillAssists(games.newest(10))
        primaryScoringZone = Self.primaryZone(of: last10.rates)
        end = player.end.requiring(last10.rates.paint != nil)
    }

    private mutating func fillAssists(_ games: ShotGames) {
        guard last10.isLargeEnough(forLast: 10) else { return }
        var (assisted, makes) = (0, 0)
        for index in games.indices where games[index].shotDataAvailable {
            assisted += games[index].assistedMakes ?? 0
            makes += (games[index].assistedMakes ?? 0) + (games[index].unassistedMakes ?? 0)
        }
        assistedRateLast10 = quotient(100 * Double(assisted), over: Double(makes))
        unassistedRateLast10 = assistedRateLast10.map { 100 - $0 }
    }

    /// Where a player mainly shoots from; NULL without rates.
    package static func primaryZone(of rates: ZoneValues) -> String? {
        guard let paint = rates.paint, let mid = rates.midRange, let three = rates.threePt else { return nil }
        if paint >= 40 { return ShotZoneGroup.paint.label }
        if three >= 40 { return ShotZoneGroup.threePt.label }
        return mid >= 35 ? ShotZoneGroup.midRange.label : "balanced"
    }
}

extension ShotWindow {
    // Fewer shots than this say nothing about where a player shoots from.
    private static let neededShots = 20

    /// The newest `size` appearances.
    fileprivate init(_ games: ShotGames, last size: Int) {
        self.init()
        let window = games.newest(size)
        var sums = ZoneSums()
        for index in window.indices where window[index].shotDataAvailable {
            sums.add(
                window[index].zones, threeMakes: window[index].threePtMakes,
                threeAttempts: window[index].threePtAttempts)
            shotGamesInSample += 1
        }
        gamesInSample = window.count
        totalShots = sums.total
        guard isLargeEnough(forLast: size) else { return }
        let (shots, shotGames) = (Double(totalShots), Double(shotGamesInSample))
        rates = ZoneValues { 100 * sums.attempts($0) / shots }
        shares = ZoneValues { sums.share($0) }
        attemptsPerGame = ZoneValues { sums.attempts($0) / shotGames }
    }

    fileprivate func isLargeEnough(forLast size: Int) -> Bool {
        shotGamesInSample >= minimumGames(inWindowOf: size) && totalShots >= Self.neededShots
    }
}
