import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

struct CatalogTests {
    // NYK at BOS   11-01
    // BOS at NYK   11-03, shots, a listed star, a line, a prop
    private static func league() throws -> League {
        var league = League()
        try league.play("NYK", at: "BOS", "2021-11-01")
        let second = try league.play("BOS", at: "NYK", "2021-11-03", arena: "Equator")
        league.shoot(101, of: "BOS", in: second, 2, "Mid-Range", made: true)
        league.note(901, of: "BOS", in: second, InactiveListing.inactive, name: "Out")
        league.note(902, of: "BOS", in: second, InactiveListing.activeDNP, name: "Dressed")
        league.bet(-3.5, 220, on: second)
        return league
    }

    @Test func `the analytics tables stand in catalog order`() {
        #expect(
            NBACatalog.processors.prefix(5).map(\.table) == [
                "team_offense_game_summary", "team_defense_game_summary", "player_game_summary",
                "upcoming_team_game_context", "upcoming_player_game_context",
            ])
        #expect(NBACatalog.processors.prefix(5).allSatisfy { $0.version == "1" && $0.phase == .analytics })
    }

    @Test(arguments: 0..<10) func `every processor keeps the contract`(_ position: Int) throws {
        let contract = ProcessorContract(try Self.league().runner(phases: [.analytics, .precompute]))
        let breaches = try contract.breaches(of: NBACatalog.processors[position], on: try League.date("2021-11-03"))
        #expect(breaches.isEmpty)
    }

    @Test func `the precompute tables follow, each after what it reads`() {
        let precompute = NBACatalog.processors.filter { $0.phase == .precompute }
        #expect(
            precompute.map(\.table) == [
                "team_defense_zone_analysis", "player_shot_zone_analysis", "player_composite_factors",
                "player_daily_cache", "ml_feature_store_v2",
            ])
        #expect(precompute.allSatisfy { $0.kind == .derived && $0.version == "1" })
    }

    @Test func `every projection reads columns of its table`() {
        for projection in NBACatalog.projections {
            let stored = Set(projection.stored.columns.map(\.name))
            #expect(projection.table.columns.allSatisfy { stored.contains($0.name) || $0.name == "is_expected" })
        }
    }

    @Test func `pre-game processors read of their date only what was known before`() {
        let known: Set<TableName> = [
            "schedule_pregame", "odds_game_lines", "odds_player_props", "nbac_inactive_list", "box_set", "box_names",
            "arenas", "upcoming_team_game_context",
        ]
        for processor in NBACatalog.processors where processor.kind == .preGame {
            #expect(processor.inputs.filter { $0.lookback == .none }.allSatisfy { known.contains($0.source) })
        }
    }

    @Test func `results of the date change nothing that was known before it`() throws {
        var other = try Self.league()
        other.games[1].result.homeScore = 140
        other.games[1].result.overtimePeriods = 2
        other.teamBoxes[3].counters.points = 140
        for index in other.players.indices where other.players[index].game.gameDate == (try League.date("2021-11-03")) {
            other.players[index].counters.points += 7
            other.players[index].secondsPlayed -= 600
        }
        let (date, before, after) = (
            try League.date("2021-11-03"), try Self.league().runner(), try other.runner()
        )
        for table in ["upcoming_team_game_context", "upcoming_player_game_context"] as [TableName] {
            #expect(before.content(of: table, on: date) == after.content(of: table, on: date))
        }
        #expect(
            before.content(of: "player_game_summary", on: date) != after.content(of: "player_game_summary", on: date))
    }

    @Test func `an undeclared input is refused`() throws {
        let runner = try Self.league().runner()
        let upstream = runner.upstream(of: TeamDefenseProcessor(), on: try League.date("2021-11-03"))
        #expect(throws: ProcessorError.self) { try upstream.rows(TeamBox.self) }
        #expect(throws: ProcessorError.self) { try upstream.log(TeamPaceLine.ByTeam.self) }
    }
}
