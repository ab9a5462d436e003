import Foundation
import GameCalendar
import NBA
import PipelineModel
import RawImport
import Testing

struct ScheduleChangeTests {
    @Test func `rows unknown to the schedule load once it knows them`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        let missing = league.schedule.rows.removeLast()
        try folder.write(league)
        try await folder.run()
        league.schedule.rows.append(missing)
        try folder.write(league)
        try await folder.run(["schedule_2023-24.csv"])
        #expect(try await folder.state("nbac_team_boxscore", "2023-10-25")?.rowsMissing == 2)
        #expect(try await folder.state("nbac_player_boxscore", "2023-10-25")?.rowsMissing == 10)
        let summary = try await folder.run()
        #expect(summary.tables["nbac_team_boxscore"]?.rowsLoaded == 4)
        #expect(try await folder.state("nbac_team_boxscore", "2023-10-25")?.rowsMissing == 0)
        #expect(try await folder.state("nbac_player_boxscore", "2023-10-25")?.rowsMissing == 0)
        #expect(try await folder.run().files.allSatisfy { $0.outcome == .unchanged })
    }

    @Test func `rows whose game left the schedule stay, with an issue until it is back`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        try folder.write(league)
        try await folder.run()
        let lost = league.schedule.rows.removeLast()
        try folder.write(league)
        let summary = try await folder.run(["schedule_2023-24.csv"])
        #expect(summary.issues == ["unscheduled_game": 3])
        let issues = try await folder.issues()
        #expect(
            issues.map { "\($0.code) \($0.tableName) \($0.gameID) \($0.gameDate)" }.sorted() == [
                "unscheduled_game nbac_player_boxscore 0022300004 2023-10-25",
                "unscheduled_game nbac_shot_chart 0022300004 2023-10-25",
                "unscheduled_game nbac_team_boxscore 0022300004 2023-10-25",
            ])
        league.schedule.rows.append(lost)
        try folder.write(league)
        try await folder.run(["schedule_2023-24.csv"])
        #expect(try await folder.issues().isEmpty)
    }

    @Test func `a schedule alone changes what the stored box scores lack`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.teams.rows.removeLast()
        try folder.write(league)
        try await folder.run()
        #expect(try await folder.state("nbac_team_boxscore", "2023-10-25")?.rowsMissing == 1)
        league.schedule[3, "status"] = "Postponed"
        try folder.write(league)
        let summary = try await folder.run(["schedule_2023-24.csv"])
        #expect(summary.tables.keys.map(\.rawValue) == ["nbac_schedule"])
        let state = try #require(try await folder.state("nbac_team_boxscore", "2023-10-25"))
        #expect((state.rowsMissing, state.rowsSurplus, state.rowCount) == (0, 1, 3))
    }

    @Test(arguments: ["2023-10-24", "2023-10-25", "2023-10-26"], [[0, 2], [0, 1], [2, 3]])
    func `games move to another date with all their rows`(_ date: String, _ positions: [Int]) async throws {
        let folder = try await ImportFolder()
        var league = League()
        try folder.write(league)
        try await folder.run()
        let day = try #require(GameDate(date))
        for position in positions { moveGame(&league, position, to: date) }
        try folder.write(league)
        let summary = try await folder.run()
        #expect(summary.issues.isEmpty && summary.isSuccess)
        let moved = positions.map { League.games[$0].id }
        #expect(
            try await folder.rows(ScheduledGame.self).filter { moved.contains($0.identity.gameID) }
                .allSatisfy { $0.identity.gameDate == day })
        #expect(
            try await folder.rows(TeamBox.self).filter { $0.game.gameDate == day && moved.contains($0.game.gameID) }
                .count == 4)
        #expect(try await folder.rows(Shot.self).count == league.shots.rows.count)
    }

    @Test func `box scores that follow a moved game later find their old place cleared`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        let old = league.lines
        league.others["betting_lines_old.csv"] = old
        league.lines.rows = []
        try folder.write(league)
        try await folder.run()
        moveGame(&league, 0, to: "2023-10-26")
        try folder.write(league)
        try await folder.run(["schedule_2023-24.csv"])
        #expect(try await folder.state("odds_game_lines", "2023-10-24")?.rowsSurplus == 1)
        var new = old
        new.rows = [old.rows[0]]
        new[0, "game_date"] = "2023-10-26"
        try folder.write("betting_lines_new.csv", Data(new.text.utf8))
        try await folder.run(["betting_lines_new.csv"])
        #expect(
            try await folder.rows(GameLine.self).map(\.gameID) == [
                "0022300002", "0022300003", "0022300004", "0022300001",
            ])
        #expect(try await folder.quarantine().contains { $0.reasonCode == "unknown_game" && $0.lineNumber < 0 })
    }

    private func moveGame(_ league: inout League, _ position: Int, to date: String) {
        let id = League.games[position].id
        func move(_ sheet: inout Sheet) {
            for row in sheet.rows.indices where sheet[row, "game_id"] == id { sheet[row, "game_date"] = date }
        }
        for sheet in [\League.schedule, \.teams, \.players, \.shots, \.lines, \.props, \.inactives] {
            move(&league[keyPath: sheet])
        }
    }
}
