internal import PipelineModel

/// What the engine asks of its own tables, and the indexes that this needs.
enum EngineQueries {
    /// The number written with the commit counter; raised when a store of an older version must be converted.
    static let schemaVersion = 1
    /// Where the engine's tables are.
    static let schema = PartitionState.table.dataset
    /// The store-wide commit counter: one table with one row.
    static let counter = TableSQL.qualified(schema, "store_commit")
    /// The channel on which every commit tells its number.
    static let channel = "backcourt_commit"

    static let run = TableSQL.of(RunRecord.table).name
    static let state = TableSQL.of(PartitionState.table).name
    static let input = TableSQL.of(PartitionInput.table).name
    static let lease = TableSQL.of(Lease.table).name
    static let worker = TableSQL.of(Worker.table).name

    private static let unsettled: String = {
        let statuses = RunStatus.allCases.filter { $0.isUnresolved || $0 == .running }
        return "status IN (\(statuses.map { "'\($0.rawValue)'" }.joined(separator: ", "))) AND NOT is_test"
    }()

    private static let isFallback = "strpos(input_name, ':') > 0"

    /// The newest run of each partition whose newest run is unsettled; all columns in declared order.
    static let unsettledRuns = """
        SELECT \(RunRecord.table.columns.map { "u.\(TableSQL.quoted($0.name))" }.joined(separator: ", "))
        FROM \(run) u WHERE \(unsettled) AND NOT EXISTS (
          SELECT 1 FROM \(run) n
          WHERE n.processor_name = u.processor_name AND n.data_date = u.data_date
            AND (n.created_at, n.run_id) > (u.created_at, u.run_id)
            AND n.status <> 'superseded' AND NOT n.is_test)
        """

    /// Table, date and input of each fallback that was consulted.
    static let consultedFallbacks =
        "SELECT table_name, game_date, input_name FROM \(input) WHERE \(isFallback) ORDER BY table_name, game_date, input_name"

    /// Sets runs interrupted for which `condition` holds; parameters are instant, category, code and reason, and then those
    /// of the condition.
    static func interrupt(where condition: String) -> String {
        """
        UPDATE \(run) SET status = 'interrupted', success = false, finished_at = $1, error_category = $2, error_code = $3,
          error_message = processor_name || ' ' || data_date || ' ' || $4 WHERE \(condition)
        """
    }

    /// Whether nothing was heard of worker `w` for so many seconds as the parameter says. The server's clock decides, and
    /// nobody could be heard while it was down.
    static func isSilent(_ parameter: String) -> String {
        "(w.worker_id IS NULL OR greatest(w.heartbeat_at, pg_postmaster_start_time())"
            + " < clock_timestamp() - \(parameter) * interval '1 second')"
    }

    /// Beside the unique one.
    static func indexes(of table: TableName, on place: String) -> [(name: String, statement: String)] {
        (extraIndexes[table] ?? []).map { suffix, columns, test in
            let name = "\(table)_\(suffix)"
            let filter = test.map { " WHERE \($0)" } ?? ""
            return (name, "CREATE INDEX \(TableSQL.quoted(name)) ON \(place) (\(columns))\(filter)")
        }
    }

    private static let extraIndexes: [TableName: [(suffix: String, columns: String, test: String?)]] = [
        RunRecord.table.name: [
            ("newest", "processor_name, data_date, created_at, run_id", nil),
            ("processor", "processor_name, created_at", nil), ("batch", "batch_id", nil),
            ("created", "created_at, run_id", nil), ("unsettled", "processor_name, data_date", unsettled),
        ],
        PartitionState.table.name: [("computed", "computed_at_commit", nil)],
        PartitionInput.table.name: [("fallback", "table_name, game_date, input_name", isFallback)],
        OutboxEntry.table.name: [
            ("pending", "created_at, outbox_id", "published_at IS NULL"), ("correlation", "correlation_id", nil),
        ],
        Notice.table.name: [("batch", "batch_id", nil), ("created", "created_at", nil)],
        Batch.table.name: [("created", "created_at", nil)],
    ]
}
