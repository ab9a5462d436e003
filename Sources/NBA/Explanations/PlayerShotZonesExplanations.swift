internal import PipelineModel

/// Why the columns of player_shot_zone_analysis hold what they hold.
enum PlayerShotZonesExplanations {
    private static let own = PlayerShotZones.table.name

    static let columns: ColumnDerivations = .joined(
        Explanations.playerIdentity, window(10, perGame: ""), window(20, perGame: "_20"), assists,
        [
            "primary_scoring_zone": Derivation(
                "paint from paint_rate 40 on, else perimeter from three_pt_rate 40 on, else mid_range from "
                    + "mid_range_rate 35 on, else balanced; NULL without rates",
                [
                    EvidenceSource(
                        own, .playerInGame,
                        ["paint_rate_last_10", "mid_range_rate_last_10", "three_pt_rate_last_10"])
                ])
        ],
        Explanations.playerEnd(of: own, readyColumns: "paint_rate_last_10"))

    private static func appearances(_ size: Int, _ names: [String] = []) -> EvidenceSource {
        EvidenceSource(
            PlayerGame.table.name, .player, .last(size), names, only: .init(column: "is_active", value: .bool(true)))
    }

    private static func charted(_ size: Int, _ names: [String]) -> EvidenceSource {
        EvidenceSource(
            PlayerGame.table.name, .player, .last(size), names, only: .init(column: "is_active", value: .bool(true)),
            counting: .init(column: "shot_data_available", value: .bool(true)))
    }

    // How many shots the window holds in all.
    private static func total(_ size: Int) -> EvidenceSource {
        EvidenceSource(own, .playerInGame, ["total_shots_last_\(size)"])
    }

    private static let attempts = ["paint_attempts", "mid_range_attempts", "three_pt_attempts"]

    private static func window(_ size: Int, perGame suffix: String) -> ColumnDerivations {
        let games = "over the last \(size) appearances with shot data"
        let limit = "NULL below \(minimumGames(inWindowOf: size)) such games or 20 shots"
        var columns: ColumnDerivations = [
            "games_in_sample_\(size)": Derivation(
                "appearances of the season, at most \(size)", [appearances(size)], by: .count(plus: 0)),
            "shot_games_in_sample_\(size)": Derivation(
                "those of the last \(size) appearances with shot data", [charted(size, [])], by: .count(plus: 0)),
            "total_shots_last_\(size)": Derivation(
                "Σ paint, mid-range and three-point attempts \(games)", [charted(size, attempts)]),
        ]
        for zone in ["paint", "mid_range", "three_pt"] {
            columns["\(zone)_rate_last_\(size)"] = Derivation(
                "100·Σ \(zone)_attempts / total_shots_last_\(size) \(games); \(limit)", [charted(size, attempts)])
            columns["\(zone)_pct_last_\(size)"] = Derivation(
                "Σ \(zone)_makes / Σ \(zone)_attempts \(games); \(limit), or without attempts",
                [charted(size, ["\(zone)_makes", "\(zone)_attempts"]), total(size)])
            columns["\(zone)_attempts_per_game\(suffix)"] = Derivation(
                "Σ \(zone)_attempts / games \(games); \(limit)", [charted(size, ["\(zone)_attempts"]), total(size)])
        }
        return columns
    }

    private static let assists: ColumnDerivations = [
        "assisted_rate_last_10": Derivation(
            "100·Σ assisted_fg_makes / Σ (assisted_fg_makes + unassisted_fg_makes) over the last 10 appearances with "
                + "shot data; NULL below 5 such games or 20 shots",
            [charted(10, ["assisted_fg_makes", "unassisted_fg_makes"]), total(10)]),
        "unassisted_rate_last_10": Derivation(
            "100 − assisted_rate_last_10", [EvidenceSource(own, .playerInGame, ["assisted_rate_last_10"])]),
    ]
}
