package import GameCalendar
package import PipelineModel

/// player_composite_factors.shot_zone_mismatch_score must rest on his zones and on the opponent's.
package struct MismatchRule: ContaminationRule {
    package let table = PlayerCompositeFactors.table.name
    package let column = "shot_zone_mismatch_score"
    package let source = "player_shot_zone_analysis.primary_scoring_zone"
    package let inputs: [Input] = [
        .optional(MismatchScore.self), .optional(ContextPlayer.self), .optional(PlayerShotZones.self),
        .optional(TeamDefenseZones.self),
    ]

    package init() {}

    package func tally(
        on date: GameDate, from upstream: Upstream, isExcused: (Partition) -> Bool
    ) throws(ProcessorError) -> ContaminationTally {
        var tally = ContaminationTally()
        let opponents = try Opponents(upstream)
        let shots = RowsByGame(try upstream.rows(PlayerShotZones.self), game: \.identity.gameID)
        let defenses = try upstream.rows(TeamDefenseZones.self)
        for row in try upstream.rows(MismatchScore.self) {
            let opponent = opponents[row.gameID, row.playerID]
            let own = shots[row.gameID].first { $0.identity.playerID == row.playerID }
            let defense = defenses.first { $0.teamAbbr == opponent }
            let known = Factors.mismatch(own, against: defense) != nil
            var lost: [TableName] = []
            if opponent == nil { lost.append(UpcomingPlayer.table.name) }
            if own == nil { lost.append(PlayerShotZones.table.name) }
            if opponent != nil, defense == nil { lost.append(TeamDefenseZones.table.name) }
            tally.count(
                isValue: row.score != nil, isZero: row.score == 0, isKnowable: known,
                lost: lost.map { Partition($0, date) }, own: Partition(table, date), isExcused)
        }
        return tally
    }
}

/// player_daily_cache.usage_rate_last_10 must rest on the player's last ten appearances.
package struct UsageRule: ContaminationRule {
    private static let window = 10
    package let table = PlayerDailyCache.table.name
    package let column = "usage_rate_last_10"
    package let source = "player_game_summary.usage_denominator"
    package let inputs: [Input] = [
        .optional(CachedUsage.self), .optional(BoxSetMember.self, .season, groupedBy: [BoxSetMember.ByPlayer.self]),
        .optional(UsageSource.self, .season, groupedBy: [UsageSource.ByPlayer.self]),
        .optional(CountedGame.self, .season),
    ]

    package init() {}

    package func tally(
        on date: GameDate, from upstream: Upstream, isExcused: (Partition) -> Bool
    ) throws(ProcessorError) -> ContaminationTally {
        var tally = ContaminationTally()
        let boxes = try upstream.log(BoxSetMember.ByPlayer.self)
        let games = try upstream.log(UsageSource.ByPlayer.self)
        let unreported = try UnreportedDays(upstream)
        for row in try upstream.rows(CachedUsage.self) {
            let played = games.games(of: row.playerID)
            let newest = Array(played.filter(\.isActive).suffix(Self.window))
            // Every box-score line since the oldest appearance that counts must have become a row.
            let start = newest.count < Self.window ? nil : newest.first?.gameDate
            let window = boxes.games(of: row.playerID).suffix { game in start.map { game.gameDate >= $0 } ?? true }
            let rows = played.suffix { game in start.map { game.gameDate >= $0 } ?? true }
            let lost = window.filter { game in !rows.contains { $0.gameID == game.gameID } }
                .map { Partition(PlayerGame.table.name, $0.gameDate) }
            let unseen = unreported.days(ofTeamsIn: window, since: start).map { Partition(PlayerBox.table.name, $0) }
            let isKnowable =
                newest.count >= minimumGames(inWindowOf: Self.window) && newest.allSatisfy { $0.denominator != nil }
                && newest.contains { $0.denominator != 0 }
            tally.count(
                isValue: row.usage != nil, isZero: row.usage == 0 && newest.isEmpty, isKnowable: isKnowable,
                lost: lost + unseen, own: Partition(table, date), isExcused)
        }
        return tally
    }
}

/// Days of the season on which games counted and no box score is there: who played is not known.
private struct UnreportedDays {
    private let days: [SeasonWindow<CountedGame>.Day]

    init(_ upstream: Upstream) throws(ProcessorError) {
        let boxes = try upstream.window(BoxSetMember.self)
        days = try upstream.window(CountedGame.self).days.filter { !$0.rows.isEmpty && boxes.rows(on: $0.date).isEmpty }
    }

    /// Such days from `start` on with a game of a team that `lines` are of; of any team when there are none.
    func days(ofTeamsIn lines: EntityGames<BoxSetMember.ByPlayer>, since start: GameDate?) -> [GameDate] {
        guard !days.isEmpty else { return [] }
        let teams = Set(lines.map(\.teamAbbr))
        return days.filter { day in
            (start.map { day.date >= $0 } ?? true)
                && (teams.isEmpty || day.rows.contains { teams.contains($0.away) || teams.contains($0.home) })
        }.map(\.date)
    }
}

/// ml_feature_store_v2.opponent_def_rating_last_15 must be the opponent's rating.
package struct OpponentRatingRule: ContaminationRule {
    package let table = FeatureRow.table.name
    package let column = "opponent_def_rating_last_15"
    package let source = "team_defense_zone_analysis.defensive_rating_last_15"
    package let inputs: [Input] = [
        .optional(OpponentRating.self), .optional(ContextPlayer.self), .optional(DefenseRating.self),
    ]

    package init() {}

    package func tally(
        on date: GameDate, from upstream: Upstream, isExcused: (Partition) -> Bool
    ) throws(ProcessorError) -> ContaminationTally {
        var tally = ContaminationTally()
        let opponents = try Opponents(upstream)
        let defenses = try upstream.rows(DefenseRating.self)
        for row in try upstream.rows(OpponentRating.self) {
            let opponent = opponents[row.gameID, row.playerID]
            let defense = defenses.first { $0.teamAbbr == opponent }
            let lost =
                opponent == nil ? UpcomingPlayer.table.name : defense == nil ? TeamDefenseZones.table.name : nil
            tally.count(
                isValue: row.rating != nil, isZero: row.rating == 0, isKnowable: defense?.rating != nil,
                lost: [lost].compactMap { name in name.map { Partition($0, date) } }, own: Partition(table, date),
                isExcused)
        }
        return tally
    }
}

extension ContaminationTally {
    // A value must be there exactly when its sources say so, and no source may be lost but those that are excused.
    mutating func count(
        isValue: Bool, isZero: Bool, isKnowable: Bool, lost: [Partition], own: Partition,
        _ isExcused: (Partition) -> Bool
    ) {
        if let oldest = lost.filter({ !isExcused($0) }).min(by: { $0.date < $1.date }) {
            countInvalid(from: oldest, isZero: isZero && !isKnowable)
        } else if isValue == isKnowable || !lost.isEmpty {
            countValid()
        } else {
            countInvalid(from: own, isZero: isZero && !isKnowable)
        }
    }
}

/// Whom each context player of a date meets.
private struct Opponents {
    private let players: RowsByGame<ContextPlayer>

    init(_ upstream: Upstream) throws(ProcessorError) {
        players = RowsByGame(try upstream.rows(ContextPlayer.self), game: \.gameID)
    }

    subscript(game: String, player: Int) -> String? {
        players[game].first { $0.playerID == player }?.opponentAbbr
    }
}
