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
        // A digest's text begins with how many it tells of.
        let suppressed = try count("SELECT count(*) FROM notice WHERE suppressed")
        let told = try count(
            "SELECT ifnull(sum(CAST(text AS INTEGER)), 0) FROM notice WHERE notice_id LIKE '%-digest'")
        guard suppressed == told else {
            throw Broken(description: "\(suppressed) notices were held back, digests tell of \(told)")
        }
    }

    /// Whether `date` is predicted and nothing waits to be told.
    func isSettled(withPredictionsOf date: String) throws -> Bool {
        try count("SELECT count(*) FROM player_prop_predictions WHERE game_date = '\(date)'") > 0
            && count("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 0
    }

    /// Whether what was predicted for `date` is graded.
    func hasGrades(of date: String) throws -> Bool {
        try count("SELECT count(*) FROM prediction_grades WHERE game_date = '\(date)'") > 0
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
