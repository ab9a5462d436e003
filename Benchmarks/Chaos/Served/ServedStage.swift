import Foundation
import Rehearsal

/// The store on a server of its own, with everything imported and nothing computed.
final class ServedStage: Sendable {
    /// Seconds without a sign of life after which a worker is dead.
    static let silence = 2.0
    let server: PostgresServer
    let stage: Stage
    /// How long an undisturbed import and backfill take there.
    let importing: Scale
    let backfilling: Scale
    private let imported: PostgresDatabase

    /// Imports what `stage` imports, and computes it once undisturbed.
    ///
    /// - Throws: ``Broken`` when that is not what it is in a file.
    init(_ stage: Stage) throws {
        self.stage = stage
        server = try PostgresServer()
        imported = try PostgresDatabase(on: server)
        let program = Self.workspace("served-imported", stage)
        try Self.join(program, imported)
        let load = try program.expect(["import", stage.source, "--quiet"], 0)
        importing = Scale(seconds: load.outcome.seconds, calls: 1, commits: 6)
        let computed = try PostgresDatabase(copying: imported, on: server)
        let undisturbed = Self.workspace("served-undisturbed", stage)
        try Self.join(undisturbed, computed)
        let work = try undisturbed.expect(["backfill", "--quiet"], 0)
        backfilling = Scale(seconds: work.outcome.seconds, calls: 1, commits: 8)
        try ServedInspection(program: undisturbed).expectSound(as: stage)
    }

    /// A store of its own with nothing in it, and a host's workspace.
    func empty(_ name: String) throws -> (database: PostgresDatabase, program: Program) {
        let database = try PostgresDatabase(on: server)
        return (database, try joined(name, database))
    }

    /// A store of its own with everything imported, and a host's workspace.
    func filled(_ name: String) throws -> (database: PostgresDatabase, program: Program) {
        let database = try PostgresDatabase(copying: imported, on: server)
        return (database, try joined(name, database))
    }

    private func joined(_ name: String, _ database: PostgresDatabase) throws -> Program {
        let program = Self.workspace(name, stage)
        try Self.join(program, database)
        return program
    }

    private static func workspace(_ name: String, _ stage: Stage) -> Program {
        Program(path: stage.program, workspace: "\(stage.folder)/\(name)")
    }

    private static func join(_ program: Program, _ database: PostgresDatabase) throws {
        try program.expect(["init", "--store", "postgres", "--url", database.address], 0)
        let path = "\(program.workspace)/config.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("{\n", with: "{\n  \"worker_timeout_seconds\" : \(Int(silence)),\n", maxReplacements: 1)
            .write(toFile: path, atomically: true, encoding: .utf8)
    }
}

/// What must hold of a store on a server when all processes have ended.
struct ServedInspection {
    let program: Program

    /// Throws ``Broken`` unless it is as the undisturbed run of `stage` left its file.
    func expectSound(as stage: Stage) throws {
        guard let reference = stage.reference else { throw Broken(description: "nothing to compare with") }
        let left =
            try rows("SELECT count(*) FROM lease")
            + rows(
                "SELECT count(*) FROM processor_run_history WHERE status = 'running'")
        guard left == ["0", "0"] else { throw Broken(description: "leases and running runs are left: \(left)") }
        // A digest's text begins with how many it tells of.
        let notices = try rows(
            """
            SELECT (SELECT count(*) FROM notice WHERE suppressed) - coalesce(sum(split_part(text, ' ', 1)::bigint), 0)
            FROM notice WHERE notice_id LIKE '%-digest'
            """)
        guard notices == ["0"] else { throw Broken(description: "\(notices) notices were held back and not told") }
        let digests = Set(try rows("SELECT table_name || ' ' || game_date || ' ' || digest FROM partition_state"))
        let expected = Set(reference.digests.map { "\($0.key) \($0.value)" })
        let differing = digests.symmetricDifference(expected)
        guard differing.isEmpty else {
            throw Broken(
                description: "\(differing.count) digests differ from the undisturbed run: "
                    + differing.sorted().prefix(4).joined(separator: ", "))
        }
        let digest = try program.verifiedDigest()
        guard digest == reference.verified else {
            throw Broken(description: "verify --digests says \(digest), the undisturbed run \(reference.verified)")
        }
    }

    /// Computed partitions with more than one success: computed twice.
    func computedTwice() throws -> [String] {
        try rows(
            """
            SELECT processor_name || ' ' || data_date FROM processor_run_history
            WHERE phase <> 'phase_2_raw' AND status = 'success' GROUP BY processor_name, data_date HAVING count(*) > 1
            """)
    }

    /// Attempts to compute by status.
    func attempts() throws -> String {
        try rows(
            """
            SELECT status || ' ' || count(*) FROM processor_run_history WHERE phase <> 'phase_2_raw'
            GROUP BY status ORDER BY status
            """
        ).joined(separator: ", ")
    }

    // Of one column.
    private func rows(_ sql: String) throws -> [String] {
        try program.expect(["query", sql, "--format", "csv"], 0).output.split(separator: "\n").dropFirst()
            .map(String.init)
    }
}
