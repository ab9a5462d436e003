import Foundation
import GRDB
import GameCalendar
import PipelineTesting
import Rehearsal
import Testing

/// Box scores, lines and schedules corrected at random and imported again: the blast radius is exact.
struct CorrectionTests {
    /// One cell of one file, and what it becomes.
    private struct Correction: CustomStringConvertible {
        let file: String
        let row: Int
        let changes: [String: String]

        var description: String { "\(file) row \(row): \(changes)" }
    }

    @Test(arguments: 1...8)
    func `what is recomputed is what a correction can reach, and what changes is what was foretold`(
        _ seed: Int
    ) async throws {
        var random = SeededRandom(seed: UInt64(seed))
        let league = TinyLeague(dates: 9, from: .november(1))
        let scene = try await Scene(league)
        try await scene.run("backfill phase3 --jobs 2").expect(0)
        let before = try scene.digests()
        let lineage = try scene.lineage()

        var files = league.files
        let corrections = (0..<Int.random(in: 1...3, using: &random)).map { _ in Self.correct(&files, &random) }
        try scene.write(files, to: "corrected")
        try await scene.run("import ./corrected").expect(0)
        let foretold = try await scene.foretold()
        let recomputed = try await scene.recomputed()
        let after = try scene.digests()

        let scratch = try Scene()
        try await scratch.run("init").expect(0)
        try scratch.write(files, to: "raw")
        try await scratch.run("import ./raw").expect(0)
        try await scratch.run("backfill phase3").expect(0)
        let note = Comment(rawValue: "seed \(seed), \(corrections)")
        #expect(after == (try scratch.digests()), note)
        let changed = Set(after.keys.filter { after[$0] != before[$0] && Self.isComputed($0) })
        #expect(changed.isSubset(of: recomputed), note)
        #expect(foretold == changed, note)
        let fresh = try scene.lineage()
        for partition in recomputed {
            #expect(lineage[partition] != fresh[partition], "\(partition) had no changed input; \(note)")
        }
        try await scene.run("backfill phase3").expect(0)
        #expect(try await scene.recomputed(stale: false).isEmpty, note)
    }

    @Test func `a correction that changes no output stops there`() async throws {
        let league = TinyLeague(dates: 9, from: .november(1))
        let scene = try await Scene(league)
        try await scene.run("backfill phase3").expect(0)
        var files = league.files
        Self.replace("attendance", with: { _ in "12345" }, row: 0, in: "schedule_\(TinyLeague.season).csv", &files)
        try scene.write(files, to: "corrected")
        let before = try scene.digests()
        try await scene.run("import ./corrected").expect(0)
        #expect(try await scene.recomputed() == ["team_offense_game_summary 2023-11-01"])
        let after = try scene.digests()
        #expect(after.keys.filter { after[$0] != before[$0] } == ["nbac_schedule 2023-11-01"])
    }

    private static func isComputed(_ partition: String) -> Bool {
        partition.contains("_summary ") || partition.contains("_context ")
    }

    private static func correct(
        _ files: inout [String: String], _ random: inout SeededRandom
    ) -> Correction {
        let season = TinyLeague.season
        let kind = Int.random(in: 0..<4, using: &random)
        let file = [
            "player_boxscores_\(season).csv", "betting_lines_\(season).csv", "schedule_\(season).csv",
            "shots_\(season).csv",
        ][kind]
        let row = Int.random(in: 0..<rows(of: files[file] ?? ""), using: &random)
        let column = ["plus_minus", "total", "attendance", "assisted"][kind]
        var written = ""
        replace(
            column,
            with: { old in
                switch kind {
                case 0: written = String((Int(old) ?? 0) + 1)
                case 1: written = String((Double(old) ?? 200) + 1)
                case 2: written = String((Int(old) ?? 10_000) + 7)
                default: written = old == "1" ? "0" : "1"
                }
                return written
            }, row: row, in: file, &files)
        return Correction(file: file, row: row, changes: [column: written])
    }

    private static func rows(of text: String) -> Int { text.split(separator: "\n").count - 1 }

    // The files of the small league quote nothing in these columns' rows before them.
    private static func replace(
        _ column: String, with value: (String) -> String, row: Int, in file: String, _ files: inout [String: String]
    ) {
        var lines = (files[file] ?? "").split(separator: "\n").map(String.init)
        let header = lines[0].split(separator: ",", omittingEmptySubsequences: false)
        guard let position = header.firstIndex(where: { $0 == column }) else { return }
        var cells = lines[row + 1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        cells[position + cells.count - header.count] = value(cells[position + cells.count - header.count])
        lines[row + 1] = cells.joined(separator: ",")
        files[file] = lines.joined(separator: "\n") + "\n"
    }
}

extension Scene {
    /// Writes whole files to a folder beside the workspace.
    fileprivate func write(_ files: [String: String], to name: String) throws {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
        for (file, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: path("\(name)/\(file)"))) }
    }

    /// The recorded input digests of every partition.
    fileprivate func lineage() throws -> [String: [String]] {
        try strings(
            """
            SELECT table_name || ' ' || game_date, input_name || ' ' || digest FROM partition_input
            ORDER BY table_name, game_date, input_name
            """)
    }

    /// The partitions that `plan --stale --what-if` says will change.
    fileprivate func foretold() async throws -> Set<String> {
        let result = try await run("plan --stale --what-if --format json")
        result.expect(0)
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        let outcome = try #require(object?["what_if"] as? [String: Any])
        let partitions = try #require(outcome["partitions"] as? [[String: Any]])
        return Set(partitions.map { "\($0["table"] ?? "") \($0["date"] ?? "")" })
    }

    /// The partitions that `backfill` computes now.
    fileprivate func recomputed(stale: Bool = true) async throws -> Set<String> {
        let last =
            try strings("SELECT 'last', coalesce(max(run_id), '') FROM processor_run_history")["last"]?.first ?? ""
        try await run(stale ? "backfill phase3 --stale" : "backfill phase3").expect(0)
        return Set(
            try strings(
                """
                SELECT processor_name || ' ' || data_date, status FROM processor_run_history
                WHERE run_id > '\(last)' AND status = 'success'
                """
            ).keys)
    }

    private func strings(_ sql: String) throws -> [String: [String]] {
        let queue = try DatabaseQueue(path: "\(workspace)/backcourt.sqlite")
        defer { try? queue.close() }
        return try queue.read { db in
            var found: [String: [String]] = [:]
            for row in try Row.fetchAll(db, sql: sql) { found[row[0], default: []].append(row[1]) }
            return found
        }
    }
}
