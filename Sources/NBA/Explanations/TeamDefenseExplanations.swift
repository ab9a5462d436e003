internal import PipelineModel

/// Why the columns of team_defense_game_summary hold what they hold: each is a column of an offensive row.
enum TeamDefenseExplanations {
    private static let offense = TeamOffenseGame.table.name

    static let columns: ColumnDerivations = .joined(
        .copies(
            Explanations.identity + [
                "team_abbr", "opponent_abbr", "home_game", "win_flag", "margin_of_victory", "overtime_periods",
                "shot_data_available", "steals", "blocks", "defensive_rebounds",
            ], of: offense, .teamInGame),
        .renamed(["fouls_committed": "personal_fouls"], of: offense, .teamInGame),
        .renamed(opponents, of: offense, .opponentInGame), end)

    // Own column to the opponent's offensive one.
    private static let opponents: [String: String] = [
        "points_allowed": "points_scored", "opp_fg_makes": "fg_makes", "opp_fg_attempts": "fg_attempts",
        "opp_three_pt_makes": "three_pt_makes", "opp_three_pt_attempts": "three_pt_attempts",
        "opp_ft_makes": "ft_makes", "opp_ft_attempts": "ft_attempts", "opp_rebounds": "rebounds",
        "opp_assists": "assists", "opp_offensive_rebounds": "offensive_rebounds", "turnovers_forced": "turnovers",
        "opp_paint_makes": "paint_makes", "opp_paint_attempts": "paint_attempts",
        "opp_mid_range_makes": "mid_range_makes", "opp_mid_range_attempts": "mid_range_attempts",
        "points_in_paint_allowed": "points_in_paint", "mid_range_points_allowed": "mid_range_points",
        "three_pt_points_allowed": "three_pt_points", "opp_possessions": "possessions",
        "defensive_rating": "offensive_rating", "opponent_pace": "pace", "opponent_ts_pct": "ts_pct",
        "opponent_efg_pct": "efg_pct", "opponent_ft_rate": "ft_rate",
    ]

    private static let end: ColumnDerivations = .joined(
        [
            "quality_issues": Derivation(
                "the opponent's codes, and box_sum_mismatch of the own row",
                [
                    EvidenceSource(offense, .opponentInGame, ["quality_issues"]),
                    EvidenceSource(offense, .teamInGame, ["quality_issues"]),
                ])
        ], Explanations.postGameEnd)
}
