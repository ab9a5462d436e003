import NBA
import PipelineModel
import RawImport
import Testing

/// A league with one game spoilt so that exactly these issues arise.
struct SpoiltGame: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// `code table game team`.
    let issues: [String]
    let spoil: @Sendable (inout League) -> Void

    init(_ description: String, _ issues: [String], _ spoil: @escaping @Sendable (inout League) -> Void) {
        (testDescription, self.issues, self.spoil) = (description, issues, spoil)
    }

    static let all = [
        SpoiltGame("team_pair: a row is missing", ["team_pair nbac_team_boxscore 0022300001 "]) {
            $0.teams.rows.remove(at: 1)
            $0.players.rows.removeAll { $0[0] == "0022300001" }
            $0.shots.rows.removeAll { $0[0] == "0022300001" }
        },
        SpoiltGame("team_pair: both at home", ["team_pair nbac_team_boxscore 0022300001 "]) {
            $0.teams[0, "is_home"] = "1"
        },
        SpoiltGame("team_pair: sides swapped", ["team_pair nbac_team_boxscore 0022300001 "]) {
            $0.teams[0, "is_home"] = "1"
            $0.teams[1, "is_home"] = "0"
        },
        SpoiltGame("team_pair: not opponents of each other", ["team_pair nbac_team_boxscore 0022300002 "]) {
            $0.teams[2, "opponent"] = "NYK"
        },
        SpoiltGame("team_pair: opponent_points not mirrored", ["team_pair nbac_team_boxscore 0022300001 "]) {
            $0.teams[0, "opp_pts"] = "60"
            $0.teams[0, "plus_minus"] = "-5"
        },
        SpoiltGame("minutes_total", ["minutes_total nbac_team_boxscore 0022300003 ATL"]) {
            $0.teams[4, "minutes_total"] = "251"
        },
        SpoiltGame("player_sum", ["player_sum nbac_player_boxscore 0022300001 LAL"]) {
            $0.players[0, "stl"] = "2"
        },
        SpoiltGame("starter_count", ["starter_count nbac_player_boxscore 0022300001 DEN"]) {
            $0.players[5, "starter"] = "0"
        },
        SpoiltGame(
            "player_count",
            [
                "player_count nbac_player_boxscore 0022300001 LAL", "player_sum nbac_player_boxscore 0022300001 LAL",
                "seconds_sum nbac_player_boxscore 0022300001 LAL", "starter_count nbac_player_boxscore 0022300001 LAL",
            ]
        ) { $0.players.rows.remove(at: 2) },
        SpoiltGame("seconds_sum", ["seconds_sum nbac_player_boxscore 0022300001 LAL"]) {
            $0.players[0, "seconds_played"] = "2819"
        },
        SpoiltGame("shots_vs_box", ["shots_vs_box nbac_shot_chart 0022300001 LAL"]) { $0.shots.rows.remove(at: 3) },
        SpoiltGame("unknown_arena", ["unknown_arena nbac_schedule 0022300004 "]) {
            $0.schedule[3, "arena"] = "Barn"
        },
    ]

    /// Within the bounds of each rule.
    static let tolerated = [
        SpoiltGame("minutes_total within 10", []) { $0.teams[4, "minutes_total"] = "250" },
        SpoiltGame("seconds_sum within 60", []) { $0.players[0, "seconds_played"] = "2820" },
        SpoiltGame("no shots of a game", []) { $0.shots.rows.removeAll { $0[0] == "0022300002" } },
        SpoiltGame("no arenas at all", []) { $0.arenas.rows = [] },
        SpoiltGame("overtimes unknown: lengths are not asked", []) {
            $0.schedule[0, "overtimes"] = ""
            $0.teams[0, "minutes_total"] = "300"
            $0.players[0, "seconds_played"] = "9000"
        },
    ]
}

struct GameRuleTests {
    @Test(arguments: SpoiltGame.all + SpoiltGame.tolerated)
    func `a spoilt game loads and leaves its issues`(_ spoilt: SpoiltGame) async throws {
        let folder = try await ImportFolder()
        var league = League()
        spoilt.spoil(&league)
        try folder.write(league)
        let summary = try await folder.run()
        let issues = try await folder.issues()
        #expect(issues.map { "\($0.code) \($0.tableName) \($0.gameID) \($0.teamAbbr)" }.sorted() == spoilt.issues)
        #expect(issues.allSatisfy { !$0.detail.isEmpty && $0.importID == 1 })
        #expect(summary.issues.values.reduce(0, +) == spoilt.issues.count && summary.isSuccess)
        #expect(summary.tables.values.allSatisfy { $0.rowsQuarantined == 0 })
    }

    @Test func `a corrected game loses its issues, others keep theirs`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.players[0, "stl"] = "2"
        league.teams[4, "minutes_total"] = "251"
        try folder.write(league)
        try await folder.run()
        #expect(try await folder.issues().count == 2)
        league.players[0, "stl"] = "1"
        try folder.write(league)
        try await folder.run()
        #expect(try await folder.issues().map(\.code) == ["minutes_total"])
    }

    @Test func `a corrected team line settles what was held against it`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.teams[0, "ast"] = "11"
        league.teams[1, "fga"] = "46"
        try folder.write(league)
        try await folder.run()
        #expect(try await folder.issues().map(\.code).sorted() == ["player_sum", "player_sum", "shots_vs_box"])
        try folder.write(League())
        try await folder.run(["team_boxscores_2023-24.csv"])
        #expect(try await folder.issues().isEmpty)
    }

    @Test func `an arena learnt later settles its games`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.arenas.rows.removeFirst()
        try folder.write(league)
        try await folder.run()
        let lost = try await folder.issues()
        try folder.write(League())
        try await folder.run(["arenas.csv"])
        #expect(lost.map(\.code) == [] || lost.map(\.code) == ["unknown_arena"])
        #expect(try await folder.issues().isEmpty)
    }

    @Test func `overtimes count in every length`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.schedule[0, "overtimes"] = "2"
        for row in [0, 1] {
            let q4 = try #require(Int(league.teams[row, "q4"]))
            league.teams[row, "minutes_total"] = "290"
            league.teams[row, "q4"] = "\(q4 - 5)"
            league.teams[row, "ot_pts"] = "2|3"
        }
        for row in 0..<10 { league.players[row, "seconds_played"] = "3480" }
        try folder.write(league)
        let summary = try await folder.run()
        #expect(summary.issues.isEmpty)
        #expect(try await folder.rows(TeamBox.self)[0].overtimes == [2, 3])
    }

    @Test func `missing box rows are counted against the games that count`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.teams.rows.remove(at: 0)
        league.players.rows.removeSubrange(1...2)
        league.schedule[3, "status"] = "Postponed"
        try folder.write(league)
        try await folder.run()
        #expect(try await folder.state("nbac_team_boxscore", "2023-10-24")?.rowsMissing == 1)
        #expect(try await folder.state("nbac_player_boxscore", "2023-10-24")?.rowsMissing == 2)
        // The postponed game's rows are there all the same.
        #expect(try await folder.state("nbac_team_boxscore", "2023-10-25")?.rowsMissing == 0)
        #expect(try await folder.state("nbac_team_boxscore", "2023-10-25")?.rowsSurplus == 2)
        #expect(try await folder.state("nbac_player_boxscore", "2023-10-25")?.rowsSurplus == 10)
        #expect(try await folder.state("nbac_schedule", "2023-10-25")?.rowsMissing == 0)
    }
}
