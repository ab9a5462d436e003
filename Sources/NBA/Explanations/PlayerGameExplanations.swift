internal import PipelineModel

/// Why the columns of player_game_summary hold what they hold.
enum PlayerGameExplanations {
    private static let box = PlayerBox.table.name
    private static let offense = TeamOffenseGame.table.name
    private static let own = PlayerGame.table.name

    static let columns: ColumnDerivations = .joined(
        .copies(Explanations.identity + ["win_flag", "opponent_abbr", "home_game"], of: offense, .teamInGame),
        .copies(
            ["player_id", "player_name", "player_lookup", "team_abbr", "points", "plus_minus"]
                + ["seconds_played"] + Explanations.counters, of: box, .playerInGame),
        .renamed(["starter_flag": "starter"], of: box, .playerInGame), sums, zones, usage,
        Explanations.postGameEnd)

    private static func line(_ text: String, _ names: String...) -> Derivation {
        Derivation(text, [EvidenceSource(box, .playerInGame, names)])
    }

    private static let sums: ColumnDerivations = [
        "pra": line("points + rebounds + assists", "points", "rebounds", "assists"),
        "is_active": line(
            "time on the court, or any of shots, rebounds, assists, steals, blocks, turnovers, fouls above 0",
            "seconds_played", "fg_attempts", "ft_attempts", "offensive_rebounds", "defensive_rebounds", "assists",
            "steals", "blocks", "turnovers", "personal_fouls"),
        "minutes_played": line("seconds_played / 60", "seconds_played"),
        "ts_pct": line(
            "points / (2·(fg_attempts + 0.44·ft_attempts)); NULL without attempts", "points", "fg_attempts",
            "ft_attempts"),
        "efg_pct": line(
            "(fg_makes + 0.5·three_pt_makes) / fg_attempts; NULL without attempts", "fg_makes", "three_pt_makes",
            "fg_attempts"),
    ]

    private static func shots(_ text: String) -> Derivation {
        Derivation(
            text + "; NULL when the game has no shot",
            [EvidenceSource(Shot.table.name, .playerInGame, ["shot_type", "zone_basic", "made", "assisted"])])
    }

    private static let zones: ColumnDerivations = [
        "paint_makes": shots("his made shots of shot_type 2 in Restricted Area or In The Paint (Non-RA)"),
        "paint_attempts": shots("his shots of shot_type 2 in Restricted Area or In The Paint (Non-RA)"),
        "mid_range_makes": shots("his made shots of shot_type 2 outside the paint"),
        "mid_range_attempts": shots("his shots of shot_type 2 outside the paint"),
        "assisted_fg_makes": shots("his made shots that were assisted"),
        "unassisted_fg_makes": shots("his made shots that were not assisted"),
        "shot_data_available": Derivation(
            "the game has at least one shot", [EvidenceSource(Shot.table.name, .game, ["team_abbr"])]),
    ]

    private static let usage: ColumnDerivations = [
        "usage_numerator": Derivation(
            "(fg_attempts + 0.44·ft_attempts + turnovers)·(48 + 5·overtime_periods)",
            [
                EvidenceSource(box, .playerInGame, ["fg_attempts", "ft_attempts", "turnovers"]),
                EvidenceSource(offense, .teamInGame, ["overtime_periods"]),
            ]),
        "usage_denominator": Derivation(
            "minutes_played·(team's fg_attempts + 0.44·ft_attempts + turnovers)",
            [
                EvidenceSource(own, .playerInGame, ["minutes_played"]),
                EvidenceSource(offense, .teamInGame, ["fg_attempts", "ft_attempts", "turnovers"]),
            ]),
        "usage_rate": Derivation(
            "100·usage_numerator / usage_denominator; NULL at 0 seconds",
            [EvidenceSource(own, .playerInGame, ["usage_numerator", "usage_denominator"])],
            by: .pooled(factor: 100, minimum: 1)),
    ]
}
