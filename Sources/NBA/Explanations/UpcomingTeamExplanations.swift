internal import PipelineModel

/// Why the columns of upcoming_team_game_context hold what they hold.
enum UpcomingTeamExplanations {
    private static let schedule = ScheduledGame.table.name
    private static let own = UpcomingTeam.table.name

    static let columns: ColumnDerivations = .joined(
        .copies(Explanations.identity + ["start_time_et", "other_arena"], of: schedule, .game), sides, rest, results,
        line, travel, windows, absences,
        Explanations.preGameEnd(
            expected: "the team's last 10 counting games of the season before the date, or as many as there are",
            actual: "those of them with a row in team_offense_game_summary", played: "games of the season before"))

    private static let teams = [EvidenceSource(schedule, .game, ["away_team_abbr", "home_team_abbr"])]

    private static let sides: ColumnDerivations = [
        "team_abbr": Derivation("either team of the schedule's game", teams),
        "opponent_abbr": Derivation("the other team of the schedule's game", teams),
        "home_game": Derivation("team_abbr = home_team_abbr", teams),
    ]

    // The team's counting games before the date.
    private static func games(_ window: EvidenceSource.Window, _ names: String...) -> EvidenceSource {
        EvidenceSource(
            schedule, .teamSchedule, window, ["away_team_abbr", "home_team_abbr"] + names,
            only: .init(column: "counts_for_pipeline", value: .bool(true)))
    }

    private static let rest: ColumnDerivations = [
        "game_number_in_season": Derivation(
            "1 + the team's games of the season before the date", [games(.season)], by: .count(plus: 1)),
        "days_since_last_game": Derivation("date − date of the last game; NULL at the opener", [games(.last(1))]),
        "days_rest": Derivation("date − date of the last game − 1; NULL at the opener", [games(.last(1))]),
        "back_to_back": Derivation("days_rest = 0; false at the opener", [games(.last(1))]),
        "games_in_last_7_days": Derivation(
            "games with date − 7 ≤ game_date < date", [games(.days(7))], by: .count(plus: 0)),
        "games_in_last_14_days": Derivation(
            "games with date − 14 ≤ game_date < date", [games(.days(14))], by: .count(plus: 0)),
    ]

    private static func scores(_ text: String, _ window: EvidenceSource.Window = .season) -> Derivation {
        Derivation(text, [games(window, "away_score", "home_score")])
    }

    private static let results: ColumnDerivations = [
        "win_streak_entering": scores("wins in a row up to the last game; 0 at the opener"),
        "loss_streak_entering": scores("losses in a row up to the last game; 0 at the opener"),
        "last_game_margin": scores("own − opponent's points in the last game; NULL at the opener", .last(1)),
        "season_wins": scores("games won this season before the date"),
        "season_losses": scores("games lost this season before the date"),
        "team_win_pct": Derivation(
            "season_wins / (season_wins + season_losses); NULL below 5 games",
            [EvidenceSource(own, .teamInGame, ["season_wins", "season_losses"])]),
    ]

    private static let line: ColumnDerivations = [
        "game_spread": Derivation(
            "home_spread; for the visiting team its negative",
            [EvidenceSource(GameLine.table.name, .game, ["home_spread"])]),
        "game_total": Derivation("total", [EvidenceSource(GameLine.table.name, .game, ["total"])]),
        "implied_team_total": Derivation(
            "(game_total − game_spread) / 2",
            [EvidenceSource(own, .teamInGame, ["game_total", "game_spread"])]),
    ]

    private static let arena = EvidenceSource(schedule, .game, ["arena"])

    private static let travel: ColumnDerivations = [
        "travel_miles": Derivation(
            "great-circle miles (haversine, R = 3958.7613) between the arenas of the last game and of this one, 0 "
                + "within one arena, rounded to 6 decimals; NULL at the opener or with an unknown arena",
            [games(.last(1), "arena"), arena]),
        "time_zone_change": Derivation(
            "offset from UTC in this arena − in the last game's arena, both on the date; positive eastward",
            [games(.last(1), "arena"), arena]),
        "travel_miles_last_14_days": Derivation(
            "sum of the travel to the team's games of the 14 days before, each from the arena of the game before it",
            [games(.days(14), "arena")]),
        "consecutive_road_games": Derivation(
            "away games in a row up to and including this one; 0 at home", [games(.season)]),
    ]

    private static func mean(_ column: String, of table: TableName) -> Derivation {
        Derivation(
            "mean of \(column) over the team's last 10 games of the season before the date; NULL below 5",
            [EvidenceSource(table, .team, .last(10), [column])], by: .mean(minimum: minimumGames(inWindowOf: 10)))
    }

    private static let windows: ColumnDerivations = [
        "pace_last_10": mean("pace", of: TeamOffenseGame.table.name),
        "offensive_rating_last_10": mean("offensive_rating", of: TeamOffenseGame.table.name),
        "defensive_rating_last_10": mean("defensive_rating", of: TeamDefenseGame.table.name),
        "ft_rate_allowed_last_10": Derivation(
            "Σ opp_ft_attempts / Σ opp_fg_attempts over the team's last 10 games of the season; NULL below 5",
            [EvidenceSource(TeamDefenseGame.table.name, .team, .last(10), ["opp_ft_attempts", "opp_fg_attempts"])],
            by: .pooled(factor: 1, minimum: minimumGames(inWindowOf: 10))),
    ]

    private static func listed(_ text: String) -> Derivation {
        Derivation(
            text,
            [
                EvidenceSource(
                    InactiveListing.table.name, .teamInGame, ["player_id", "player_name", "status"],
                    only: .init(column: "status", value: .text(InactiveListing.inactive)))
            ])
    }

    private static let absences: ColumnDerivations = [
        "stars_out": listed(
            "listed inactive, in neither box score, with 5 appearances this season whose last 10 give 18 points, or 28 "
                + "minutes, or 25 % usage"),
        "stars_newly_out": listed(
            "stars out whose latest appearance was for this team, on or after its fifth-last game"),
        "inactive_count": listed("listed inactive with a player_id, and not in the game's box score"),
    ]
}
