import PipelineModel

/// One feature of line-ups: its name, what it holds, and the markets whose models read it.
package struct LineupFeature: Sendable {
    package let feature: Feature
    package let markets: [Market]

    init(_ name: StaticString, _ unit: ColumnUnit, _ about: StaticString, _ markets: [Market]) {
        feature = Feature(name, unit, about)
        self.markets = markets
    }

    /// Positions of the features that the models of `market` read, ascending.
    package static func columns(of market: Market) -> [Int] {
        all.indices.filter { all[$0].markets.contains(market) }
    }
}

// What a player did himself, and when. Why a value is NULL is part of its description.
extension LineupFeature {
    /// Every feature, in order.
    package static let all: [LineupFeature] =
        season + fading + rates + recent + schedule + lines + teams + vacancy + shares + likeness + likeShares
        + products

    static let season: [LineupFeature] = [
        LineupFeature("appearances_season", .games, "Appearances this season.", Market.parts)
    ]
    static let fading: [LineupFeature] = [
        LineupFeature(
            "points_fading_70", .points,
            "Mean points, fading by 0.70 a game; NULL without a game.", [.points]),
        LineupFeature(
            "points_fading_85", .points,
            "Mean points, fading by 0.85 a game; NULL without a game.", [.points]),
        LineupFeature(
            "points_fading_93", .points,
            "Mean points, fading by 0.93 a game; NULL without a game.", Market.parts),
        LineupFeature(
            "points_fading_97", .points,
            "Mean points, fading by 0.97 a game; NULL without a game.", [.points]),
        LineupFeature(
            "rebounds_fading_70", .count,
            "Mean rebounds, fading by 0.70 a game; NULL without a game.", [.rebounds]),
        LineupFeature(
            "rebounds_fading_85", .count,
            "Mean rebounds, fading by 0.85 a game; NULL without a game.", [.rebounds]),
        LineupFeature(
            "rebounds_fading_93", .count,
            "Mean rebounds, fading by 0.93 a game; NULL without a game.", [.rebounds]),
        LineupFeature(
            "rebounds_fading_97", .count,
            "Mean rebounds, fading by 0.97 a game; NULL without a game.", [.rebounds]),
        LineupFeature(
            "assists_fading_70", .count,
            "Mean assists, fading by 0.70 a game; NULL without a game.", [.assists]),
        LineupFeature(
            "assists_fading_85", .count,
            "Mean assists, fading by 0.85 a game; NULL without a game.", [.assists]),
        LineupFeature(
            "assists_fading_93", .count,
            "Mean assists, fading by 0.93 a game; NULL without a game.", [.assists]),
        LineupFeature(
            "assists_fading_97", .count,
            "Mean assists, fading by 0.97 a game; NULL without a game.", [.assists]),
        LineupFeature(
            "minutes_fading_70", .minutes,
            "Mean minutes, fading by 0.70 a game; NULL without a game.", Market.parts),
        LineupFeature(
            "minutes_fading_85", .minutes,
            "Mean minutes, fading by 0.85 a game; NULL without a game.", Market.parts),
        LineupFeature(
            "minutes_fading_93", .minutes,
            "Mean minutes, fading by 0.93 a game; NULL without a game.", Market.parts),
        LineupFeature(
            "attempts_fading_85", .count,
            "Mean field-goal attempts, fading by 0.85; NULL without a game.", [.points]),
        LineupFeature(
            "attempts_fading_93", .count,
            "Mean field-goal attempts, fading by 0.93; NULL without a game.", [.points, .assists]),
        LineupFeature(
            "attempts_fading_97", .count,
            "Mean field-goal attempts, fading by 0.97; NULL without a game.", [.points]),
        LineupFeature(
            "free_throws_fading_93", .count,
            "Mean free-throw attempts, fading by 0.93; NULL without a game.", [.points]),
        LineupFeature(
            "threes_fading_93", .count,
            "Mean three-point attempts, fading by 0.93; NULL without a game.", [.points, .rebounds]),
        LineupFeature(
            "offensive_rebounds_fading_93", .count,
            "Mean offensive rebounds, fading by 0.93; NULL without a game.", [.rebounds]),
        LineupFeature(
            "turnovers_fading_93", .count,
            "Mean turnovers, fading by 0.93; NULL without a game.", [.assists]),
    ]
    static let rates: [LineupFeature] = [
        LineupFeature(
            "points_per_minute_93", .points,
            "Points a minute, fading by 0.93, drawn to the usual by 40 minutes; NULL without a game.", [.points]),
        LineupFeature(
            "points_per_minute_97", .points,
            "Points a minute, fading by 0.97, drawn to the usual by 40 minutes; NULL without a game.", [.points]),
        LineupFeature(
            "rebounds_per_minute_93", .count,
            "Rebounds a minute, fading by 0.93, drawn to the usual by 40 minutes; NULL without a game.", [.rebounds]),
        LineupFeature(
            "rebounds_per_minute_97", .count,
            "Rebounds a minute, fading by 0.97, drawn to the usual by 40 minutes; NULL without a game.", [.rebounds]),
        LineupFeature(
            "assists_per_minute_93", .count,
            "Assists a minute, fading by 0.93, drawn to the usual by 40 minutes; NULL without a game.", [.assists]),
        LineupFeature(
            "assists_per_minute_97", .count,
            "Assists a minute, fading by 0.97, drawn to the usual by 40 minutes; NULL without a game.", [.assists]),
        LineupFeature("attempts_per_minute_97", .count, "Field-goal attempts a minute, likewise.", [.points]),
    ]
    static let recent: [LineupFeature] = [
        LineupFeature(
            "minutes_last_game", .minutes,
            "Minutes of his last game of the season; NULL before the first.", Market.parts),
        LineupFeature("points_last_game", .points, "Points of it.", [.points]),
        LineupFeature(
            "minutes_second_last_game", .minutes,
            "Minutes of the game before; NULL before the second.", Market.parts),
        LineupFeature(
            "minutes_std_last_10", .minutes,
            "Standard deviation of minutes, last 10 of the season; NULL below 5.", Market.parts),
        LineupFeature(
            "points_std_last_10", .points,
            "Standard deviation of points, last 10 of the season; NULL below 5.", [.points]),
        LineupFeature(
            "rebounds_std_last_10", .count,
            "Standard deviation of rebounds, last 10 of the season; NULL below 5.", [.rebounds]),
        LineupFeature(
            "assists_std_last_10", .count,
            "Standard deviation of assists, last 10 of the season; NULL below 5.", [.assists]),
        LineupFeature("starts_last_5", .share, "Share of the last 5 he started; NULL before the first.", Market.parts),
        LineupFeature("starts_season", .share, "Share of the season he started; NULL before the first.", Market.parts),
        LineupFeature(
            "started_last_game", .none,
            "1 when he started the last one; NULL before the first.", Market.parts),
        LineupFeature("points_avg_season", .points, "Mean points of the season; NULL before the first.", [.points]),
        LineupFeature(
            "rebounds_avg_season", .count,
            "Mean rebounds of the season; NULL before the first.", [.rebounds]),
        LineupFeature("assists_avg_season", .count, "Mean assists of the season; NULL before the first.", [.assists]),
    ]
    static let schedule: [LineupFeature] = [
        LineupFeature("days_rest", .days, "Days between the games; NULL before his first of the season.", Market.parts),
        LineupFeature("games_in_last_7_days", .games, "Appearances of the 7 days before.", Market.parts),
        LineupFeature("minutes_in_last_7_days", .minutes, "Minutes of the 7 days before.", Market.parts),
        LineupFeature("team_games_season", .games, "Games of his team this season.", Market.parts),
        LineupFeature(
            "team_games_missed", .games,
            "Games of the team since his last for it; NULL without one this season.", Market.parts),
        LineupFeature(
            "appearances_for_team", .games,
            "Appearances for the team this season; NULL at its opener.", Market.parts),
        LineupFeature("playoff_game", .none, "1 in playin and playoffs.", Market.parts),
        LineupFeature("home_game", .none, "1 at home.", Market.parts),
        LineupFeature("opponent_days_rest", .days, "Opponent's days between games; NULL at its opener.", Market.parts),
        LineupFeature("team_days_rest", .days, "Team's days between games; NULL at its opener.", Market.parts),
    ]
    static let lines: [LineupFeature] = [
        LineupFeature(
            "game_spread", .points,
            "Spread from his team's side; NULL without a line, as all of these.", Market.parts),
        LineupFeature("spread_size", .points, "|game_spread|.", Market.parts),
        LineupFeature("game_total", .points, "Line on both teams' points.", [.rebounds, .assists]),
        LineupFeature("implied_team_total", .points, "(game_total − game_spread) / 2.", Market.parts),
        LineupFeature(
            "points_at_implied_total", .points,
            "points_fading_93 / team_points · implied_team_total.", [.points]),
        LineupFeature("implied_to_usual", .share, "implied_team_total / team_points.", [.points]),
    ]
}
