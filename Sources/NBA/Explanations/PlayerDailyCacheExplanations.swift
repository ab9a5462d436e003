internal import PipelineModel

/// Why the columns of player_daily_cache hold what they hold.
enum PlayerDailyCacheExplanations {
    private static let own = PlayerDailyCache.table.name

    static let columns: ColumnDerivations = .joined(
        Explanations.playerIdentity, form("points"), form("rebounds"), form("assists"), form("pra"), minutes, rates,
        changes, matchup,
        .renamed(
            [
                "team_pace_last_10": "pace_last_10", "team_off_rating_last_10": "offensive_rating_last_10",
                "team_win_pct": "team_win_pct",
            ], of: UpcomingTeam.table.name, .teamInGame),
        Explanations.playerEnd(of: own, readyColumns: "points_avg_last_10", "minutes_avg_last_10"))

    // Appearances before the date, across teams.
    private static func appearances(_ window: EvidenceSource.Window, _ names: String...) -> EvidenceSource {
        EvidenceSource(
            PlayerGame.table.name, .player, window, names, only: .init(column: "is_active", value: .bool(true)))
    }

    private static func mean(_ column: String, _ window: EvidenceSource.Window, minimum: Int) -> Derivation {
        Derivation(
            "mean of \(column) over his appearances in \(window.label); NULL below \(minimum)",
            [appearances(window, column)], by: .mean(minimum: minimum))
    }

    private static func form(_ name: String) -> ColumnDerivations {
        [
            "\(name)_avg_last_5": mean(name, .last(5), minimum: minimumGames(inWindowOf: 5)),
            "\(name)_avg_last_10": mean(name, .last(10), minimum: minimumGames(inWindowOf: 10)),
            "\(name)_avg_season": mean(name, .season, minimum: 1),
            "\(name)_std_last_10": Derivation(
                "sample standard deviation of \(name) over the last 10 appearances; NULL below "
                    + "\(minimumGames(inWindowOf: 10))",
                [appearances(.last(10), name)], by: .deviation(minimum: minimumGames(inWindowOf: 10))),
        ]
    }

    private static let minutes: ColumnDerivations = [
        "games_played_season": Derivation(
            "appearances this season before the date", [appearances(.season)], by: .count(plus: 0)),
        "minutes_avg_last_5": mean("minutes_played", .last(5), minimum: minimumGames(inWindowOf: 5)),
        "minutes_avg_last_10": mean("minutes_played", .last(10), minimum: minimumGames(inWindowOf: 10)),
        "minutes_avg_season": mean("minutes_played", .season, minimum: 1),
    ]

    private static func pooled(
        _ top: String, over bottom: String, _ window: EvidenceSource.Window, factor: Double = 1
    ) -> Derivation {
        Derivation(
            "\(factor == 1 ? "" : "100·")Σ \(top) / Σ \(bottom) over his appearances in \(window.label); NULL below 5",
            [appearances(window, top, bottom)], by: .pooled(factor: factor, minimum: 5))
    }

    private static let rates: ColumnDerivations = [
        "usage_rate_last_10": pooled("usage_numerator", over: "usage_denominator", .last(10), factor: 100),
        "usage_rate_season": pooled("usage_numerator", over: "usage_denominator", .season, factor: 100),
        "ts_pct_last_10": Derivation(
            "Σ points / Σ 2·(fg_attempts + 0.44·ft_attempts) over the last 10 appearances; NULL below 5",
            [appearances(.last(10), "points", "fg_attempts", "ft_attempts")]),
        "points_per_minute_last_10": pooled("points", over: "minutes_played", .last(10)),
        "free_throw_share_last_10": pooled("ft_makes", over: "points", .last(10)),
        "starter_rate_last_10": mean("starter_flag", .last(10), minimum: minimumGames(inWindowOf: 10)),
    ]

    private static let changes: ColumnDerivations = [
        "recent_trend": Derivation(
            "mean points of the newest 3 appearances − mean of the 2 before: 2 from 5 on, 1 from 2 on, −1 from −2 down, "
                + "−2 from −5 down, else 0; NULL below 5",
            [appearances(.last(5), "points")]),
        "minutes_change": Derivation(
            "mean minutes of the newest 3 appearances / minutes_avg_season − 1: 2 from 0.2 on, 1 from 0.1 on, −1 from "
                + "−0.1 down, −2 from −0.2 down, else 0; NULL below 5 games",
            [
                appearances(.last(3), "minutes_played"),
                EvidenceSource(own, .playerInGame, ["minutes_avg_season", "games_played_season"]),
            ]),
    ]

    private static let meetings = EvidenceSource(
        PlayerGame.table.name, .playerAgainstOpponent, .seasons(3), ["points"],
        only: .init(column: "is_active", value: .bool(true)))

    private static let matchup: ColumnDerivations = [
        "games_vs_opponent": Derivation(
            "appearances against the opponent in this season and the two before, inside history", [meetings],
            by: .count(plus: 0)),
        "points_avg_vs_opponent": Derivation(
            "mean points of those appearances; NULL below 2", [meetings], by: .mean(minimum: 2)),
    ]
}
