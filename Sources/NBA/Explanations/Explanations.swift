package import PipelineModel

/// Why every column of the computed tables holds what it holds.
///
/// To add a table: a file with its ``ColumnDerivations``, one line in ``tables``; a test compares the names with the
/// table's columns.
package enum Explanations {
    /// The derivations of each explained table.
    package static let tables: [TableName: ColumnDerivations] = [
        TeamOffenseGame.table.name: TeamOffenseExplanations.columns,
        TeamDefenseGame.table.name: TeamDefenseExplanations.columns,
        PlayerGame.table.name: PlayerGameExplanations.columns,
        UpcomingTeam.table.name: UpcomingTeamExplanations.columns,
        UpcomingPlayer.table.name: UpcomingPlayerExplanations.columns,
        TeamDefenseZones.table.name: TeamDefenseZonesExplanations.columns,
        PlayerShotZones.table.name: PlayerShotZonesExplanations.columns,
        PlayerCompositeFactors.table.name: CompositeFactorsExplanations.columns,
        PlayerDailyCache.table.name: PlayerDailyCacheExplanations.columns,
        FeatureRow.table.name: FeatureStoreExplanations.columns,
        LineupFeatureRow.table.name: LineupExplanations.columns,
        ModelArtifact.table.name: ModelExplanations.artifacts,
        PredictionInterval.table.name: ModelExplanations.intervals,
        PropPrediction.table.name: PredictionExplanations.columns,
        PredictionGrade.table.name: GradeExplanations.columns,
    ]

    /// The derivation of one column; nil for tables without explanations and for unknown columns.
    package static func derivation(of column: String, in table: TableName) -> Derivation? {
        tables[table]?[column]
    }

    // What identifies the game in every analytics table.
    static let identity = ["game_id", "game_date", "season", "season_year", "season_type", "game_key"]

    // The fourteen counters beside points.
    static let counters = [
        "fg_makes", "fg_attempts", "three_pt_makes", "three_pt_attempts", "ft_makes", "ft_attempts",
        "offensive_rebounds", "defensive_rebounds", "rebounds", "assists", "steals", "blocks", "turnovers",
        "personal_fouls",
    ]

    static let zones = ["paint_makes", "paint_attempts", "mid_range_makes", "mid_range_attempts"]

    /// The last columns of a post-game row.
    static let postGameEnd: ColumnDerivations = [
        "expected_games": Derivation("1: the row's own game"),
        "actual_games": Derivation("1: the row's own game, which is there"),
        "completeness_pct": Derivation("100·actual_games / expected_games"),
        "is_production_ready": Derivation("no blocking code in quality_issues"),
        "early_season": Derivation("false: a finished game does not rest on a window"),
        "quality_issues": Derivation("codes of what lowers trust in the row, sorted, separated by commas"),
    ]

    /// The last columns of a pre-game row over `table`'s rows.
    static func preGameEnd(expected: String, actual: String, played: String) -> ColumnDerivations {
        [
            "expected_games": Derivation(expected),
            "actual_games": Derivation(actual),
            "completeness_pct": Derivation("100·actual_games / expected_games; 100 when none is expected"),
            "is_production_ready": Derivation(
                "completeness_pct ≥ 90, not early_season, and no blocking code in quality_issues"),
            "early_season": Derivation("\(played) < 5"),
            "quality_issues": Derivation("codes of what lowers trust in the row, sorted, separated by commas"),
        ]
    }

    // The last columns of a player's row of `table`: his context's, and what must not be NULL.
    static func playerEnd(of table: TableName, readyColumns: String...) -> ColumnDerivations {
        .joined(
            .copies(
                ["expected_games", "actual_games", "completeness_pct", "early_season", "quality_issues"],
                of: UpcomingPlayer.table.name, .playerInGame),
            [
                "is_production_ready": Derivation(
                    "is_production_ready of his context, and none of \(readyColumns.joined(separator: ", ")) NULL",
                    [
                        EvidenceSource(UpcomingPlayer.table.name, .playerInGame, ["is_production_ready"]),
                        EvidenceSource(table, .playerInGame, readyColumns),
                    ])
            ])
    }

    // Which prediction a row is about.
    static func predictionIdentity(of table: TableName) -> ColumnDerivations {
        .joined(
            .copies(["game_id", "player_id", "game_date"], of: UpcomingPlayer.table.name, .playerInGame),
            [
                "system_id": Derivation("one row for each system", [EvidenceSource(table, .prediction, ["system_id"])]),
                "market": Derivation(
                    "one row for each market the system predicts", [EvidenceSource(table, .prediction, ["market"])]),
            ])
    }

    // Who a player's precompute row is about.
    static let playerIdentity = ColumnDerivations.copies(
        ["game_id", "game_date", "player_id"], of: UpcomingPlayer.table.name, .playerInGame)
}
