import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Randomness
import Testing

struct ResultNoiseTests {
    private let date = GameDate(dayNumber: 18_950)

    private func noise(_ content: PartitionContent, of table: TableName, seed: UInt64) throws -> PartitionContent {
        var random = SeededRandom(seed: seed)
        return try ResultNoise.disturbed(content, of: table, &random)
    }

    /// The rows of one table on 2021-11-19, before and after.
    private func disturbed<Row: WarehouseRow>(
        _ row: Row.Type, seed: UInt64 = 3
    ) async throws -> (before: [Row], after: [Row], changed: Set<String>) {
        let content = try #require(try await ComputedSeries.shared.value.runner.content(of: Row.table.name, on: date))
        let noisy = try noise(content, of: Row.table.name, seed: seed)
        var changed: Set<String> = []
        for row in 0..<min(content.rowCount, noisy.rowCount) {
            let cells = zip(Row.table.columns, zip(content.cells(row: row), noisy.cells(row: row)))
            changed.formUnion(cells.filter { $1.0 != $1.1 }.map(\.0.name))
        }
        return (Row.rows(from: content), Row.rows(from: noisy), changed)
    }

    private static let counters: Set<String> = [
        "points", "fg_makes", "fg_attempts", "three_pt_makes", "three_pt_attempts", "ft_makes", "ft_attempts",
        "offensive_rebounds", "defensive_rebounds", "rebounds", "assists", "steals", "blocks", "turnovers",
        "personal_fouls",
    ]

    @Test func `every result of a game is another, and nothing else`() async throws {
        let games = try await disturbed(ScheduledGame.self)
        #expect(games.changed.isSubset(of: ["away_score", "home_score", "overtime_periods", "attendance"]))
        #expect(games.changed.isSuperset(of: ["away_score", "home_score", "attendance"]))
        #expect(games.before.map(SchedulePregame.project) == games.after.map(SchedulePregame.project))
    }

    @Test func `every number of a team's line is another, who played whom is not`() async throws {
        let lines = try await disturbed(TeamBox.self)
        let own: Set = ["turnovers_incl_team", "minutes_total", "opponent_points", "plus_minus", "q1"]
        #expect(lines.changed == Self.counters.union(own))
        #expect(lines.before.map(\.teamAbbr) == lines.after.map(\.teamAbbr))
    }

    @Test func `every number of a player's line is another, who appeared is not`() async throws {
        let lines = try await disturbed(PlayerBox.self)
        let own: Set = ["starter", "seconds_played", "minutes_rounded", "plus_minus"]
        #expect(lines.changed == Self.counters.union(own))
        #expect(lines.before.map(\.playerName) == lines.after.map(\.playerName))
    }

    @Test func `shots are others, and fewer`() async throws {
        let shots = try await disturbed(Shot.self)
        #expect(shots.after.count < shots.before.count && !shots.after.isEmpty)
        let before = Dictionary(uniqueKeysWithValues: shots.before.map { ($0.eventID, $0) })
        var zones: Set<String> = []
        for shot in shots.after {
            let original = try #require(before[shot.eventID])
            #expect(shot.playerID == original.playerID && shot.teamAbbr == original.teamAbbr)
            zones.insert("\(original.zoneBasic) is now \(shot.zoneBasic), \(shot.made)")
        }
        #expect(zones.count > 6)
    }

    @Test func `a line of noise is a line that could be`() async throws {
        for seed: UInt64 in 1...20 {
            let lines = try await disturbed(PlayerBox.self, seed: seed).after.map(\.counters)
            for line in lines {
                #expect(line.points == 2 * line.fgMakes + line.threePtMakes + line.ftMakes, "seed \(seed)")
                #expect(line.threePtMakes <= min(line.fgMakes, line.threePtAttempts), "seed \(seed)")
                #expect(line.fgMakes - line.threePtMakes <= line.fgAttempts - line.threePtAttempts, "seed \(seed)")
                #expect(line.ftMakes <= line.ftAttempts, "seed \(seed)")
                #expect(line.rebounds == line.offensiveRebounds + line.defensiveRebounds, "seed \(seed)")
            }
            for counter in [\BoxCounters.assists, \.steals, \.blocks, \.turnovers, \.personalFouls] {
                #expect(Set(lines.map { $0[keyPath: counter] }).count > 1, "seed \(seed)")
            }
        }
    }

    @Test func `a seed decides what the noise is`() async throws {
        let content = try #require(
            try await ComputedSeries.shared.value.runner.content(of: PlayerBox.table.name, on: date))
        let table = PlayerBox.table.name
        #expect(try noise(content, of: table, seed: 1) == noise(content, of: table, seed: 1))
        #expect(try noise(content, of: table, seed: 1) != noise(content, of: table, seed: 2))
    }

    @Test func `a game that was not played has no result, other tables have none at all`() throws {
        var league = League()
        let game = try league.list("NYK", at: "BOS", "2021-11-01")
        league.bet(-3, 210, on: game)
        let runner = try league.rawRunner()
        for table in [ScheduledGame.table.name, GameLine.table.name] {
            let content = try #require(runner.content(of: table, on: try League.date("2021-11-01")))
            #expect(try noise(content, of: table, seed: 1) == content)
        }
    }

    /// Results of the date and of all later ones are noise: what is known before it stays, bit for bit.
    @Test(arguments: UInt64(1)...2)
    func `nothing known before a game follows from its result`(seed: UInt64) async throws {
        let runner = try await ComputedSeries.shared.value.runner
        for day in (0..<8).map({ date + 2 * $0 }) {
            for table in ResultNoise.tables.map(\.name) {
                guard let content = runner.content(of: table, on: day) else { continue }
                runner.store(try noise(content, of: table, seed: seed), as: table, on: day)
            }
        }
        for processor in NBACatalog.processors where processor.phase != .predictions {
            let before = runner.content(of: processor.table, on: date)
            let after = try runner.run(processor, on: date).content
            #expect((before == after) == (processor.kind != .postGame), "seed \(seed): \(processor.table)")
        }
    }
}
