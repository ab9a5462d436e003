package import GameCalendar
package import PipelineModel

/// Computes team_defense_game_summary: each defence is its opponent's offensive row read from the other side.
package struct TeamDefenseProcessor: Processor {
    package let kind = ProcessorKind.postGame
    package let phase = Phase.analytics
    package let version = "1"
    package let inputs: [Input] = [.required(TeamOffenseGame.self), .required(CountedGame.self)]

    package init() {}

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<TeamDefenseGame> {
        let offenses = try Self.sortedOffenses(upstream)
        let byTeam = Dictionary(
            offenses.map { (TeamGameKey($0.identity.gameID, $0.side.teamAbbr), $0) }, uniquingKeysWith: { a, _ in a })
        var result = ProcessedRows<TeamDefenseGame>([])
        for own in offenses {
            let opponent = TeamGameKey(own.identity.gameID, own.side.opponentAbbr)
            guard let other = byTeam[opponent] else {
                result.warnings.append("missing_team_line \(opponent.gameID) \(opponent.teamAbbr)")
                continue
            }
            result.rows.append(TeamDefenseGame(own: own, opponent: other))
        }
        return result
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [TeamGameKey] {
        try upstream.rows(CountedGame.self).flatMap { game in
            [TeamGameKey(game.gameID, game.away), TeamGameKey(game.gameID, game.home)]
        }
    }

    private static func sortedOffenses(_ upstream: Upstream) throws(ProcessorError) -> [TeamOffenseGame] {
        try upstream.rows(TeamOffenseGame.self).sorted { left, right in
            (left.identity.gameID, left.side.teamAbbr) < (right.identity.gameID, right.side.teamAbbr)
        }
    }
}

extension TeamDefenseGame {
    init(own: TeamOffenseGame, opponent: TeamOffenseGame) {
        self.init()
        identity = own.identity
        side = own.side
        allowed = AllowedCounters(opponent.counters)
        plays = DefensivePlays(own: own.counters, opponent: opponent.counters)
        opponentZones = opponent.zones
        pointsInPaintAllowed = opponent.pointsInPaint
        midRangePointsAllowed = opponent.midRangePoints
        threePtPointsAllowed = opponent.threePtPoints
        oppPossessions = opponent.possessions
        defensiveRating = opponent.offensiveRating
        opponentPace = opponent.pace
        opponentTSPct = opponent.tsPct
        opponentEFGPct = opponent.efgPct
        opponentFTRate = opponent.ftRate
        outcome = own.outcome
        overtimePeriods = own.overtimePeriods
        shotDataAvailable = own.shotDataAvailable
        // Shot issues concern the opponent's numbers, which stand here; a doubtful sum concerns both sides' rows.
        let ownSum = QualityIssues(text: own.end.qualityIssues).intersection(.boxSumMismatch)
        end = RowEnd(postGame: QualityIssues(text: opponent.end.qualityIssues).union(ownSum))
    }
}

extension AllowedCounters {
    init(_ opponent: BoxCounters) {
        self.init()
        pointsAllowed = opponent.points
        fgMakes = opponent.fgMakes
        fgAttempts = opponent.fgAttempts
        threePtMakes = opponent.threePtMakes
        threePtAttempts = opponent.threePtAttempts
        ftMakes = opponent.ftMakes
        ftAttempts = opponent.ftAttempts
        rebounds = opponent.rebounds
        assists = opponent.assists
        offensiveRebounds = opponent.offensiveRebounds
    }
}

extension DefensivePlays {
    init(own: BoxCounters, opponent: BoxCounters) {
        self.init()
        turnoversForced = opponent.turnovers
        foulsCommitted = own.personalFouls
        steals = own.steals
        blocks = own.blocks
        defensiveRebounds = own.defensiveRebounds
    }
}
