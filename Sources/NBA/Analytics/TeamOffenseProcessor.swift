package import GameCalendar
package import PipelineModel

/// Computes team_offense_game_summary: two rows for each counting game of the date.
package struct TeamOffenseProcessor: Processor {
    package let kind = ProcessorKind.postGame
    package let phase = Phase.analytics
    package let version = "1"
    package let inputs: [Input] = [
        .required(ScheduledGame.self), .required(TeamBox.self), .required(PlayerBox.self), .optional(ShotLine.self),
    ]

    package init() {}

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<TeamOffenseGame> {
        let lines = TeamLines(boxes: try upstream.rows(TeamBox.self), players: try upstream.rows(PlayerBox.self))
        let shots = ShotBook(try upstream.rows(ShotLine.self))
        var result = ProcessedRows<TeamOffenseGame>([])
        for game in try Self.countingGames(upstream) {
            for team in game.teams.both {
                guard let line = lines[game, team] else {
                    result.warnings.append("missing_team_line \(game.identity.gameID) \(team)")
                    continue
                }
                result.rows.append(try Self.row(of: team, in: game, line, lines, shots[game.identity.gameID]))
            }
        }
        return result
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [TeamGameKey] {
        try Self.countingGames(upstream).flatMap { game in
            game.teams.both.map { TeamGameKey(game.identity.gameID, $0) }
        }
    }

    private static func countingGames(_ upstream: Upstream) throws(ProcessorError) -> [ScheduledGame] {
        try upstream.rows(ScheduledGame.self).filter { $0.result.countsForPipeline }
            .sorted { $0.identity.gameID < $1.identity.gameID }
    }

    private static func row(
        of team: String, in game: ScheduledGame, _ line: TeamLines.Line, _ lines: TeamLines, _ shots: GameShots?
    ) throws(ProcessorError) -> TeamOffenseGame {
        let gameID = game.identity.gameID
        guard let overtimes = game.result.overtimePeriods else {
            throw ProcessorError(.invalidValue, "game \(gameID) is final and has no number of overtimes")
        }
        guard let ratings = PossessionRatings(line.counters, overtimePeriods: overtimes) else {
            throw ProcessorError(.invalidValue, "the line of \(team) in game \(gameID) makes no possession")
        }
        guard let opposing = lines.opponentPoints(of: team, in: game) else {
            throw ProcessorError(.inconsistentInput, "nobody knows the points \(team) allowed in game \(gameID)")
        }
        var row = TeamOffenseGame()
        row.identity = game.identity
        row.side = TeamSide(of: team, in: game.teams)
        row.counters = line.counters
        row.overtimePeriods = overtimes
        row.fillRatings(ratings)
        row.fillZones(shots?.tally(of: team))
        row.outcome.marginOfVictory = line.counters.points - opposing
        row.outcome.winFlag = row.outcome.marginOfVictory > 0
        row.playersActive = line.playersActive
        row.end = RowEnd(postGame: line.issues.union(row.shotIssues(shots?.tally(of: team))))
        return row
    }
}

extension TeamOffenseGame {
    fileprivate mutating func fillRatings(_ ratings: PossessionRatings) {
        possessions = ratings.possessions
        offensiveRating = ratings.offensiveRating
        pace = ratings.pace
        tsPct = counters.trueShooting
        efgPct = counters.effectiveFieldGoal
        ftRate = counters.freeThrowRate
    }

    fileprivate mutating func fillZones(_ tally: ShotTally?) {
        zones = ZoneCounts(tally)
        assistedFGMakes = tally?.assistedMakes
        pointsInPaint = zones.paintMakes.map { 2 * $0 }
        midRangePoints = zones.midRangeMakes.map { 2 * $0 }
        threePtPoints = 3 * counters.threePtMakes
        shotDataAvailable = tally != nil
    }

    fileprivate func shotIssues(_ tally: ShotTally?) -> QualityIssues {
        guard let tally else { return .shotZonesUnavailable }
        return tally.matches(counters) ? [] : .shotsDoNotMatchBox
    }
}
