extension BoxCounters {
    /// The weight of a free throw in possessions, usage and true shooting.
    package static let freeThrowWeight: Double = 0.44

    /// Shooting attempts with free throws weighed in: FGA + 0.44·FTA.
    package var weightedAttempts: Double {
        Double(fgAttempts) + Self.freeThrowWeight * Double(ftAttempts)
    }

    /// FGA + 0.44·FTA + TOV: how often the line ended a possession, as usage counts it.
    package var usageLoad: Double {
        weightedAttempts + Double(turnovers)
    }

    /// Possessions, estimated: FGA + 0.44·FTA + TOV − OREB.
    package var possessions: Double {
        weightedAttempts + Double(turnovers) - Double(offensiveRebounds)
    }

    /// Share, 0…1.5: points / (2·(FGA + 0.44·FTA)); NULL without attempts.
    package var trueShooting: Double? {
        quotient(Double(points), over: 2 * weightedAttempts)
    }

    /// Share, 0…1.5: (FGM + 0.5·3PM) / FGA; NULL without field-goal attempts.
    package var effectiveFieldGoal: Double? {
        quotient(Double(fgMakes) + 0.5 * Double(threePtMakes), over: Double(fgAttempts))
    }

    /// FTA / FGA; NULL without field-goal attempts.
    package var freeThrowRate: Double? {
        quotient(Double(ftAttempts), over: Double(fgAttempts))
    }

    /// Points, rebounds and assists together.
    package var pra: Int { points + rebounds + assists }

    /// Adds each of the fifteen counters.
    package static func += (left: inout BoxCounters, right: BoxCounters) {
        left.points += right.points
        left.fgMakes += right.fgMakes
        left.fgAttempts += right.fgAttempts
        left.threePtMakes += right.threePtMakes
        left.threePtAttempts += right.threePtAttempts
        left.ftMakes += right.ftMakes
        left.ftAttempts += right.ftAttempts
        left.offensiveRebounds += right.offensiveRebounds
        left.defensiveRebounds += right.defensiveRebounds
        left.rebounds += right.rebounds
        left.assists += right.assists
        left.steals += right.steals
        left.blocks += right.blocks
        left.turnovers += right.turnovers
        left.personalFouls += right.personalFouls
    }
}

/// Minutes a game lasts: 48, and 5 for each overtime.
package func gameMinutes(overtimePeriods: Int) -> Double {
    Double(48 + 5 * overtimePeriods)
}

/// What a team's possessions are worth.
package struct PossessionRatings: Hashable, Sendable {
    /// Estimated possessions.
    package let possessions: Double
    /// 100·points / possessions.
    package let offensiveRating: Double
    /// Possessions·48 / minutes of the game.
    package let pace: Double

    /// The ratings of a line; nil when its possessions are 0 or fewer, which no game has.
    package init?(_ line: BoxCounters, overtimePeriods: Int) {
        possessions = line.possessions
        guard possessions > 0 else { return nil }
        offensiveRating = 100 * Double(line.points) / possessions
        pace = possessions * 48 / gameMinutes(overtimePeriods: overtimePeriods)
    }
}

/// How much of his team's play a player ended while on the court, as a fraction kept open so that windows can pool it.
package struct Usage: Hashable, Sendable {
    /// (FGA + 0.44·FTA + TOV)·minutes of the game.
    package let numerator: Double
    /// Own minutes·(team FGA + 0.44·team FTA + team TOV); NULL without a team line.
    package let denominator: Double?

    /// The usage of a line.
    package init(_ line: BoxCounters, minutes: Double, team: BoxCounters?, overtimePeriods: Int) {
        numerator = line.usageLoad * gameMinutes(overtimePeriods: overtimePeriods)
        denominator = team.map { minutes * $0.usageLoad }
    }

    /// Percent, 0…100 for all but freak lines; NULL at 0 minutes or without a team line.
    package var rate: Double? {
        quotient(100 * numerator, over: denominator)
    }
}
