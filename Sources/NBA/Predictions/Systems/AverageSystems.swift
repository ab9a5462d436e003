import PipelineModel

/// moving_average_v1: the weighted mean of recent means.
package func movingAverage(_ player: PlayerSituation, _ market: Market) -> Answer {
    let form = player.form(market)
    guard let base = form.base else { return .failure(.thinSample) }
    return .success(Estimate(base, form.terms))
}

/// zone_matchup_v1, points: 0.4·season + 0.6·last ten, and what the opponent gives away where the player shoots from.
package func zoneMatchup(_ player: PlayerSituation) -> Answer {
    let form = player.form(.points)
    guard let mean = form.weighted(0, 0.6, 0.4) else { return .failure(.thinSample) }
    let adjustment = zoneAdjustment(player.shots, against: player.defense)
    return .success(
        Estimate(
            mean + adjustment,
            [("avg_last_10", form.avgLast10 ?? 0), ("avg_season", form.avgSeason ?? 0), ("zones", adjustment)]))
}

/// Points a game: Σ over zones soft/100·attempts·value, soft being the opponent's share allowed less the league's. What is
/// unknown counts 0.
package func zoneAdjustment(_ shots: PlayerShotZones?, against defense: TeamDefenseZones?) -> Double {
    guard let shots, let defense else { return 0 }
    var sum = 0.0
    for zone in ShotZoneGroup.allCases {
        guard let soft = defense.versusLeague[zone], let attempts = shots.last10.attemptsPerGame[zone] else { continue }
        sum += soft / 100 * attempts * (zone == .threePt ? 3 : 2)
    }
    return sum
}

/// rules_v1, points: 0.35·last five + 0.40·last ten + 0.25·season, times one plus what circumstances add.
///
/// Multiplied, because points added to everybody would hurt players who score little.
package func rules(_ player: PlayerSituation) -> Answer {
    let form = player.form(.points)
    guard let mean = form.weighted(0.35, 0.40, 0.25) else { return .failure(.thinSample) }
    let factors = player.factors
    let out = Double(min(player.starsNewlyOut, 3))
    let factor: Double =
        1 + 0.005 * (factors?.paceScore ?? 0) + 0.025 * (factors?.usageSpikeScore ?? 0)
        + 0.010 * (factors?.opponentStrengthScore ?? 0) + 0.020 * (factors?.fatigueAdjustment ?? 0) + 0.05 * out
    return .success(Estimate(mean * factor, [("mean", mean), ("factor", factor)]))
}

extension PlayerSituation {
    fileprivate var starsNewlyOut: Int {
        Int(features?["star_teammates_newly_out"] ?? 0)
    }
}

extension StatForm {
    fileprivate var terms: [(name: StaticString, value: Double)] {
        [("avg_last_5", avgLast5 ?? 0), ("avg_last_10", avgLast10 ?? 0), ("avg_season", avgSeason ?? 0)]
    }
}
