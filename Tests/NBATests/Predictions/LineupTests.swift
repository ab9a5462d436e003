import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

/// Features of line-ups over a small league, where they can be worked out on paper.
struct LineupTests {
    private static func features(_ league: League, on date: String) throws -> [LineupFeatureRow] {
        let runner = try league.runner()
        let day = try League.date(date)
        try runner.run(LineupFeatureProcessor(), on: day)
        return runner.rows(LineupFeatureRow.self, on: day)
    }

    private static func row(_ player: Int, _ rows: [LineupFeatureRow]) throws -> LineupFeatureRow {
        try #require(rows.first { $0.identity.playerID == player })
    }

    @Test func `the models read 76, 65 and 65 of 115 features`() {
        #expect(LineupFeature.all.count == 115 && LineupFeatureRow.version == "v3_115")
        #expect(Market.parts.map { LineupFeature.columns(of: $0).count } == [76, 65, 65])
        #expect(LineupFeature.columns(of: .pra).isEmpty)
        #expect(Set(LineupFeature.all.map(\.feature.name.description)).count == 115)
        #expect(LineupFeature.all.allSatisfy { !$0.markets.isEmpty })
    }

    @Test func `before the first game hardly anything is known`() throws {
        var league = League()
        let game = try league.play("NYK", at: "BOS", "2021-11-01")
        league.bet(-4, 210, on: game)
        let row = try Self.row(101, try Self.features(league, on: "2021-11-01"))
        #expect(row.values.count == 115 && row.featureMissingCount == row.values.count { $0 == nil })
        #expect(row["appearances_season"] == 0 && row["points_fading_93"] == nil && row["days_rest"] == nil)
        #expect(row["minutes_vacated_last_game"] == nil && row["team_points"] == nil && row["minutes_share"] == nil)
        #expect(row["game_spread"] == -4 && row["spread_size"] == 4 && row["implied_team_total"] == 107)
        // Nobody has a rate: minutes are unknown, so 0 of them at the usual 0.47 a minute.
        #expect(row["points_by_minutes_like_lineups"] == 0)
    }

    // NYK at BOS 11-01 and 11-03, BOS at NYK 11-06. 101 scores 30, then 40; the others 20.
    private static func three() throws -> League {
        var league = League()
        try league.play("NYK", at: "BOS", "2021-11-01", (100, 110))
        try league.play("NYK", at: "BOS", "2021-11-03", (100, 120))
        try league.play("BOS", at: "NYK", "2021-11-06")
        return league
    }

    @Test func `means fade, and each team-mate is expected as often as he plays`() throws {
        let row = try Self.row(101, try Self.features(try Self.three(), on: "2021-11-06"))
        func near(_ name: String, _ value: Double) -> Bool { abs((row[name] ?? .nan) - value) < 1e-9 }
        #expect(near("points_fading_70", (0.7 * 30 + 40) / 1.7) && near("points_fading_97", (0.97 * 30 + 40) / 1.97))
        // 40 minutes at 0.47 a minute against 48 and 48.
        #expect(near("points_per_minute_93", (0.93 * 30 + 40 + 18.8) / (0.93 * 48 + 48 + 40)))
        #expect(row["days_rest"] == 2 && row["games_in_last_7_days"] == 2 && row["minutes_in_last_7_days"] == 96)
        #expect(row["team_games_season"] == 2 && row["team_games_missed"] == 0 && row["appearances_for_team"] == 2)
        // Dressed and played twice: (0.64·0.5 + 0.8 + 1) / (0.64 + 0.8 + 1) of the time; the games saw all four all the time.
        let share: Double = (0.32 + 1.8) / 2.44
        #expect(near("minutes_vacated", 4 * 48 * (1 - share)) && near("minutes_available", 4 * 48 * share))
        #expect(near("points_vacated", 4 * 20 * (1 - share)) && near("minutes_vacated_most", 48 * (1 - share)))
        #expect(near("minutes_vacated_last_game", 0) && near("lineup_likeness", .exp(-4 * 48 * (1 - share) / 25)))
        // Two games of one likeness: weights 0.95 and 1, as without any.
        #expect(near("points_like_lineups", (0.95 * 30 + 40) / 1.95) && near("points_like_lineups_change", 0))
        #expect(
            near("team_points", (0.93 * 110 + 120) / 1.93) && near("opponent_points_allowed", (0.93 * 110 + 120) / 1.93)
        )
    }

    @Test func `one who is out leaves his minutes to the others`() throws {
        var league = try Self.three()
        let game = try #require(league.games.last?.identity.gameID)
        let before = try Self.row(101, try Self.features(league, on: "2021-11-06"))
        league.players.removeAll { $0.playerID == 105 && $0.game.gameID == game }
        league.note(105, of: "BOS", in: game, InactiveListing.inactive)
        let after = try Self.row(101, try Self.features(league, on: "2021-11-06"))
        let share: Double = (0.32 + 1.8) / 2.44
        func rise(_ name: String) -> Double { (after[name] ?? .nan) - (before[name] ?? .nan) }
        #expect(abs(rise("minutes_vacated") - 48 * share) < 1e-9 && abs((after["minutes_out"] ?? 0) - 48) < 1e-9)
        #expect(abs(rise("minutes_vacated_last_game") - 48) < 1e-9 && before["minutes_out"] == 0)
        #expect(abs(rise("minutes_available") + 48 * share) < 1e-9 && rise("minutes_share") > 0)
    }

    // Everything that happens on or after the date: lines, who appeared, who dressed and was not used, scores.
    @Test(arguments: UInt64(1)...3)
    func `nothing follows from what happens on the date`(_ seed: UInt64) throws {
        var league = try Self.three()
        let game = try #require(league.games.last?.identity.gameID)
        league.note(105, of: "BOS", in: game, InactiveListing.inactive)
        let before = try Self.features(league, on: "2021-11-06")
        for index in league.players.indices where league.players[index].game.gameID == game {
            league.players[index].counters.points += 10 * Int(seed)
            league.players[index].secondsPlayed = 60 * Int(seed)
            league.players[index].starter.toggle()
        }
        league.players.removeAll { $0.game.gameID == game && $0.playerID % 100 == Int(seed) }
        league.note(104, of: "BOS", in: game, InactiveListing.activeDNP)
        (league.games[2].result.homeScore, league.games[2].result.awayScore) = (180, 60)
        for index in league.teamBoxes.indices where league.teamBoxes[index].game.gameID == game {
            league.teamBoxes[index].counters.points = 60 + Int(seed)
        }
        let after = try Self.features(league, on: "2021-11-06")
        #expect(!after.isEmpty)
        for row in after {
            let same = try Self.row(row.identity.playerID, before)
            #expect(row.values == same.values, "player \(row.identity.playerID)")
        }
    }

    @Test func `of its date it reads nothing that was not known before`() {
        let known: Set<TableName> = ["upcoming_player_game_context", "listed_out"]
        let inputs = LineupFeatureProcessor().inputs
        #expect(inputs.filter { $0.lookback.includesDate }.allSatisfy { known.contains($0.source) })
        #expect(inputs.filter { !$0.lookback.includesDate }.allSatisfy { $0.lookback == .seasons(3) })
    }
}

extension Double {
    fileprivate static func exp(_ power: Double) -> Double {
        // The series of the exponential of a small power, squared up again.
        let small = power / 1024
        var (sum, term) = (1.0, 1.0)
        for number in 1...12 {
            term *= small / Double(number)
            sum += term
        }
        for _ in 0..<10 { sum *= sum }
        return sum
    }
}
