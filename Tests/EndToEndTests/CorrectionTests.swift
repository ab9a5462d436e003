import Foundation
import GRDB
import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Randomness
import Rehearsal
import Testing

/// Box scores, lines and schedules corrected at random and imported again: the blast radius is exact.
struct CorrectionTests {
    @Test(arguments: 1...10)
    func `what is recomputed is what a correction can reach, and what changes is what was foretold`(
        _ seed: Int
    ) async throws {
        var random = SeededRandom(seed: UInt64(seed))
        let league = TinyLeague(dates: 9, from: .november(1))
        let scene = try await Scene(league)
        try await scene.run("backfill --jobs 2").expect(0)
        var tables = RawTables(league.files)
        for round in 1...2 {
            let corrections = (0..<random.int(1...3)).map { _ in
                (LeagueCorrection.allCases.randomElement(using: &random) ?? .assist).apply(to: &tables, &random)
            }
            let note = Comment(rawValue: "seed \(seed), round \(round): \(corrections)")
            let before = try scene.digests()
            let lineage = try scene.lineage()
            try scene.write(tables.files, to: "corrected")
            try await scene.run("import ./corrected").expect(0)
            let foretold = try await scene.foretold()
            let recomputed = try await scene.recomputed()
            let after = try scene.digests()
            #expect(after == (try await Self.digestsFromScratch(tables)), note)
            let changed = Set(after.keys.filter { after[$0] != before[$0] && Self.isComputed($0) })
            #expect(changed.isSubset(of: recomputed), note)
            #expect(foretold == changed, note)
            let fresh = try scene.lineage()
            for partition in recomputed {
                #expect(lineage[partition] != fresh[partition], "\(partition) had no changed input; \(note)")
            }
            #expect(try await scene.recomputed().isEmpty, note)
        }
    }

    @Test func `a correction that changes no output stops there`() async throws {
        let league = TinyLeague(dates: 9, from: .november(1))
        let scene = try await Scene(league)
        try await scene.run("backfill").expect(0)
        var tables = RawTables(league.files)
        tables[.schedule][0, "attendance"] = "12345"
        try scene.write(tables.files, to: "corrected")
        let before = try scene.digests()
        try await scene.run("import ./corrected").expect(0)
        #expect(try await scene.recomputed() == ["team_offense_game_summary 2023-11-01"])
        let after = try scene.digests()
        #expect(after.keys.filter { after[$0] != before[$0] } == ["nbac_schedule 2023-11-01"])
    }

    private static func isComputed(_ partition: String) -> Bool {
        NBACatalog.processors.contains { partition.hasPrefix("\($0.table) ") }
    }

    private static func digestsFromScratch(_ tables: RawTables) async throws -> [String: String] {
        let scratch = try Scene()
        try await scratch.run("init").expect(0)
        try scratch.write(tables.files, to: "raw")
        try await scratch.run("import ./raw").expect(0)
        try await scratch.run("backfill --no-gate").expect(0)
        return try scratch.digests()
    }
}

extension Scene {
    /// The recorded input digests of every partition.
    fileprivate func lineage() throws -> [String: [String]] {
        try strings(
            """
            SELECT table_name || ' ' || game_date, input_name || ' ' || digest FROM partition_input
            ORDER BY table_name, game_date, input_name
            """)
    }

    /// The partitions that `plan --what-if` says will change.
    fileprivate func foretold() async throws -> Set<String> {
        let result = try await run("plan --what-if --format json")
        result.expect(0)
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        let outcome = try #require(object?["what_if"] as? [String: Any])
        let partitions = try #require(outcome["partitions"] as? [[String: Any]])
        return Set(partitions.map { "\($0["table"] ?? "") \($0["date"] ?? "")" })
    }

    /// The partitions that `backfill` computes now.
    fileprivate func recomputed() async throws -> Set<String> {
        let last =
            try strings("SELECT 'last', coalesce(max(run_id), '') FROM processor_run_history")["last"]?.first ?? ""
        // A correction may leave a box score that does not add up, at which gate 0 stops.
        try await run("backfill --no-gate").expect(0)
        return Set(
            try strings(
                """
                SELECT processor_name || ' ' || data_date, status FROM processor_run_history
                WHERE run_id > '\(last)' AND status = 'success'
                """
            ).keys)
    }

    private func strings(_ sql: String) throws -> [String: [String]] {
        // Patient, since a store that another process opens or closes is locked for a moment.
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(20)
        let queue = try DatabaseQueue(path: "\(workspace)/backcourt.sqlite", configuration: configuration)
        defer { try? queue.close() }
        return try queue.read { db in
            var found: [String: [String]] = [:]
            for row in try Row.fetchAll(db, sql: sql) { found[row[0], default: []].append(row[1]) }
            return found
        }
    }
}
