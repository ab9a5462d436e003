package import GameCalendar
package import PipelineModel

/// Computes ml_feature_store_v3: one row for each player context of the date.
///
/// Of the date itself it reads the contexts with their betting line and who is listed out; who appeared, and who dressed and
/// was not used, it reads of earlier dates only. About 12 ms a date.
package struct LineupFeatureProcessor: Processor {
    private static let seasons = 3
    package let kind = ProcessorKind.derived
    package let phase = Phase.predictions
    package let version = "2"
    package let inputs: [Input] = [
        .required(LineupContext.self), .optional(ListedOut.self),
        .required(
            LineupLine.self, .seasons(LineupFeatureProcessor.seasons),
            groupedBy: [LineupLine.ByPlayer.self, LineupLine.ByTeam.self]),
        .required(
            TeamGameLine.self, .seasons(LineupFeatureProcessor.seasons), groupedBy: [TeamGameLine.ByTeam.self]),
        .optional(
            ListedLine.self, .seasons(LineupFeatureProcessor.seasons),
            groupedBy: [ListedLine.ByPlayer.self, ListedLine.ByTeam.self]),
    ]

    package init() {}

    package func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<LineupFeatureRow> {
        let contexts = try upstream.rows(LineupContext.self)
        guard let first = contexts.first else { return ProcessedRows([]) }
        let history = LineupHistory(
            year: seasonStart(ofGame: first.gameID), teams: try upstream.log(TeamGameLine.ByTeam.self),
            teamLines: try upstream.log(LineupLine.ByTeam.self),
            teamListings: try upstream.log(ListedLine.ByTeam.self),
            playerLines: try upstream.log(LineupLine.ByPlayer.self),
            playerListings: try upstream.log(ListedLine.ByPlayer.self))
        let lineups = DateLineups(contexts, out: try upstream.rows(ListedOut.self), history)
        return ProcessedRows(
            contexts.map { context in
                var row = LineupFeatureRow()
                row.identity = PlayerIdentity(context.gameID, context.gameDate, context.playerID)
                row.values = lineups.values(of: context)
                row.featureMissingCount = row.values.count { $0 == nil }
                return row
            })
    }

    package func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [PlayerGameKey] {
        try upstream.rows(LineupContext.self).map { PlayerGameKey($0.gameID, $0.playerID) }
    }
}

/// The line-ups of a date's teams.
private struct DateLineups {
    private var totals: [String: LineupTotals] = [:]

    init(_ contexts: [LineupContext], out: [ListedOut], _ history: LineupHistory) {
        var named: [String: [Int]] = [:]
        for context in contexts {
            named[context.teamAbbr, default: []].append(context.playerID)
            // The other team's line-up is asked for whether or not anybody of it is known.
            named[context.opponentAbbr, default: []].append(contentsOf: [])
        }
        let games = Set(contexts.map(\.gameID))
        var book = TrailBook()
        for (team, players) in named {
            let absent = out.filter { $0.teamAbbr == team && games.contains($0.gameID) }.map(\.playerID)
            totals[team] = LineupTotals(
                TeamLineup(of: team, named: players, out: absent, season: history.year, from: history, &book))
        }
    }

    /// The values of a player's features; all NULL when his team has no line-up.
    func values(of context: LineupContext) -> [Double?] {
        guard let own = totals[context.teamAbbr], let opponent = totals[context.opponentAbbr],
            let values = LineupValues(context, own: own, opponent: opponent)
        else { return Array(repeating: nil, count: LineupFeature.all.count) }
        return values.values
    }
}
