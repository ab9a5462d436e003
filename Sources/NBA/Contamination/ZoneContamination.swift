package import GameCalendar
package import PipelineModel

/// team_defense_game_summary.opp_paint_attempts must be what the opponent's offence row counts.
package struct PaintAttemptsRule: ContaminationRule {
    package let table = TeamDefenseGame.table.name
    package let column = "opp_paint_attempts"
    package let source = "team_offense_game_summary.paint_attempts"
    package let inputs: [Input] = [.optional(PaintDefended.self), .optional(PaintAttempted.self)]

    package init() {}

    package func tally(
        on date: GameDate, from upstream: Upstream, isExcused: (Partition) -> Bool
    ) throws(ProcessorError) -> ContaminationTally {
        var tally = ContaminationTally()
        let offenses = RowsByGame(try upstream.rows(PaintAttempted.self), game: \.gameID)
        let offense = Partition(TeamOffenseGame.table.name, date)
        for row in try upstream.rows(PaintDefended.self) {
            guard let source = offenses[row.gameID].first(where: { $0.teamAbbr == row.opponentAbbr }) else {
                if isExcused(offense) {
                    tally.countValid()
                } else {
                    tally.countInvalid(from: offense, value: row.attempts)
                }
                continue
            }
            // Without a shot chart nothing is counted.
            if (row.attempts == nil) == (source.attempts == nil) {
                tally.countValid()
            } else {
                tally.countInvalid(from: Partition(table, date), value: row.attempts, isSourced: source.attempts != nil)
            }
        }
        return tally
    }
}

/// team_defense_zone_analysis.paint_pct_allowed_last_15 must rest on the team's last 15 games.
package struct PaintShareRule: ContaminationRule {
    private static let window = 15
    package let table = TeamDefenseZones.table.name
    package let column = "paint_pct_allowed_last_15"
    package let source = "team_defense_game_summary.opp_paint_attempts"
    package let inputs: [Input] = [
        .optional(PaintShare.self), .optional(CountedGame.self, .season, groupedBy: [CountedGame.ByTeam.self]),
        .optional(ZoneDefenseLine.self, .season, groupedBy: [ZoneDefenseLine.ByTeam.self]),
    ]

    package init() {}

    package func tally(
        on date: GameDate, from upstream: Upstream, isExcused: (Partition) -> Bool
    ) throws(ProcessorError) -> ContaminationTally {
        var tally = ContaminationTally()
        let scheduled = try upstream.log(CountedGame.ByTeam.self)
        let defended = try upstream.log(ZoneDefenseLine.ByTeam.self)
        for row in try upstream.rows(PaintShare.self) {
            let expected = scheduled.games(of: row.teamAbbr).newest(Self.window)
            let lines = defended.games(of: row.teamAbbr)
            let known = lines.suffix { line in expected.contains { $0.gameID == line.gameID } }
            let lost = expected.filter { game in !known.contains { $0.gameID == game.gameID } }
                .map { Partition(TeamDefenseGame.table.name, $0.gameDate) }
            let charted = known.count { $0.shotDataAvailable }
            let attempts = known.reduce(0) { $0 + ($1.zones.paintAttempts ?? 0) }
            let isKnowable = charted >= minimumGames(inWindowOf: Self.window) && attempts > 0
            tally.count(
                isValue: row.share != nil, isZero: row.share == 0 && charted == 0, isKnowable: isKnowable, lost: lost,
                own: Partition(table, date), isExcused)
        }
        return tally
    }
}

/// The columns of a defence row that are judged.
package struct PaintDefended: NarrowRow, Hashable {
    package typealias Whole = TeamDefenseGame
    package var gameID = ""
    package var opponentAbbr = ""
    package var attempts: Int?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("opponent_abbr", &opponentAbbr, "The other team.")
        c.column("opp_paint_attempts", &attempts, unit: .count, "Paint attempts allowed.")
    }
}

/// The columns of an offence row that defences derive from.
package struct PaintAttempted: NarrowRow, Hashable {
    package typealias Whole = TeamOffenseGame
    package var gameID = ""
    package var teamAbbr = ""
    package var attempts: Int?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("team_abbr", &teamAbbr, "Team.")
        c.column("paint_attempts", &attempts, unit: .count, "Paint attempts.")
    }
}

/// The columns of a zone row that are judged.
package struct PaintShare: NarrowRow, Hashable {
    package typealias Whole = TeamDefenseZones
    package var teamAbbr = ""
    package var share: Double?

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("team_abbr", &teamAbbr, "Defending team.")
        c.column("paint_pct_allowed_last_15", &share, unit: .share, "Share of paint attempts allowed.")
    }
}

extension ContaminationTally {
    // A count that derives from one row.
    fileprivate mutating func countInvalid(from origin: Partition, value: Int?, isSourced: Bool = false) {
        countInvalid(from: origin, isZero: value == 0 && !isSourced)
    }
}
