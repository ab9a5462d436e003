import Foundation
import NBA
import PipelineModel
import PipelineTesting
import RawImport
import Testing

/// Which rows are set aside now, whatever earlier imports set aside.
struct StandingQuarantineTests {
    private func standing(_ folder: ImportFolder) async throws -> Int {
        let feeds = try await folder.store.records(ImportFilePartition.self, matching: RecordFilter())
        return try await folder.quarantine().standing(after: feeds).count
    }

    @Test func `a file read again is counted once, and a mended one no more`() async throws {
        let folder = try await ImportFolder()
        let sound = League()
        var broken = sound
        broken.players[0, "pts"] = "many"
        broken.lines[0, "total"] = "a lot"
        try folder.write(broken)
        try await folder.run()
        #expect(try await standing(folder) == 2)
        // Nothing is read again, and nothing changes.
        try await folder.run()
        #expect(try await standing(folder) == 2)

        broken.lines[1, "total"] = "200.5"
        try folder.write(broken)
        try await folder.run()
        #expect(try await folder.quarantine().count == 3)
        #expect(try await standing(folder) == 2)

        try folder.write(sound)
        try await folder.run()
        #expect(try await folder.quarantine().count == 3)
        #expect(try await standing(folder) == 0)
    }

    @Test func `a row that another file ousts counts with what its own file set aside`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.lines[0, "total"] = "a lot"
        try folder.write(league)
        try await folder.run()
        let name = try #require(league.files.first { $0.1.text == league.lines.text }?.0)
        var other = league.lines
        other.rows = [league.lines.rows[1]]
        other[0, "total"] = "177.5"
        try folder.write("betting_lines_zz.csv", Data(other.text.utf8))
        let summary = try await folder.run(["betting_lines_zz.csv"])
        #expect(summary.isSuccess)
        let ousted = try await folder.quarantine().filter { $0.lineNumber < 0 }
        #expect(ousted.map(\.file) == [name])
        #expect(try await standing(folder) == 2)
    }

    @Test func `a schedule mended without a change to any game is counted no more, and nothing is read again`()
        async throws
    {
        let folder = try await ImportFolder()
        let sound = League()
        var broken = sound
        broken.schedule.rows.append(broken.schedule.rows[0])
        broken.schedule[broken.schedule.rows.count - 1, "game_id"] = "not a game"
        try folder.write(broken)
        try await folder.run()
        #expect(try await standing(folder) == 1)
        try folder.write(sound)
        let mended = try await folder.run()
        #expect(try await standing(folder) == 0)
        #expect(mended.files.filter { $0.outcome != .unchanged }.map(\.table) == [ScheduledGame.table.name])
    }
}
