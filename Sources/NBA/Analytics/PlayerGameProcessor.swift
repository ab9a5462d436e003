package import GameCalendar
package import PipelineModel

/// Computes player_game_summary: one row for each box-score row of a counting game.
///
/// What the whole team did is read off the teams' offensive rows; the schedule says which games count, so that a game
/// without offensive rows leaves keys open instead of going unseen.
package struct PlayerGameProcessor: Processor {
    package let kind = ProcessorKind.postGame
    package let phase = Phase.analytics
    package let version = "1"
    package let inputs: [Input] = [
        .required(PlayerBox.self), .required(TeamOffenseGame.self), .required(CountedGame.self),
        .optional(ShotLine.self),
    ]

    package init() {}

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<PlayerGame> {
        let games = OffenseBook(try upstream.rows(TeamOffenseGame.self))
        let shots = ShotBook(try upstream.rows(ShotLine.self))
        let counted = Set(try upstream.rows(CountedGame.self).map(\.gameID))
        var rows: [PlayerGame] = []
        var withoutLine: Set<String> = []
        for box in try upstream.rows(PlayerBox.self) where counted.contains(box.game.gameID) {
            guard let view = games.view(of: box.teamAbbr, in: box.game.gameID) else { continue }
            if view.team == nil { withoutLine.insert("missing_team_line \(box.game.gameID) \(box.teamAbbr)") }
            rows.append(PlayerGame(box, in: view, shots[box.game.gameID]?.tally(of: box.playerID)))
        }
        return ProcessedRows(rows, warnings: withoutLine.sorted())
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [PlayerGameKey] {
        let counted = Set(try upstream.rows(CountedGame.self).map(\.gameID))
        return try upstream.rows(PlayerBox.self).filter { counted.contains($0.game.gameID) }
            .map { PlayerGameKey($0.game.gameID, $0.playerID) }
    }
}

/// The offensive rows of one date, by game.
private struct OffenseBook {
    /// A game as one of its teams sees it.
    struct View {
        let identity: GameIdentity
        let side: TeamSide
        let overtimePeriods: Int
        let isWin: Bool
        /// The team's own line, nil when it is missing.
        let team: BoxCounters?
    }

    private var games: [String: [TeamOffenseGame]] = [:]

    init(_ rows: [TeamOffenseGame]) {
        for row in rows { games[row.identity.gameID, default: []].append(row) }
    }

    /// The game as `team` sees it; nil when neither team has a row, so that nothing says the game counts.
    func view(of team: String, in gameID: String) -> View? {
        guard let rows = games[gameID], let any = rows.first else { return nil }
        if let own = rows.first(where: { $0.side.teamAbbr == team }) {
            return View(
                identity: own.identity, side: own.side, overtimePeriods: own.overtimePeriods,
                isWin: own.outcome.winFlag, team: own.counters)
        }
        return View(
            identity: any.identity, side: any.side.reversed, overtimePeriods: any.overtimePeriods,
            isWin: any.outcome.marginOfVictory < 0, team: nil)
    }
}

extension PlayerGame {
    fileprivate init(_ box: PlayerBox, in game: OffenseBook.View, _ tally: ShotTally?) {
        self.init()
        identity = game.identity
        (player.playerID, player.playerName, player.playerLookup) = (box.playerID, box.playerName, box.playerLookup)
        side = game.side
        counters = box.counters
        plusMinus = box.plusMinus
        pra = box.counters.pra
        starterFlag = box.starter
        isActive = box.isAppearance
        winFlag = game.isWin
        secondsPlayed = box.secondsPlayed
        minutesPlayed = Double(box.secondsPlayed) / 60
        fillZones(tally)
        fillRates(
            Usage(counters, minutes: minutesPlayed, team: game.team, overtimePeriods: game.overtimePeriods))
        var issues: QualityIssues = game.team == nil ? .missingTeamLine : []
        if let tally {
            if !tally.matches(counters) { issues.insert(.shotsDoNotMatchBox) }
        } else {
            issues.insert(.shotZonesUnavailable)
        }
        end = RowEnd(postGame: issues)
    }

    private mutating func fillZones(_ tally: ShotTally?) {
        zones = ZoneCounts(tally)
        assistedFGMakes = tally?.assistedMakes
        unassistedFGMakes = tally.map { $0.makes - $0.assistedMakes }
        shotDataAvailable = tally != nil
    }

    private mutating func fillRates(_ usage: Usage) {
        usageNumerator = usage.numerator
        usageDenominator = usage.denominator
        usageRate = usage.rate
        tsPct = counters.trueShooting
        efgPct = counters.effectiveFieldGoal
    }
}
