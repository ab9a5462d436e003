internal import PipelineModel

/// Why the columns of upcoming_player_game_context hold what they hold.
enum UpcomingPlayerExplanations {
    private static let team = UpcomingTeam.table.name
    private static let games = PlayerGame.table.name
    private static let own = UpcomingPlayer.table.name

    static let columns: ColumnDerivations = .joined(
        .copies(
            Explanations.identity + [
                "team_abbr", "opponent_abbr", "home_game", "game_spread", "game_total", "implied_team_total",
                "travel_miles", "time_zone_change", "travel_miles_last_14_days", "consecutive_road_games",
            ], of: team, .teamInGame),
        .renamed(
            ["star_teammates_out": "stars_out", "star_teammates_newly_out": "stars_newly_out"], of: team, .teamInGame),
        .renamed(
            [
                "opponent_pace_last_10": "pace_last_10", "opponent_def_rating_last_10": "defensive_rating_last_10",
                "opponent_ft_rate_allowed": "ft_rate_allowed_last_10", "opponent_days_rest": "days_rest",
            ], of: team, .opponentInGame),
        roster, lines, load, form,
        Explanations.preGameEnd(
            expected: "the last 10 counting games of the player's team, or as many as there are",
            actual: "those of them with a row of that team in player_game_summary", played: "games_played_season"))

    private static func box(_ text: String, _ names: String...) -> Derivation {
        Derivation(text, [EvidenceSource(PlayerBox.table.name, .playerInGame, names)])
    }

    private static let roster: ColumnDerivations = [
        "player_id": Derivation("a player of the roster: see roster_basis"),
        "player_name": box("as the box score spells it, else the inactive list, else his newest game", "player_name"),
        "player_lookup": box("player_name in lower-case letters and digits", "player_lookup"),
        "roster_basis": Derivation(
            "active_list when the game has box-score rows: they and those who dressed; recent otherwise: who appeared "
                + "in the team's last 10 games",
            [EvidenceSource(PlayerBox.table.name, .teamInGame, [])]),
        "season_phase": Derivation(
            "postseason for playin and playoffs; else early up to the team's game 20, mid up to 54, then late",
            [EvidenceSource(team, .teamInGame, ["season_type", "game_number_in_season"])]),
        "pace_differential": Derivation(
            "opponent's pace_last_10 − own pace_last_10; positive: a faster game",
            [
                EvidenceSource(team, .opponentInGame, ["pace_last_10"]),
                EvidenceSource(team, .teamInGame, ["pace_last_10"]),
            ]),
    ]

    private static func offers(_ market: String) -> Derivation {
        Derivation(
            "lower median over bookmakers of the line in each one's newest snapshot up to 15 minutes after the start",
            [
                EvidenceSource(
                    PropLine.table.name, .playerInGame, ["bookmaker", "line", "snapshot_at", "minutes_before_tip"],
                    only: .init(column: "market", value: .text(market)))
            ])
    }

    private static let lines: ColumnDerivations = [
        "points_line": offers("points"), "rebounds_line": offers("rebounds"), "assists_line": offers("assists"),
        "pra_line": offers("pra"),
        "has_prop_line": Derivation(
            "any of the four lines is known",
            [EvidenceSource(own, .playerInGame, ["points_line", "rebounds_line", "assists_line", "pra_line"])]),
    ]

    // Appearances before the date, across teams.
    private static func appearances(_ window: EvidenceSource.Window, _ names: String...) -> EvidenceSource {
        EvidenceSource(
            games, .player, window, names + ["team_abbr"], only: .init(column: "is_active", value: .bool(true)))
    }

    private static let load: ColumnDerivations = [
        "games_played_season": Derivation(
            "appearances this season before the date", [appearances(.season)], by: .count(plus: 0)),
        "days_rest": Derivation(
            "date − date of the last appearance − 1; NULL at the first of the season", [appearances(.last(1))]),
        "back_to_back": Derivation("days_rest = 0; false at the first game", [appearances(.last(1))]),
        "days_rest_before_last_game": Derivation(
            "days between the last two appearances − 1; NULL below two", [appearances(.last(2))]),
        "days_since_2_plus_days_rest": Derivation(
            "date − date of the newest appearance that came after 2 or more days of rest", [appearances(.season)]),
        "games_in_last_7_days": Derivation(
            "appearances with date − 7 ≤ game_date < date", [appearances(.days(7))], by: .count(plus: 0)),
        "games_in_last_14_days": Derivation(
            "appearances with date − 14 ≤ game_date < date", [appearances(.days(14))], by: .count(plus: 0)),
        "minutes_in_last_7_days": Derivation(
            "Σ minutes_played of the 7 days before", [appearances(.days(7), "minutes_played")], by: .sum),
        "minutes_in_last_14_days": Derivation(
            "Σ minutes_played of the 14 days before", [appearances(.days(14), "minutes_played")], by: .sum),
        "avg_minutes_per_game_last_7_days": Derivation(
            "Σ minutes_played / appearances of the 7 days before; NULL without one",
            [appearances(.days(7), "minutes_played")], by: .mean(minimum: 1)),
        "back_to_backs_last_14_days": Derivation(
            "neighbouring appearances one day apart, both in the 14 days before", [appearances(.days(14))]),
    ]

    private static func mean(_ column: String, last size: Int) -> Derivation {
        let minimum = minimumGames(inWindowOf: size)
        return Derivation(
            "mean of \(column) over the last \(size) appearances of the season; NULL below \(minimum)",
            [appearances(.last(size), column)], by: .mean(minimum: minimum))
    }

    private static func usage(_ window: EvidenceSource.Window, minimum: Int) -> Derivation {
        Derivation(
            "100·Σ usage_numerator / Σ usage_denominator over \(window.label) with an appearance; NULL below \(minimum)",
            [appearances(window, "usage_numerator", "usage_denominator")],
            by: .pooled(factor: 100, minimum: minimum))
    }

    private static let form: ColumnDerivations = [
        "points_avg_last_5": mean("points", last: 5), "points_avg_last_10": mean("points", last: 10),
        "minutes_avg_last_10": mean("minutes_played", last: 10),
        "l5_games_used": Derivation(
            "appearances of the season, at most 5", [appearances(.last(5))], by: .count(plus: 0)),
        "l10_games_used": Derivation(
            "appearances of the season, at most 10", [appearances(.last(10))], by: .count(plus: 0)),
        "usage_rate_last_5_games": usage(.last(5), minimum: minimumGames(inWindowOf: 5)),
        "usage_rate_last_7_games": usage(.last(7), minimum: minimumGames(inWindowOf: 7)),
        "usage_rate_season": usage(.season, minimum: 5),
        "projected_usage_rate": Derivation(
            "(0.6·usage_rate_last_5_games + 0.4·usage_rate_season)·(1 + 0.04·min(star_teammates_newly_out, 3))",
            [
                EvidenceSource(
                    own, .playerInGame, ["usage_rate_last_5_games", "usage_rate_season", "star_teammates_newly_out"])
            ]),
    ]
}
