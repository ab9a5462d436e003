internal import PipelineModel

/// Why the columns of player_composite_factors hold what they hold.
enum CompositeFactorsExplanations {
    private static let own = PlayerCompositeFactors.table.name

    static let columns: ColumnDerivations = .joined(
        Explanations.playerIdentity, fatigue, scores, total,
        Explanations.playerEnd(
            of: own, readyColumns: "pace_score", "usage_spike_score", "opponent_strength_score"))

    private static func context(_ names: String...) -> EvidenceSource {
        EvidenceSource(UpcomingPlayer.table.name, .playerInGame, names)
    }

    private static func opponent(_ names: String...) -> EvidenceSource {
        EvidenceSource(TeamDefenseZones.table.name, .opponentOnDate, names)
    }

    private static let fatigue: ColumnDerivations = [
        "fatigue_score": Derivation(
            "100; −15 on a back-to-back, else +5 from 3 days of rest on; −10 from 4 games in 7 days on; −10 above 120 "
                + "minutes in 7 days; −8 above 35 minutes a game; −12 with 2 back-to-backs in 14 days, −5 with 1; "
                + "within 0…100",
            [
                context(
                    "back_to_back", "days_rest", "games_in_last_7_days", "minutes_in_last_7_days",
                    "avg_minutes_per_game_last_7_days", "back_to_backs_last_14_days")
            ]),
        "fatigue_adjustment": Derivation(
            "(fatigue_score − 100) / 20", [EvidenceSource(own, .playerInGame, ["fatigue_score"])]),
    ]

    private static let scores: ColumnDerivations = [
        "shot_zone_mismatch_score": Derivation(
            "opponent's difference from the league in his primary zone · min(rate / 50, 1), for a balanced player over "
                + "all zones by their rates / 100; a fifth more beyond ±5; within ±10",
            [
                EvidenceSource(
                    PlayerShotZones.table.name, .playerInGame,
                    [
                        "primary_scoring_zone", "paint_rate_last_10", "mid_range_rate_last_10",
                        "three_pt_rate_last_10",
                    ]),
                opponent(
                    "paint_defense_vs_league_avg", "mid_range_defense_vs_league_avg", "three_pt_defense_vs_league_avg"
                ),
            ]),
        "pace_score": Derivation("pace_differential / 2, within ±3", [context("pace_differential")]),
        "usage_spike_score": Derivation(
            "0.3·(projected_usage_rate − usage_rate_last_7_games), within ±3",
            [context("projected_usage_rate", "usage_rate_last_7_games")]),
        "travel_impact_score": Derivation(
            "−min(2, travel_miles/1500 + 0.25·|time_zone_change|) with at most 1 day of rest, else 0; NULL while the "
                + "way is unknown",
            [context("travel_miles", "time_zone_change", "days_rest")]),
        "opponent_strength_score": Derivation(
            "0.3·(opponent's defensive_rating_last_15 − league_defensive_rating), within ±3",
            [opponent("defensive_rating_last_15", "league_defensive_rating")]),
    ]

    private static let parts = [
        "fatigue_adjustment", "shot_zone_mismatch_score", "pace_score", "usage_spike_score", "travel_impact_score",
        "opponent_strength_score",
    ]

    private static let total: ColumnDerivations = [
        "total_composite_adjustment": Derivation(
            "sum of fatigue_adjustment and the five scores, NULL counted 0", [EvidenceSource(own, .playerInGame, parts)]
        ),
        "missing_factors": Derivation("scores that are NULL, sorted", [EvidenceSource(own, .playerInGame, parts)]),
        "has_warnings": Derivation(
            "fatigue_score < 60, or shot_zone_mismatch_score beyond ±8, or total_composite_adjustment beyond ±12",
            [
                EvidenceSource(
                    own, .playerInGame, ["fatigue_score", "shot_zone_mismatch_score", "total_composite_adjustment"])
            ]),
    ]
}
