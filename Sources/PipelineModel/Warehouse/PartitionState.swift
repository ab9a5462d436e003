public import ContentDigest
public import GameCalendar

/// What the store knows about a partition without reading it.
public struct PartitionState: WarehouseRow, Hashable {
    public var tableName = TableName(rawValue: "")
    public var gameDate = GameDate.reference
    /// The run that wrote the partition.
    public var runID = ""
    public var rowCount = 0
    /// Expected keys without a row, or with a NULL critical column.
    public var rowsMissing = 0
    /// Keys with a row that are no longer expected.
    public var rowsSurplus = 0
    public var digest = Digest.ofNothing
    /// Of version, configuration and every declared input; nil for raw tables and projections.
    public var inputDigest: Digest?
    public var processorVersion = ""
    public var configDigest: Digest?
    /// Store-wide number of the commit that last changed the digest.
    public var changedAtCommit = 0
    /// Store-wide number of the commit that last evaluated the partition.
    public var computedAtCommit = 0
    public var frozenAt: Timestamp?
    public var updatedAt = Timestamp(microseconds: 0)

    /// A blank row.
    public init() {}

    /// The partition described.
    public var partition: Partition { Partition(tableName, gameDate) }

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("table_name", &tableName, "Table or projection.")
        c.column("game_date", &gameDate, "Game date of the partition.")
        c.column("run_id", &runID, "The run that wrote it.")
        c.column("row_count", &rowCount, unit: .count, "Rows written.")
        c.column("rows_missing", &rowsMissing, unit: .count, "Expected keys without a valid row.")
        c.column("rows_surplus", &rowsSurplus, unit: .count, "Keys that are not expected.")
        c.column("digest", &digest, "SHA-256 of the rows.")
        c.column("input_digest", &inputDigest, "SHA-256 of version, configuration and inputs.")
        c.column("processor_version", &processorVersion, "Version of the formulas.")
        c.column("config_digest", &configDigest, "Digest of the parameters the processor declares.")
        c.column("changed_at_commit", &changedAtCommit, unit: .count, "Commit that last changed the digest.")
        c.column("computed_at_commit", &computedAtCommit, unit: .count, "Commit that last evaluated it.")
        c.column("frozen_at", &frozenAt, "Set while the partition must not be computed again.")
        c.column("updated_at", &updatedAt, "When this row was last written.")
    }

    /// nba_orchestration.partition_state.
    public static let table = TableDeclaration(
        PartitionState.self, name: "partition_state", dataset: "nba_orchestration",
        about: "One row per partition and per projection of it.", key: ["table_name", "game_date"],
        partitionColumn: nil)
}

/// What one partition was computed from: one row per declared input.
public struct PartitionInput: WarehouseRow, Hashable {
    public var tableName = TableName(rawValue: "")
    public var gameDate = GameDate.reference
    public var inputName = ""
    public var lookback = ""
    public var firstDate: GameDate?
    public var lastDate: GameDate?
    /// Dates in the window.
    public var dates = 0
    /// Of these, dates without a partition.
    public var absent = 0
    public var digest = Digest.absent

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("table_name", &tableName, "Table computed.")
        c.column("game_date", &gameDate, "Game date computed.")
        c.column("input_name", &inputName, "Declared input.")
        c.column("lookback", &lookback, "How far back it reads.")
        c.column("first_date", &firstDate, "First date of the window.")
        c.column("last_date", &lastDate, "Last date of the window.")
        c.column("dates", &dates, unit: .count, "Dates in the window.")
        c.column("absent", &absent, unit: .count, "Dates of the window without a partition.")
        c.column("digest", &digest, "Window digest.")
    }

    /// nba_orchestration.partition_input.
    public static let table = TableDeclaration(
        PartitionInput.self, name: "partition_input", dataset: "nba_orchestration",
        about: "Lineage: one row per partition and declared input.", key: ["table_name", "game_date", "input_name"],
        partitionColumn: nil)
}

extension PartitionState {
    /// The state of a projection whose rows are `content`, written together with this table's.
    public func projected(_ name: TableName, to content: PartitionContent) -> PartitionState {
        var state = PartitionState()
        state.tableName = name
        state.gameDate = gameDate
        state.runID = runID
        state.rowCount = content.rowCount
        state.digest = content.digest
        state.updatedAt = updatedAt
        return state
    }
}
