import Foundation
import Rehearsal

extension Bench {
    /// The same small league in each kind of store: that it is the same, and what it costs.
    ///
    /// An emulator says nothing of the speed of the service that it stands for.
    func measureStores() throws {
        let league = "\(scratch.path)/small-league"
        try prepare(
            workspace("none"),
            ["simulate", "--seasons", "1", "--teams", "8", "--games", "20", "--lines", "--out", league])
        let embedded = try measured("SQLite", in: ["--store", "sqlite"], league)
        if PostgresDatabase.server != nil {
            let database = try PostgresDatabase()
            let served = try measured("PostgreSQL", in: ["--store", "postgres", "--url", database.address], league)
            tell("PostgreSQL", served, as: embedded)
            withExtendedLifetime(database) {}
        } else {
            say("stores: PostgreSQL SKIPPED, there is no server")
        }
        if BigQueryProject.emulator != nil {
            let project = try BigQueryProject()
            let queried = try measured("BigQuery", in: ["--store", "bigquery", "--url", project.address], league)
            tell("BigQuery", queried, as: embedded)
        } else {
            say("stores: BigQuery SKIPPED, there is no emulator")
        }
    }

    // Digests by partition, after phases 3 and 4.
    private func measured(_ store: String, in place: [String], _ league: String) throws -> Set<Substring> {
        let program = workspace("store-\(store)")
        try prepare(program, ["init"] + place)
        try prepare(program, ["import", league])
        var work = Measurement(
            "Small league in \(store): phases 3 and 4", "backcourt backfill phase3 --jobs 2; … phase4", bound: nil)
        work.memoryBound = nil
        work.add(try Self.phases.map { try timed(program, $0) })
        add(work)
        let rows = try answer(
            program, "SELECT sum(rows_written) FROM processor_run_history WHERE phase <> 'phase_2_raw' AND success")
        guard let count = rows.first.flatMap({ Double($0) }) else { throw Unmeasured(description: "\(store): \(rows)") }
        add(Finding("Small league in \(store): rows written", count, "rows"))
        add(Finding("Small league in \(store): rows a second", count / work.median, "rows/s"))
        return Set(
            try answer(
                program, "SELECT table_name || ' ' || game_date || ' ' || digest FROM partition_state ORDER BY 1"))
    }

    private func tell(_ store: String, _ digests: Set<Substring>, as expected: Set<Substring>) {
        add(
            Finding(
                "Small league in \(store): of \(expected.count) digests, other than SQLite's",
                Double(digests.symmetricDifference(expected).count), "digests", atMost: 0))
    }

    private func answer(_ program: Program, _ sql: String) throws -> [Substring] {
        Array(try prepare(program, ["query", sql, "--format", "csv"]).output.split(separator: "\n").dropFirst())
    }
}
