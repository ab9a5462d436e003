internal import PipelineModel

/// What a store's layout has beyond its tables' declarations.
enum SchemaVersion {
    /// Written to `PRAGMA user_version`; raised when a store of an older version must be converted.
    static let current = 1

    /// Statuses that make a newest run unsettled.
    static let unsettled: String = {
        let statuses = RunStatus.allCases.filter { $0.isUnresolved || $0 == .running }
        return "status IN (\(statuses.map { "'\($0.rawValue)'" }.joined(separator: ", "))) AND is_test = 0"
    }()

    /// Marks lineage rows of fallback inputs.
    static let isFallback = "instr(input_name, ':') > 0"

    /// The store-wide commit counter: one table with one row.
    static let commitCounter = [
        "CREATE TABLE IF NOT EXISTS store_commit (number INTEGER NOT NULL)",
        "INSERT INTO store_commit SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM store_commit)",
    ]

    /// Indexes that the engine's own queries need beside the unique ones.
    static let extraIndexes: [TableName: [String]] = [
        RunRecord.table.name: [
            index("processor_run_history", "newest", "processor_name, data_date, created_at, run_id"),
            index("processor_run_history", "processor", "processor_name, created_at"),
            index("processor_run_history", "batch", "batch_id"),
            index("processor_run_history", "created", "created_at, run_id"),
            index("processor_run_history", "unsettled", "processor_name, data_date", where: unsettled),
        ],
        PartitionState.table.name: [index("partition_state", "computed", "computed_at_commit")],
        PartitionInput.table.name: [
            index("partition_input", "fallback", "table_name, game_date, input_name", where: isFallback)
        ],
        OutboxEntry.table.name: [
            index("outbox", "pending", "created_at, outbox_id", where: "published_at IS NULL"),
            index("outbox", "correlation", "correlation_id"),
        ],
        Notice.table.name: [
            index("notice", "batch", "batch_id"),
            index("notice", "created", "created_at"),
        ],
        Batch.table.name: [index("batch", "created", "created_at")],
    ]

    private static func index(_ table: String, _ suffix: String, _ columns: String, where test: String? = nil) -> String
    {
        "CREATE INDEX IF NOT EXISTS \(table)_\(suffix) ON \(table) (\(columns))" + (test.map { " WHERE \($0)" } ?? "")
    }
}
