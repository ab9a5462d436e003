import PipelineModel

// What teams do, and who is expected to play.
extension LineupFeature {
    static let teams: [LineupFeature] = [
        LineupFeature(
            "opponent_points_allowed", .points,
            "Opponent's points allowed, fading by 0.93 a game; NULL without one.", [.points, .assists]),
        LineupFeature(
            "opponent_threes_allowed", .count,
            "Opponent's three-point attempts allowed, fading by 0.93 a game; NULL without one.", [.points, .rebounds]),
        LineupFeature(
            "opponent_attempts_allowed", .count,
            "Opponent's field-goal attempts allowed, fading by 0.93 a game; NULL without one.", Market.parts),
        LineupFeature(
            "opponent_rebounds_allowed", .count,
            "Opponent's rebounds allowed, fading by 0.93 a game; NULL without one.", [.rebounds]),
        LineupFeature(
            "opponent_assists_allowed", .count,
            "Opponent's assists allowed, fading by 0.93 a game; NULL without one.", [.assists]),
        LineupFeature(
            "opponent_possessions_allowed", .count,
            "Opponent's possessions allowed, fading by 0.93 a game; NULL without one.", [.rebounds, .assists]),
        LineupFeature(
            "opponent_rebounds", .count,
            "Opponent's own rebounds, fading by 0.93 a game; NULL without one.", [.rebounds]),
        LineupFeature("opponent_win_pct", .share, "Opponent's share of games won; NULL below 5.", Market.parts),
        LineupFeature("team_win_pct", .share, "Team's share of games won; NULL below 5.", Market.parts),
        LineupFeature(
            "team_possessions", .count,
            "Team's possessions, fading by 0.93 a game; NULL without one.", Market.parts),
        LineupFeature(
            "team_points", .points,
            "Team's points, fading by 0.93 a game; NULL without one.", [.points, .assists]),
        LineupFeature(
            "team_rebounds", .count,
            "Team's rebounds, fading by 0.93 a game; NULL without one.", [.rebounds]),
        LineupFeature("team_assists", .count, "Team's assists, fading by 0.93 a game; NULL without one.", [.assists]),
    ]
    static let vacancy: [LineupFeature] = [
        LineupFeature(
            "minutes_vacated", .minutes,
            "Minutes of team-mates he is used to and who are missing; negative: they return.", Market.parts),
        LineupFeature("points_vacated", .points, "The same in points.", Market.parts),
        LineupFeature("rebounds_vacated", .count, "The same in rebounds.", [.rebounds]),
        LineupFeature("assists_vacated", .count, "The same in assists.", [.assists]),
        LineupFeature(
            "minutes_vacated_alike", .minutes,
            "minutes_vacated, weighed by how alike they play.", Market.parts),
        LineupFeature("points_vacated_alike", .points, "points_vacated, weighed likewise.", Market.parts),
        LineupFeature(
            "minutes_vacated_last_game", .minutes,
            "Minutes missing of the last game's line-up; NULL at the opener.", Market.parts),
        LineupFeature(
            "minutes_vacated_most", .minutes,
            "The most minutes one team-mate leaves; 0 when none does.", Market.parts),
        LineupFeature("minutes_out", .minutes, "Minutes a game of those listed out.", Market.parts),
        LineupFeature("points_out", .points, "Points a game of those listed out.", [.points]),
        LineupFeature(
            "team_points_vacated", .points,
            "Points missing of the usual line-up; NULL at the opener.", [.points]),
        LineupFeature("opponent_points_vacated", .points, "The same of the opponent.", [.points]),
    ]
    static let shares: [LineupFeature] = [
        LineupFeature("minutes_share", .minutes, "240 · his minutes / all expected; NULL when none are.", Market.parts),
        LineupFeature("points_share", .share, "His points / all expected; NULL when none are.", [.points]),
        LineupFeature("rebounds_share", .share, "His rebounds / all expected; NULL when none are.", [.rebounds]),
        LineupFeature("assists_share", .share, "His assists / all expected; NULL when none are.", [.assists]),
        LineupFeature("points_share_of_total", .points, "points_share · implied_team_total.", [.points]),
        LineupFeature("minutes_available", .minutes, "Minutes a game of the team-mates expected.", Market.parts),
        LineupFeature("points_available", .points, "Points a game of the team-mates expected.", [.points]),
    ]
    static let likeness: [LineupFeature] = [
        LineupFeature(
            "minutes_like_lineups", .minutes,
            "Mean minutes in games of such a line-up; NULL without a game for the team this season.", Market.parts),
        LineupFeature(
            "points_like_lineups", .points,
            "Mean points in games of such a line-up; NULL without a game for the team this season.", [.points]),
        LineupFeature(
            "rebounds_like_lineups", .count,
            "Mean rebounds in games of such a line-up; NULL without a game for the team this season.", [.rebounds]),
        LineupFeature(
            "assists_like_lineups", .count,
            "Mean assists in games of such a line-up; NULL without a game for the team this season.", [.assists]),
        LineupFeature(
            "attempts_like_lineups", .count,
            "Mean attempts in games of such a line-up; NULL without a game for the team this season.", [.points]),
        LineupFeature("starts_like_lineups", .share, "Share of such games he started; NULL likewise.", Market.parts),
        LineupFeature(
            "minutes_like_lineups_change", .minutes,
            "minutes_like_lineups less the mean over all his games; NULL likewise.", Market.parts),
        LineupFeature(
            "points_like_lineups_change", .points,
            "points_like_lineups less the mean over all his games; NULL likewise.", [.points]),
        LineupFeature(
            "rebounds_like_lineups_change", .count,
            "rebounds_like_lineups less the mean over all his games; NULL likewise.", [.rebounds]),
        LineupFeature(
            "assists_like_lineups_change", .count,
            "assists_like_lineups less the mean over all his games; NULL likewise.", [.assists]),
        LineupFeature(
            "lineup_likeness", .share,
            "0…1: how like the line-ups of his games were; NULL likewise.", Market.parts),
        LineupFeature(
            "points_like_lineups_at_total", .points,
            "Points in such games / team_points · implied_team_total.", [.points]),
    ]
    static let likeShares: [LineupFeature] = [
        LineupFeature(
            "minutes_share_like_lineups", .share,
            "His minutes in such games / all expected; NULL when none are.", Market.parts),
        LineupFeature(
            "points_share_like_lineups", .share,
            "His points in such games / all expected; NULL when none are.", [.points]),
        LineupFeature(
            "rebounds_share_like_lineups", .share,
            "His rebounds in such games / all expected; NULL when none are.", [.rebounds]),
        LineupFeature(
            "assists_share_like_lineups", .share,
            "His assists in such games / all expected; NULL when none are.", [.assists]),
        LineupFeature(
            "attempts_share_like_lineups", .share,
            "His attempts in such games / all expected; NULL when none are.", [.points]),
        LineupFeature(
            "points_share_like_lineups_of_total", .points,
            "points_share_like_lineups · implied_team_total.", [.points]),
    ]
    static let products: [LineupFeature] = [
        LineupFeature(
            "points_by_minutes_like_lineups", .points,
            "Minutes in such games · points_per_minute_97.", [.points]),
        LineupFeature("points_by_minutes_share", .points, "minutes_share · points_per_minute_97.", [.points]),
        LineupFeature(
            "rebounds_by_minutes_like_lineups", .count,
            "Minutes in such games · rebounds_per_minute_97; NULL without such a game.", [.rebounds]),
        LineupFeature("rebounds_by_minutes_share", .count, "minutes_share · rebounds_per_minute_97.", [.rebounds]),
        LineupFeature(
            "assists_by_minutes_like_lineups", .count,
            "Minutes in such games · assists_per_minute_97; NULL without such a game.", [.assists]),
        LineupFeature("assists_by_minutes_share", .count, "minutes_share · assists_per_minute_97.", [.assists]),
    ]
}
