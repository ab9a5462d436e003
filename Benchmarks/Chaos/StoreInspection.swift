import GRDB

/// What must hold of a store when all processes have ended.
struct StoreInspection {
    private static let computing = "phase <> 'phase_2_raw'"
    private let queue: DatabaseQueue

    init(workspace: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        queue = try DatabaseQueue(path: "\(workspace)/backcourt.sqlite", configuration: configuration)
    }

    /// Digest of every partition and projection, by name and date.
    func digests() throws -> [String: String] {
        try queue.read { db in
            var digests: [String: String] = [:]
            let cursor = try Row.fetchCursor(
                db, sql: "SELECT table_name || ' ' || game_date, digest FROM partition_state")
            while let row = try cursor.next() { digests[row[0]] = row[1] }
            return digests
        }
    }

    /// Throws ``Broken`` when a run is left running or a lease is left.
    func expectQuiet() throws {
        let running = try count("SELECT count(*) FROM processor_run_history WHERE status = 'running'")
        let leases = try count("SELECT count(*) FROM lease")
        guard running == 0, leases == 0 else {
            throw Broken(description: "\(running) runs are left running, \(leases) leases are left")
        }
    }

    /// Computed partitions with more than one success: computed twice.
    func computedTwice() throws -> Int {
        try count(
            """
            SELECT count(*) FROM (SELECT 1 FROM processor_run_history
            WHERE \(Self.computing) AND status = 'success' GROUP BY processor_name, data_date HAVING count(*) > 1)
            """)
    }

    /// Dates with computed partitions, ascending.
    func computedDates() throws -> [String] {
        try queue.read { db in
            try String.fetchAll(
                db, sql: "SELECT DISTINCT data_date FROM processor_run_history WHERE \(Self.computing) ORDER BY 1")
        }
    }

    /// Attempts to compute by status.
    func attempts() throws -> String {
        try queue.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT status, count(*) FROM processor_run_history WHERE \(Self.computing)
                    GROUP BY status ORDER BY status
                    """
            ).map { row in
                let (status, count): (String, Int) = (row[0], row[1])
                return "\(status) \(count)"
            }.joined(separator: ", ")
        }
    }

    private func count(_ sql: String) throws -> Int {
        try queue.read { try Int.fetchOne($0, sql: sql) ?? 0 }
    }
}
