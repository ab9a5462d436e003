internal import PipelineModel

/// Why the columns of team_offense_game_summary hold what they hold.
enum TeamOffenseExplanations {
    private static let schedule = ScheduledGame.table.name
    private static let box = TeamBox.table.name
    private static let own = TeamOffenseGame.table.name

    static let columns: ColumnDerivations = .joined(
        .copies(Explanations.identity + ["overtime_periods"], of: schedule, .game), sides,
        .copies(Explanations.counters, of: box, .teamInGame), ["points_scored": .copy("points", of: box, .teamInGame)],
        zones, rates, outcome, Explanations.postGameEnd)

    private static let teams = [EvidenceSource(schedule, .game, ["away_team_abbr", "home_team_abbr"])]

    private static let sides: ColumnDerivations = [
        "team_abbr": Derivation("either team of the schedule's game", teams),
        "opponent_abbr": Derivation("the other team of the schedule's game", teams),
        "home_game": Derivation("team_abbr = home_team_abbr", teams),
    ]

    private static func shots(_ text: String) -> Derivation {
        Derivation(
            text + "; NULL when the game has no shot",
            [EvidenceSource(Shot.table.name, .teamInGame, ["shot_type", "zone_basic", "made", "assisted"])])
    }

    private static let zones: ColumnDerivations = [
        "paint_makes": shots("made shots of shot_type 2 in Restricted Area or In The Paint (Non-RA)"),
        "paint_attempts": shots("shots of shot_type 2 in Restricted Area or In The Paint (Non-RA)"),
        "mid_range_makes": shots("made shots of shot_type 2 outside the paint"),
        "mid_range_attempts": shots("shots of shot_type 2 outside the paint"),
        "assisted_fg_makes": shots("made shots that were assisted"),
        "points_in_paint": Derivation("2·paint_makes", [EvidenceSource(own, .teamInGame, ["paint_makes"])]),
        "mid_range_points": Derivation("2·mid_range_makes", [EvidenceSource(own, .teamInGame, ["mid_range_makes"])]),
        "three_pt_points": Derivation("3·three_pt_makes", [EvidenceSource(box, .teamInGame, ["three_pt_makes"])]),
        "shot_data_available": Derivation(
            "the game has at least one shot", [EvidenceSource(Shot.table.name, .game, ["team_abbr"])]),
    ]

    private static func line(_ text: String, _ names: String...) -> Derivation {
        Derivation(text, [EvidenceSource(box, .teamInGame, names)])
    }

    private static let rates: ColumnDerivations = [
        "possessions": line(
            "fg_attempts + 0.44·ft_attempts + turnovers − offensive_rebounds", "fg_attempts", "ft_attempts",
            "turnovers", "offensive_rebounds"),
        "offensive_rating": Derivation(
            "100·points_scored / possessions", [EvidenceSource(own, .teamInGame, ["points_scored", "possessions"])]),
        "pace": Derivation(
            "possessions·48 / (48 + 5·overtime_periods)",
            [EvidenceSource(own, .teamInGame, ["possessions", "overtime_periods"])]),
        "ts_pct": line(
            "points / (2·(fg_attempts + 0.44·ft_attempts)); NULL without attempts", "points", "fg_attempts",
            "ft_attempts"),
        "efg_pct": line(
            "(fg_makes + 0.5·three_pt_makes) / fg_attempts; NULL without attempts", "fg_makes", "three_pt_makes",
            "fg_attempts"),
        "ft_rate": line("ft_attempts / fg_attempts; NULL without attempts", "ft_attempts", "fg_attempts"),
    ]

    private static let scores = [
        EvidenceSource(box, .teamInGame, ["points"]), EvidenceSource(box, .opponentInGame, ["points"]),
    ]

    private static let outcome: ColumnDerivations = [
        "win_flag": Derivation("own points > opponent's points", scores),
        "margin_of_victory": Derivation("own points − opponent's points", scores),
        "players_active": Derivation(
            "players of the team with time on the court or any counter above 0",
            [EvidenceSource(PlayerBox.table.name, .teamInGame, ["seconds_played"])]),
    ]
}
