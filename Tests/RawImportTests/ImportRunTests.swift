import ContentDigest
import Foundation
import NBA
import PipelineModel
import PipelineTesting
import RawImport
import Testing

struct ImportRunTests {
    @Test func `a strict import changes nothing when one rule is broken`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.teams[4, "minutes_total"] = "251"
        try folder.write(league)
        let refused = try await folder.run(isStrict: true)
        #expect(refused.isRefused && !refused.isSuccess && refused.issues == ["minutes_total": 1])
        #expect(try await folder.store.facts(counting: []).states.isEmpty)
        #expect(try await folder.store.records(ImportRecord.self, matching: RecordFilter()).isEmpty)
        league.teams[4, "minutes_total"] = "240"
        league.shots[0, "shot_type"] = "5"
        try folder.write(league)
        #expect(try await folder.run(isStrict: true).isRefused)
        try folder.write(League())
        let accepted = try await folder.run(isStrict: true)
        #expect(!accepted.isRefused && accepted.importID == 1 && accepted.tables["nbac_shot_chart"]?.rowsLoaded == 340)
    }

    @Test func `a dry run says what an import would do and writes nothing`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.players[0, "stl"] = "2"
        league.lines[0, "total"] = "5"
        try folder.write(league)
        let dry = try await folder.run(isDryRun: true)
        #expect(try await folder.store.facts(counting: []).commit == 0)
        let real = try await folder.run()
        #expect((dry.tables, dry.issues, dry.files) == (real.tables, real.issues, real.files))
        #expect((dry.importID, real.importID) == (0, 1))
    }

    @Test func `an import that dies between tables leaves whole tables and is finished by the next`() async throws {
        struct Killed: Error {}
        let whole = try await ImportFolder()
        try whole.write(League())
        try await whole.run()
        for table in NBACatalog.sources.map(\.table.name) {
            let folder = try await ImportFolder()
            try folder.write(League())
            folder.betweenTables = { finished in if finished == table { throw Killed() } }
            await #expect(throws: ImportError.self) { try await folder.run() }
            let records = try await folder.store.records(ImportRecord.self, matching: RecordFilter())
            #expect(records.map(\.status) == [.interrupted])
            folder.betweenTables = nil
            try await folder.run()
            #expect(try await folder.digests() == whole.digests())
        }
    }

    @Test func `only the tables asked for are read`() async throws {
        let folder = try await ImportFolder()
        try folder.write(League())
        let summary = try await folder.run(tables: ["nbac_schedule"])
        #expect(summary.tables.keys.map(\.rawValue) == ["nbac_schedule"])
        #expect(summary.files.count { $0.outcome == .ignored } == 8)
        #expect(try await folder.run(tables: ["nbac_team_boxscore"]).tables["nbac_team_boxscore"]?.rowsLoaded == 8)
    }

    @Test func `files of other names are mentioned and left alone`() async throws {
        let folder = try await ImportFolder()
        try folder.write(League())
        try folder.write("README.md", Data("hello".utf8))
        try folder.write("schedule.csv", Data("hello".utf8))
        let summary = try await folder.run()
        #expect(summary.files.filter { $0.outcome == .ignored }.map(\.file) == ["README.md", "schedule.csv"])
        #expect(summary.files.map(\.file) == summary.files.map(\.file).sorted() && summary.isSuccess)
    }

    @Test func `one base name twice is an error, and so is nothing to import`() async throws {
        let folder = try await ImportFolder()
        try folder.write(League())
        try folder.write("players.csv.gz", Data("x".utf8))
        let twice = await #expect(throws: ImportError.self) { try await folder.run() }
        #expect(twice?.code == .duplicateFile)
        try folder.write("nothing", Data("x".utf8))
        let nothing = await #expect(throws: ImportError.self) { try await folder.run(["nothing"]) }
        #expect(nothing?.code == .noFiles)
        let absent = await #expect(throws: ImportError.self) {
            try await folder.run(["schedule_1999.csv", "schedule_2023-24.csv"])
        }
        #expect(absent?.code == .missingPath)
    }

    @Test func `the record of an import is the sum of its tables`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.lines.rows.append(league.lines.rows[0])
        league.props[0, "player_id"] = ""
        try folder.write(league)
        let summary = try await folder.run()
        try await folder.run()
        let records = try await folder.store.records(ImportRecord.self, matching: RecordFilter())
        #expect(records.map(\.importID) == [1, 2] && records.map(\.status) == [.finished, .finished])
        #expect(records[0].duplicatesDropped == 1 && records[0].rowsQuarantined == 1)
        #expect(records[0].rowsRead == summary.tables.values.reduce(0) { $0 + $1.rowsRead })
        #expect(records[1].rowsUnchanged == records[0].rowsLoaded && records[0].finishedAt != nil)
        #expect(summary.durationSeconds > 0)
    }

    @Test func `every file keeps its number`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        try folder.write(league)
        try await folder.run()
        let before = try await folder.fileIDs()
        #expect(Set(before.values) == Set(1...9))
        league.others["props_multi_2023-24.csv"] = league.props
        league.others["props_multi_2023-24.csv"]?.rows = league.props.rows.map { $0[..<4] + ["Other"] + $0[5...] }
        league.lines[0, "total"] = "200.5"
        try folder.write(league)
        try await folder.run()
        #expect(try await folder.fileIDs() == before.merging(["props_multi_2023-24.csv": 10]) { old, _ in old })
        #expect(Set(try await folder.rows(PropLine.self).map(\.sourceFileID)) == [10, before["props_pra_2023-24.csv"]])
    }
}

extension ImportFolder {
    /// The digest of every partition and projection.
    fileprivate func digests() async throws -> [Partition: Digest] {
        try await store.facts(counting: []).states.mapValues(\.digest)
    }

    fileprivate func fileIDs() async throws -> [String: Int] {
        let feeds = try await store.records(ImportFilePartition.self, matching: RecordFilter())
        return Dictionary(feeds.map { ($0.file, $0.fileID) }) { first, second in first == second ? first : -1 }
    }
}
