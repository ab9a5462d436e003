package import GameCalendar
package import PipelineModel

/// Computes team_defense_zone_analysis: one row for each team of the league on each date with an expected game.
package struct TeamDefenseZonesProcessor: Processor {
    package let kind = ProcessorKind.derived
    package let phase = Phase.precompute
    package let version = "1"
    package let inputs: [Input] = [
        .required(SchedulePregame.self),
        .required(ZoneDefenseLine.self, .season, groupedBy: [ZoneDefenseLine.ByTeam.self]),
        .optional(CountedGame.self, .season, groupedBy: [CountedGame.ByTeam.self]), previousSeason,
    ]
    /// The teams of the league, ascending.
    package let teams: [String]

    static let previousSeason = Input.fallback(ZoneDefenseLine.self, .previousSeason)

    /// A processor for a league of these teams.
    package init(teams: Set<String> = Tricode.all) {
        self.teams = teams.sorted()
    }

    package var parameters: [String: String] { ["teams": teams.joined(separator: ",")] }

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<TeamDefenseZones> {
        guard let season = try upstream.rows(SchedulePregame.self).first(where: \.isExpected)?.identity.season else {
            return ProcessedRows([])
        }
        let league = try LeagueBaseline(before: upstream)
        let games = try upstream.log(ZoneDefenseLine.ByTeam.self)
        let counted = try upstream.log(CountedGame.ByTeam.self)
        return ProcessedRows(
            teams.map { team in
                var row = TeamDefenseZones()
                (row.teamAbbr, row.gameDate, row.season, row.league) = (team, date, season, league)
                row.fill(games.games(of: team), scheduled: counted.games(of: team))
                return row
            })
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [TeamDateKey] {
        let isExpected = try upstream.rows(SchedulePregame.self).contains(where: \.isExpected)
        return isExpected ? teams.map { TeamDateKey($0, date) } : []
    }
}

extension TeamDefenseZones {
    private static let window = 15
    private static let thinSample = 5...9

    /// Fills the row from the team's games of the season, of which the window is the last 15 that were scheduled.
    fileprivate mutating func fill(
        _ games: EntityGames<ZoneDefenseLine.ByTeam>, scheduled: EntityGames<CountedGame.ByTeam>
    ) {
        let expected = scheduled.newest(Self.window)
        let needed = minimumGames(inWindowOf: Self.window)
        var sample = games.newest(Self.window)
        if let start = expected.first.map({ GamePoint($0.gameDate, $0.gameID) }) {
            sample = sample.suffix { GamePoint($0.gameDate, $0.gameID) >= start }
        }
        fillZones(sample, needed)
        gamesInSample = sample.count
        defensiveRatingLast15 = sample.mean(minimum: needed) { $0.defensiveRating }
        opponentPointsPerGame = sample.mean(minimum: needed) { Double($0.pointsAllowed) }
        opponentPaceLast15 = sample.mean(minimum: needed) { $0.opponentPace }
        var issues: QualityIssues = Self.thinSample.contains(sample.count) ? .thinSample : []
        if sample.count < expected.count { issues.insert(.upstreamIncomplete) }
        end = RowEnd(
            expected: expected.count, actual: sample.count, isEarlySeason: sample.count < needed, issues: issues,
            hasReadyColumns: defensiveRatingLast15 != nil && pctAllowed.paint != nil)
    }

    private mutating func fillZones(_ sample: EntityGames<ZoneDefenseLine.ByTeam>, _ needed: Int) {
        var sums = ZoneSums()
        for index in sample.indices where sample[index].shotDataAvailable {
            sums.add(
                sample[index].zones, threeMakes: sample[index].threePtMakes,
                threeAttempts: sample[index].threePtAttempts)
            shotGamesInSample += 1
        }
        guard shotGamesInSample >= needed else { return }
        let games = Double(shotGamesInSample)
        pctAllowed = ZoneValues { sums.share($0) }
        attemptsAllowed = ZoneValues { sums.attempts($0) / games }
        versusLeague = ZoneValues { zone in pctAllowed[zone].map { 100 * ($0 - league[zone]) } }
        let known = ShotZoneGroup.allCases.compactMap { zone in versusLeague[zone].map { (zone: zone, value: $0) } }
        // Of equal ones the first, in both directions.
        strongestZone = known.min { $0.value < $1.value }?.zone.label
        weakestZone = known.max { $0.value < $1.value }?.zone.label
    }
}

extension LeagueBaseline {
    // Below so many team games a season does not tell what the league shoots.
    private static let neededRows = 100

    /// The baseline from the season so far, else from the season before, else the long-run constants.
    init(before upstream: Upstream) throws(ProcessorError) {
        self.init()
        let season = try upstream.window(ZoneDefenseLine.self)
        defensiveRating = Self.meanRating(season)
        if fill(from: season, as: .season) { return }
        let previous = try upstream.fallback(TeamDefenseZonesProcessor.previousSeason, as: ZoneDefenseLine.self)
        if fill(from: previous, as: .previousSeason) { return }
        (paintPct, midRangePct, threePtPct) = (0.565, 0.410, 0.355)
    }

    private mutating func fill(from window: SeasonWindow<ZoneDefenseLine>, as source: BaselineSource) -> Bool {
        var sums = ZoneSums()
        var rows = 0
        for day in window.days {
            for index in day.rows.indices where day.rows[index].shotDataAvailable {
                sums.add(
                    day.rows[index].zones, threeMakes: day.rows[index].threePtMakes,
                    threeAttempts: day.rows[index].threePtAttempts)
                rows += 1
            }
        }
        guard rows >= Self.neededRows, let paint = sums.share(.paint), let mid = sums.share(.midRange),
            let three = sums.share(.threePt)
        else { return false }
        (paintPct, midRangePct, threePtPct, self.source) = (paint, mid, three, source)
        return true
    }

    private static func meanRating(_ window: SeasonWindow<ZoneDefenseLine>) -> Double? {
        var sum: Double = 0.0
        var rows = 0
        for day in window.days {
            for index in day.rows.indices { sum += day.rows[index].defensiveRating }
            rows += day.rows.count
        }
        return rows < neededRows ? nil : sum / Double(rows)
    }
}
