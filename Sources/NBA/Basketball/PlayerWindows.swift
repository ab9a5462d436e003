package import GameCalendar
package import PipelineModel

/// Appearances of one player, oldest first.
package typealias Appearances = EntityGames<PlayerGameLine.Appearances>

/// A game that says how much of his team's play a player ended.
package protocol UsageLine {
    var usageNumerator: Double { get }
    var usageDenominator: Double? { get }
}

extension PlayerGameLine: UsageLine {}

extension EntityGames where Grouping.Row: UsageLine {
    /// Percent: 100·Σ numerators / Σ denominators, sums in the games' order; NULL below `minimum` games.
    package func pooledUsage(minimum: Int) -> Double? {
        guard count >= minimum else { return nil }
        // One walk for both sums; each of them still runs from the first game to the last.
        var numerator: Double = 0.0
        var denominator: Double = 0.0
        for index in indices {
            guard let term = self[index].usageDenominator else { return nil }
            numerator += self[index].usageNumerator
            denominator += term
        }
        return quotient(100 * numerator, over: denominator)
    }
}

extension EntityGames where Grouping == PlayerGameLine.Appearances {
    /// Mean points over the newest `size` games; NULL below half of them.
    package func points(last size: Int) -> Double? {
        newest(size).mean(minimum: minimumGames(inWindowOf: size)) { Double($0.points) }
    }

    /// Mean minutes over the newest `size` games; NULL below half of them.
    package func minutes(last size: Int) -> Double? {
        newest(size).mean(minimum: minimumGames(inWindowOf: size)) { $0.minutesPlayed }
    }

    /// Pooled usage over the newest `size` games; NULL below half of them.
    package func usage(last size: Int) -> Double? {
        newest(size).pooledUsage(minimum: minimumGames(inWindowOf: size))
    }

    /// Whether the player is a star by his last ten games of the season: 18 points, or 28 minutes, or 25 % usage.
    package var isStar: Bool {
        let needed = 5
        guard count >= needed else { return false }
        if let points = points(last: 10), points >= 18 { return true }
        if let minutes = minutes(last: 10), minutes >= 28 { return true }
        if let usage = usage(last: 10), usage >= 25 { return true }
        return false
    }
}

extension EntityGames where Grouping == PlayerGameLine.Appearances {
    /// Rest and workload before `date`.
    package func load(before date: GameDate) -> PlayerLoad {
        var load = PlayerLoad()
        load.gamesPlayedSeason = count
        guard count > 0 else { return load }
        let rest = date - self[count - 1].gameDate - 1
        load.daysRest = rest
        load.backToBack = rest == 0
        load.daysRestBeforeLastGame = daysRest(at: count - 1)
        if let rested = indices.last(where: { (daysRest(at: $0) ?? 0) >= 2 }) {
            load.daysSince2PlusDaysRest = date - self[rested].gameDate
        }
        let week = suffix { $0.gameDate >= date - 7 }
        let fortnight = suffix { $0.gameDate >= date - 14 }
        load.gamesInLast7Days = week.count
        load.gamesInLast14Days = fortnight.count
        load.minutesInLast7Days = week.sum { $0.minutesPlayed }
        load.minutesInLast14Days = fortnight.sum { $0.minutesPlayed }
        load.avgMinutesPerGameLast7Days = quotient(load.minutesInLast7Days, over: Double(week.count))
        for index in fortnight.indices.dropFirst() where fortnight.daysRest(at: index) == 0 {
            load.backToBacksLast14Days += 1
        }
        return load
    }

    // Days between the appearance at `index` and the one before it; NULL for the first of the season.
    private func daysRest(at index: Int) -> Int? {
        index == 0 ? nil : self[index].gameDate - self[index - 1].gameDate - 1
    }

    /// Windows over the newest appearances, and the usage to expect with `newlyOut` stars of the team newly out.
    package func form(starsNewlyOut newlyOut: Int) -> PlayerForm {
        let seasonMinimum = 5
        var form = PlayerForm()
        form.pointsAvgLast5 = points(last: 5)
        form.pointsAvgLast10 = points(last: 10)
        form.minutesAvgLast10 = minutes(last: 10)
        form.l5GamesUsed = Swift.min(5, count)
        form.l10GamesUsed = Swift.min(10, count)
        form.usageRateLast5Games = usage(last: 5)
        form.usageRateLast7Games = usage(last: 7)
        form.usageRateSeason = pooledUsage(minimum: seasonMinimum)
        form.projectedUsageRate = projectedUsage(
            last5: form.usageRateLast5Games, season: form.usageRateSeason, starsNewlyOut: newlyOut)
        return form
    }
}

/// Percent: (0.6·last five + 0.4·season)·(1 + 0.04·min(stars newly out, 3)); NULL when either rate is.
///
/// Only newly missing stars count: a long absence is in the player's windows already.
package func projectedUsage(last5: Double?, season: Double?, starsNewlyOut: Int) -> Double? {
    guard let last5, let season else { return nil }
    let blend: Double = 0.6 * last5 + 0.4 * season
    let raise: Double = 1 + 0.04 * Double(min(starsNewlyOut, 3))
    return blend * raise
}
