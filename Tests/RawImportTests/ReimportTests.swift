import Foundation
import NBA
import PipelineModel
import PipelineTesting
import RawImport
import Testing

struct ReimportTests {
    @Test func `an unchanged folder is skipped and counted`() async throws {
        let folder = try await ImportFolder()
        try folder.write(League())
        let first = try await folder.run()
        let before = try await folder.store.facts(counting: [])
        let second = try await folder.run()
        let after = try await folder.store.facts(counting: [])
        #expect(after.states == before.states)
        // That it was read is known all the same.
        #expect(Set(after.lastReadings.keys) == Set(before.lastReadings.keys) && !after.lastReadings.isEmpty)
        for (table, instant) in before.lastReadings { #expect(after.lastReadings[table].map { $0 > instant } == true) }
        #expect(second.files.allSatisfy { $0.outcome == .unchanged } && second.issues.isEmpty)
        for (table, counts) in second.tables {
            #expect(counts.rowsUnchanged == first.tables[table]?.rowsLoaded && counts.rowsLoaded == 0)
            #expect(counts.partitionsUnchanged == first.tables[table]?.partitionsReplaced)
            #expect(counts.partitionsReplaced + counts.partitionsDeleted == 0)
        }
    }

    @Test func `a changed cell replaces one partition and records who did it`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        try folder.write(league)
        try await folder.run()
        league.players[0, "ast"] = "3"
        league.teams[0, "ast"] = "11"
        try folder.write(league)
        let summary = try await folder.run()
        for name in ["nbac_team_boxscore", "nbac_player_boxscore"] as [TableName] {
            let counts = try #require(summary.tables[name])
            #expect((counts.partitionsReplaced, counts.partitionsUnchanged) == (1, 1))
            #expect(counts.rowsLoaded == counts.rowsUnchanged)
        }
        let runs = try await folder.store.records(RunRecord.self, matching: .column("batch_id", is: .text("import-2")))
        #expect(
            runs.map { "\($0.processorName) \($0.dataDate) \($0.status) \($0.phase)" }.sorted() == [
                "nbac_player_boxscore 2023-10-24 success phase_2_raw",
                "nbac_team_boxscore 2023-10-24 success phase_2_raw",
            ])
        #expect(runs.allSatisfy { $0.triggerSource == .importing && $0.changed == true && $0.success == true })
        let state = try #require(try await folder.state("nbac_player_boxscore", "2023-10-24"))
        #expect(runs.contains { $0.runID == state.runID && $0.outputDigest == state.digest })
        let commit = try #require(try await folder.state("box_set", "2023-10-24")).changedAtCommit
        #expect(commit < state.changedAtCommit)
    }

    @Test func `rows that vanish go, and so does a partition nobody feeds`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        try folder.write(league)
        try await folder.run()
        league.lines.rows.removeLast(3)
        try folder.write(league)
        let summary = try await folder.run()
        let counts = try #require(summary.tables["odds_game_lines"])
        #expect((counts.partitionsReplaced, counts.partitionsDeleted, counts.rowsLoaded) == (1, 1, 1))
        #expect(try await folder.rows(GameLine.self).map(\.gameID) == ["0022300001"])
        #expect(try await folder.state("odds_game_lines", "2023-10-25") == nil)
    }

    @Test func `a file that is not part of an import keeps its rows`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        var late = league.props
        late.rows = late.rows.prefix(5).map { row in row[..<4] + ["Other"] + row[5...] }
        try folder.write(league)
        try await folder.run()
        league.others["props_multi_2023-24.csv"] = late
        try folder.write(league)
        let summary = try await folder.run(["props_multi_2023-24.csv"])
        #expect(summary.tables["odds_player_props"]?.rowsLoaded == 5)
        #expect(try await folder.rows(PropLine.self).count == 45)
        let again = try await folder.run()
        #expect(again.tables["odds_player_props"]?.rowsUnchanged == 45)
        try folder.write("props_multi_2023-24.csv", Data(Sheet(late.header.joined(separator: ",")).text.utf8))
        let emptied = try await folder.run(["props_multi_2023-24.csv"])
        #expect(emptied.tables["odds_player_props"]?.partitionsReplaced == 1)
        #expect(try await folder.rows(PropLine.self).count == 40)
    }

    @Test func `a repeated row is dropped and counted`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.lines.rows.append(league.lines.rows[0])
        league.props.rows.insert(league.props.rows[7], at: 0)
        try folder.write(league)
        let summary = try await folder.run()
        #expect(summary.tables["odds_game_lines"]?.duplicatesDropped == 1)
        #expect(summary.tables["odds_player_props"]?.duplicatesDropped == 1)
        #expect(try await folder.quarantine().isEmpty && summary.issues.isEmpty)
    }

    @Test func `of two rows with one key in one file the later line wins`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        var other = league.lines.rows[1]
        other[3] = "199.5"
        league.lines.rows.append(other)
        try folder.write(league)
        let summary = try await folder.run()
        #expect(summary.issues == ["superseded_in_file": 1])
        let loser = try #require(try await folder.quarantine().first)
        #expect((loser.lineNumber, loser.reasonCode) == (3, "superseded_in_file"))
        #expect(loser.rawText == "0022300002,2023-10-24,-4.5,220.5,150,-180")
        #expect(try await folder.rows(GameLine.self)[1].total == 199.5)
    }

    @Test(arguments: ["betting_lines_2022.csv", "betting_lines_2024.csv"])
    func `of two rows with one key in two files the later name wins`(_ name: String) async throws {
        let folder = try await ImportFolder()
        var league = League()
        var other = league.lines
        other.rows = [other.rows[2]]
        other[0, "total"] = "199.5"
        league.others[name] = other
        try folder.write(league)
        let summary = try await folder.run()
        let isLater = name > "betting_lines_2023-24.csv"
        #expect(summary.issues == ["superseded_by_file": 1])
        let loser = try #require(try await folder.quarantine().first)
        #expect(loser.file == (isLater ? "betting_lines_2023-24.csv" : name))
        #expect(loser.lineNumber == (isLater ? 4 : 2))
        #expect(try await folder.rows(GameLine.self)[2].total == (isLater ? 199.5 : 220.5))
        #expect(try await folder.run().files.allSatisfy { $0.outcome == .unchanged })
    }

    @Test func `a later file alone takes over a stored row, and gives it back`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        try folder.write(league)
        try await folder.run()
        var other = league.lines
        other.rows = [other.rows[2]]
        other[0, "total"] = "199.5"
        league.others["betting_lines_2024.csv"] = other
        try folder.write(league)
        try await folder.run(["betting_lines_2024.csv"])
        #expect(try await folder.rows(GameLine.self)[2].total == 199.5)
        let loser = try #require(try await folder.quarantine().first)
        #expect(loser.reasonCode == "superseded_by_file" && loser.lineNumber < 0)
        try folder.write("betting_lines_2024.csv", Data(Sheet(other.header.joined(separator: ",")).text.utf8))
        try await folder.run()
        #expect(try await folder.rows(GameLine.self).map(\.total) == [220.5, 220.5, 220.5, 220.5])
    }

    @Test func `an earlier file alone does not displace a later one`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        try folder.write(league)
        try await folder.run()
        var other = league.lines
        other.rows = [other.rows[2]]
        other[0, "total"] = "199.5"
        league.others["betting_lines_2022.csv"] = other
        try folder.write(league)
        let summary = try await folder.run(["betting_lines_2022.csv"])
        #expect(summary.tables["odds_game_lines"]?.rowsQuarantined == 1)
        #expect(try await folder.rows(GameLine.self)[2].total == 220.5)
    }

    @Test func `equal rows in two files are one row and one duplicate`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.others["betting_lines_2024.csv"] = league.lines
        try folder.write(league)
        let summary = try await folder.run()
        let counts = try #require(summary.tables["odds_game_lines"])
        #expect((counts.rowsRead, counts.rowsLoaded, counts.duplicatesDropped) == (8, 4, 4))
        try folder.remove("betting_lines_2023-24.csv")
        league.others["betting_lines_2024.csv"]?[0, "total"] = "199.5"
        try folder.write("betting_lines_2024.csv", Data((league.others["betting_lines_2024.csv"]?.text ?? "").utf8))
        try await folder.run()
        #expect(try await folder.rows(GameLine.self).map(\.total) == [199.5, 220.5, 220.5, 220.5])
    }
}
