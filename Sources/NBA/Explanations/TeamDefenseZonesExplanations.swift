internal import PipelineModel

/// Why the columns of team_defense_zone_analysis hold what they hold.
enum TeamDefenseZonesExplanations {
    private static let games = TeamDefenseGame.table.name
    private static let own = TeamDefenseZones.table.name
    private static let minimum = minimumGames(inWindowOf: 15)

    static let columns: ColumnDerivations = .joined(identity, zones, league, ratings, end)

    private static let identity: ColumnDerivations = [
        "team_abbr": Derivation("every team of the league"),
        "game_date": Derivation("a date with an expected game"),
        "season": Derivation("the season the date belongs to"),
    ]

    // The team's games of the window, and those of them that have a shot chart.
    private static func window(_ names: String...) -> EvidenceSource {
        EvidenceSource(games, .team, .last(15), names)
    }

    private static func charted(_ names: String...) -> EvidenceSource {
        EvidenceSource(
            games, .team, .last(15), names, counting: .init(column: "shot_data_available", value: .bool(true)))
    }

    private static func zone(
        _ zone: String, _ makes: String, _ attempts: String, perGame: String, versus: String, league: String
    ) -> ColumnDerivations {
        [
            "\(zone)_pct_allowed_last_15": Derivation(
                "Σ \(makes) / Σ \(attempts) over the last 15 games with shot data; NULL below \(minimum)",
                [charted(makes, attempts)], by: .pooled(factor: 1, minimum: minimum)),
            perGame: Derivation(
                "mean of \(attempts) over the last 15 games with shot data; NULL below \(minimum)",
                [charted(attempts)], by: .mean(minimum: minimum)),
            versus: Derivation(
                "100·(\(zone)_pct_allowed_last_15 − \(league)); positive: soft",
                [EvidenceSource(own, .team, .date, ["\(zone)_pct_allowed_last_15", league])]),
        ]
    }

    private static let zones: ColumnDerivations = .joined(
        [
            "games_in_sample": Derivation("games of the window of 15", [window()], by: .count(plus: 0)),
            "shot_games_in_sample": Derivation(
                "games of the window of 15 with shot data", [charted()], by: .count(plus: 0)),
        ],
        zone(
            "paint", "opp_paint_makes", "opp_paint_attempts", perGame: "paint_attempts_allowed_per_game",
            versus: "paint_defense_vs_league_avg", league: "league_paint_pct"),
        zone(
            "mid_range", "opp_mid_range_makes", "opp_mid_range_attempts",
            perGame: "mid_range_attempts_allowed_per_game", versus: "mid_range_defense_vs_league_avg",
            league: "league_mid_range_pct"),
        zone(
            "three_pt", "opp_three_pt_makes", "opp_three_pt_attempts", perGame: "three_pt_attempts_allowed_per_game",
            versus: "three_pt_defense_vs_league_avg", league: "league_three_pt_pct"),
        ["strongest_zone": extreme("least"), "weakest_zone": extreme("greatest")])

    private static func extreme(_ which: String) -> Derivation {
        Derivation(
            "zone with the \(which) difference from the league, in the order paint, mid_range, perimeter where equal",
            [
                EvidenceSource(
                    own, .team, .date,
                    [
                        "paint_defense_vs_league_avg", "mid_range_defense_vs_league_avg",
                        "three_pt_defense_vs_league_avg",
                    ])
            ])
    }

    private static func baseline(_ makes: String, _ attempts: String, _ constant: String) -> Derivation {
        Derivation(
            "Σ \(makes) / Σ \(attempts) over every team's games with shot data this season; below 100 of them over the "
                + "season before; below 100 again \(constant)",
            [
                EvidenceSource(
                    games, .everyTeam, .season, [makes, attempts],
                    only: .init(column: "shot_data_available", value: .bool(true)))
            ])
    }

    private static let league: ColumnDerivations = [
        "league_paint_pct": baseline("opp_paint_makes", "opp_paint_attempts", "0.565"),
        "league_mid_range_pct": baseline("opp_mid_range_makes", "opp_mid_range_attempts", "0.410"),
        "league_three_pt_pct": baseline("opp_three_pt_makes", "opp_three_pt_attempts", "0.355"),
        "league_baseline_source": Derivation(
            "season from 100 team games with shot data on, else previous_season with as many, else constant"),
        "league_defensive_rating": Derivation(
            "mean of defensive_rating over every team's games this season; NULL below 100",
            [EvidenceSource(games, .everyTeam, .season, ["defensive_rating"])], by: .mean(minimum: 100)),
    ]

    private static func mean(_ column: String) -> Derivation {
        Derivation(
            "mean of \(column) over the team's last 15 games of the season; NULL below \(minimum)", [window(column)],
            by: .mean(minimum: minimum))
    }

    private static let ratings: ColumnDerivations = [
        "defensive_rating_last_15": mean("defensive_rating"), "opponent_points_per_game": mean("points_allowed"),
        "opponent_pace_last_15": mean("opponent_pace"),
    ]

    private static let end: ColumnDerivations = [
        "expected_games": Derivation(
            "the team's last 15 counting games of the season before the date, or as many as there are"),
        "actual_games": Derivation("those of them with a row in team_defense_game_summary", [window()]),
        "completeness_pct": Derivation("100·actual_games / expected_games; 100 when none is expected"),
        "is_production_ready": Derivation(
            "completeness_pct ≥ 90, not early_season, no blocking code in quality_issues, and defensive_rating_last_15 "
                + "and paint_pct_allowed_last_15 not NULL",
            [
                EvidenceSource(
                    own, .team, .date,
                    [
                        "completeness_pct", "early_season", "quality_issues", "defensive_rating_last_15",
                        "paint_pct_allowed_last_15",
                    ])
            ]),
        "early_season": Derivation("games_in_sample < \(minimum)"),
        "quality_issues": Derivation("codes of what lowers trust in the row, sorted, separated by commas"),
    ]
}
