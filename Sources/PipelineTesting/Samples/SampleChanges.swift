internal import ContentDigest
public import GameCalendar
public import PipelineModel

/// Short ways to changes that tests commit.
public enum SampleChanges {
    /// The tables the samples need, the engine's own included.
    public static let tables = EngineTables.all + [StatSample.table, VenueSample.table]
    /// 2023-11-01, the day the suites start on.
    public static let firstDate = GameDate(dayNumber: 19_662)

    /// An instant for everything that wants one: 2023-11-01T00:00:00Z and `seconds` more.
    public static func instant(_ seconds: Int = 0) -> Timestamp {
        Timestamp(microseconds: (1_698_796_800 + Int64(seconds)) * 1_000_000)
    }

    /// The replacement of a partition by `rows`, with a state that fits.
    ///
    /// - Throws: ``ContentError`` for rows that cannot be a partition.
    public static func write<Row: WarehouseRow>(
        _ rows: [Row], on date: GameDate, run: String = "run-1", inputs: [String] = []
    ) throws -> PartitionWrite {
        let content = try PartitionContent(rows, table: Row.table)
        return write(content, of: Row.table, on: date, run: run, inputs: inputs)
    }

    /// The replacement of a partition by rows already encoded, with a state that fits.
    public static func write(
        _ content: PartitionContent, of table: TableDeclaration, on date: GameDate, run: String = "run-1",
        inputs: [String] = []
    ) -> PartitionWrite {
        var state = PartitionState()
        (state.tableName, state.gameDate, state.runID) = (table.name, date, run)
        (state.rowCount, state.digest, state.processorVersion) = (content.rowCount, content.digest, "1")
        let lineage = inputs.map { name in
            var input = PartitionInput()
            (input.tableName, input.gameDate, input.inputName, input.lookback) = (table.name, date, name, "none")
            input.digest = Digest(of: name)
            return input
        }
        return PartitionWrite(table: table, content: content, state: state, inputs: lineage)
    }

    /// A commit of `writes`.
    public static func changes(_ writes: [PartitionWrite], at seconds: Int = 0) -> ChangeSet {
        var changes = ChangeSet(at: instant(seconds))
        changes.partitions = writes
        return changes
    }

    /// The state of a projection whose content is summed up by `content`.
    public static func projection(_ name: TableName, of content: String, on date: GameDate) -> PartitionState {
        var state = PartitionState()
        (state.tableName, state.gameDate, state.runID) = (name, date, "run-1")
        state.digest = Digest(of: content)
        return state
    }

    /// A run of `table` for `date`.
    public static func run(
        _ id: String, _ table: TableName = "stat_sample", on date: GameDate, _ status: RunStatus = .running,
        at seconds: Int = 0
    ) -> RunRecord {
        var run = RunRecord()
        (run.runID, run.processorName, run.dataDate, run.status) = (id, table, date, status)
        (run.batchID, run.correlationID, run.processorVersion) = ("batch-1", "backfill-batch-1", "1")
        run.phase = Phase.analytics.label
        run.success = status == .running ? nil : status.isSuccess
        run.createdAt = instant(seconds)
        return run
    }

    /// A worker called `id`.
    public static func worker(_ id: String) -> Worker {
        var worker = Worker()
        (worker.workerID, worker.host, worker.pid) = (id, "test", 1)
        (worker.startedAt, worker.heartbeatAt) = (instant(), instant())
        return worker
    }
}
