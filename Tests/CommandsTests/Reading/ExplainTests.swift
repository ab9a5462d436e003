import NBA
import PipelineModel
import Testing

struct ExplainTests {
    /// A row of each explained table.
    struct Subject: Sendable, CustomTestStringConvertible {
        let table: TableDeclaration
        let key: [String]
        var testDescription: String { table.name.rawValue }
    }

    static let subjects = [
        Subject(table: TeamOffenseGame.table, key: ["0022300015", "BOS"]),
        Subject(table: TeamDefenseGame.table, key: ["0022300015", "BOS"]),
        Subject(table: PlayerGame.table, key: ["0022300015", "1101"]),
        Subject(table: UpcomingTeam.table, key: ["0022300015", "BOS"]),
        Subject(table: UpcomingPlayer.table, key: ["0022300015", "1101"]),
        Subject(table: TeamDefenseZones.table, key: ["BOS", "2023-11-12"]),
        Subject(table: PlayerShotZones.table, key: ["0022300015", "1101"]),
        Subject(table: PlayerCompositeFactors.table, key: ["0022300015", "1101"]),
        Subject(table: PlayerDailyCache.table, key: ["0022300015", "1101"]),
        Subject(table: FeatureRow.table, key: ["0022300015", "1101"]),
        Subject(table: LineupFeatureRow.table, key: ["0022300015", "1101"]),
        Subject(table: PropPrediction.table, key: ["0022300015", "1101", "moving_average_v1", "pra"]),
        Subject(table: PredictionGrade.table, key: ["0022300015", "1101", "rules_v1", "points"]),
    ]

    // A tiny league never has the appearances that models and intervals need.
    private static let monthly = [
        Subject(table: ModelArtifact.table, key: []), Subject(table: PredictionInterval.table, key: []),
    ]

    @Test(arguments: subjects + monthly)
    func `every column is explained, by columns that exist`(_ subject: Subject) throws {
        let known = try #require(Explanations.tables[subject.table.name])
        #expect(Set(known.keys) == Set(subject.table.columns.map(\.name)))
        let tables = Dictionary(
            uniqueKeysWithValues: (NBACatalog.sources.map(\.table) + Self.subjects.map(\.table)).map { ($0.name, $0) })
        for (column, derivation) in known {
            for source in derivation.sources {
                let table = try #require(tables[source.table])
                for name in source.columns + [source.only?.column].compactMap(\.self) {
                    #expect(table.position(of: name) != nil, "\(column) reads \(source.table).\(name)")
                }
            }
        }
    }

    @Test(arguments: subjects)
    func `formula and processor give every stored value`(_ subject: Subject) async throws {
        let harness = try await CommandLineHarness.league.value
        for column in subject.table.columns {
            let result = await harness.run(["explain", subject.table.name.rawValue] + subject.key + [column.name])
            #expect(result.code == 0, "\(column.name): \(result.err)\(result.out)")
            #expect(result.out.contains("Stored is the same."))
        }
    }

    @Test func `the games of the window are listed with their values`() async throws {
        let harness = try await CommandLineHarness.league.value
        let result = await harness.run(
            "explain", "upcoming_player_game_context", "0022300015", "1101", "points_avg_last_5", "--format", "json")
        let source = try #require(result.objects("sources").first)
        let rows = try #require(source["rows"] as? [[String: Any]])
        #expect(rows.map { $0["game_date"] as? String } == Array(TinyLeague.dates[2..<7]))
        let points = rows.compactMap { $0["points"] as? Int }
        #expect(result.object["result"] as? Double == Double(points.reduce(0, +)) / 5)
        #expect(result.object["equal"] as? Bool == true)
    }

    @Test func `a feature that is taken over is followed to the games it comes from`() async throws {
        let harness = try await CommandLineHarness.league.value
        let result = await harness.run(
            "explain", "ml_feature_store_v2", "0022300015", "1101", "points_avg_last_5", "--format", "json")
        let origins = result.objects("origins")
        #expect(origins.map { $0["table"] as? String } == ["player_daily_cache"])
        let sources = try #require(origins.first?["sources"] as? [[String: Any]])
        #expect(sources.first?["table"] as? String == "player_game_summary")
        #expect((sources.first?["rows"] as? [Any])?.count == 5)
    }

    @Test func `a link of the way that does not hold is named`() async throws {
        let harness = try await CommandLineHarness.copy()
        for table in ["player_daily_cache", "ml_feature_store_v2"] {
            try harness.edit("UPDATE \(table) SET points_avg_last_5 = 50 WHERE game_id = '0022300015'")
        }
        let result = await harness.run("explain", "ml_feature_store_v2", "0022300015", "1101", "points_avg_last_5")
        #expect(result.code == 1)
        #expect(result.out.contains("player_daily_cache.points_avg_last_5 is"), "\(result.out)")
    }

    @Test func `a star who is out is explained by the list he is on`() async throws {
        let harness = try await CommandLineHarness.league.value
        let listed = await harness.run(
            "query", "SELECT game_id FROM nbac_inactive_list", "--format", "csv")
        let result = await harness.run("explain", "upcoming_team_game_context", listed.lines[1], "DEN", "stars_out")
        #expect(result.code == 0)
        #expect(result.out.contains("stars_out is 1:") && result.out.contains("Nikola Jokić"))
    }

    @Test func `a stored value that is not what its inputs give ends in 1`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit("UPDATE player_game_summary SET usage_rate = 50 WHERE game_id = '0022300015'")
        let result = await harness.run("explain", "player_game_summary", "0022300015", "1101", "usage_rate")
        #expect(result.code == 1)
        #expect(result.out.contains("Stored is 50.0."))
    }
}
