public import ContentDigest
public import GameCalendar

/// One import.
public struct ImportRecord: WarehouseRow, Hashable {
    public var importID = 0
    public var command = ""
    public var createdAt = Timestamp(microseconds: 0)
    public var finishedAt: Timestamp?
    public var status = BatchStatus.running
    public var rowsRead = 0
    public var rowsLoaded = 0
    public var rowsUnchanged = 0
    public var rowsQuarantined = 0
    public var duplicatesDropped = 0

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("import_id", &importID, "Increasing number.")
        c.column("command", &command, "The command line as given.")
        c.column("created_at", &createdAt, "Start of the import.")
        c.column("finished_at", &finishedAt, "End of the import; NULL when it did not get there.")
        c.column("status", &status, "running, finished, failed or interrupted.")
        c.column("rows_read", &rowsRead, unit: .count, "Data rows of all files.")
        c.column("rows_loaded", &rowsLoaded, unit: .count, "Rows in replaced partitions.")
        c.column("rows_unchanged", &rowsUnchanged, unit: .count, "Rows in untouched partitions.")
        c.column("rows_quarantined", &rowsQuarantined, unit: .count, "Rows set aside.")
        c.column("duplicates_dropped", &duplicatesDropped, unit: .count, "Rows that stood twice.")
    }

    /// nba_orchestration.import.
    public static let table = TableDeclaration(
        ImportRecord.self, name: "import", dataset: "nba_orchestration", about: "One row per import.",
        key: ["import_id"], partitionColumn: nil)
}

/// When files of a raw table were last read.
public struct SourceReading: WarehouseRow, Hashable {
    public var tableName = TableName(rawValue: "")
    public var readAt = Timestamp(microseconds: 0)

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("table_name", &tableName, "Raw table.")
        c.column(
            "read_at", &readAt,
            "Start of the newest import that read a file of it, whether or not it held anything new.")
    }

    /// nba_orchestration.source_reading.
    public static let table = TableDeclaration(
        SourceReading.self, name: "source_reading", dataset: "nba_orchestration",
        about: "When files of a raw table were last read.", key: ["table_name"], partitionColumn: nil)
}

/// A rule of level W that a game breaks: its rows are loaded, the issue is kept.
public struct ImportIssue: WarehouseRow, Hashable {
    public var importID = 0
    public var tableName = TableName(rawValue: "")
    public var gameID = ""
    public var gameDate = GameDate.reference
    public var code = ""
    /// Empty when the issue concerns the whole game.
    public var teamAbbr = ""
    public var detail = ""

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("import_id", &importID, "Import that last saw the issue.")
        c.column("table_name", &tableName, "Table concerned.")
        c.column("game_id", &gameID, "Game concerned.")
        c.column("game_date", &gameDate, "Its game date.")
        c.column("code", &code, "Validation code of level W.")
        c.column("team_abbr", &teamAbbr, "Team concerned; empty for the whole game.")
        c.column("detail", &detail, "What was found and what was expected.")
    }

    /// nba_orchestration.import_issue.
    public static let table = TableDeclaration(
        ImportIssue.self, name: "import_issue", dataset: "nba_orchestration",
        about: "Rules of level W broken by the data now stored.",
        key: ["import_id", "table_name", "game_id", "code", "team_abbr"], partitionColumn: nil)
}

/// Which file fed which partition.
public struct ImportFilePartition: WarehouseRow, Hashable {
    /// Base name without `.gz`.
    public var file = ""
    public var tableName = TableName(rawValue: "")
    public var gameDate = GameDate.reference
    /// The number raw rows carry in source_file_id.
    public var fileID = 0
    public var rows = 0
    /// Of the whole file as stored on disk.
    public var sha256 = Digest.absent
    public var importerVersion = ""
    public var importID = 0

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("file", &file, "Base name without .gz.")
        c.column("table_name", &tableName, "Table fed.")
        c.column("game_date", &gameDate, "Partition fed.")
        c.column("file_id", &fileID, "The number raw rows carry in source_file_id.")
        c.column("rows", &rows, unit: .count, "Rows of the partition that came from the file.")
        c.column("sha256", &sha256, "Of the whole file.")
        c.column("importer_version", &importerVersion, "Version of the import rules.")
        c.column(
            "import_id", &importID,
            "Import that last wrote it.")
    }

    /// nba_orchestration.import_file_partition.
    public static let table = TableDeclaration(
        ImportFilePartition.self, name: "import_file_partition", dataset: "nba_orchestration",
        about: "Which file fed which partition.", key: ["file", "table_name", "game_date"], partitionColumn: nil)
}

/// A row that was set aside.
public struct QuarantinedRow: WarehouseRow, Hashable {
    public var importID = 0
    public var file = ""
    /// The header is line 1.
    public var lineNumber = 0
    public var tableName = TableName(rawValue: "")
    public var reasonCode = ""
    public var detail = ""
    public var rawText = ""
    public var createdAt = Timestamp(microseconds: 0)

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("import_id", &importID, "Import that set it aside.")
        c.column("file", &file, "Base name without .gz.")
        c.column("line_number", &lineNumber, "Line of the file; the header is 1.")
        c.column("table_name", &tableName, "Table it was meant for.")
        c.column("reason_code", &reasonCode, "Validation code of level R.")
        c.column("detail", &detail, "What was found and what was expected.")
        c.column("raw_text", &rawText, "The row as it stands in the file.")
        c.column("created_at", &createdAt, "When it was set aside.")
    }

    /// nba_orchestration.import_quarantine.
    public static let table = TableDeclaration(
        QuarantinedRow.self, name: "import_quarantine", dataset: "nba_orchestration",
        about: "Rows that import set aside, with the reason.", key: ["import_id", "file", "line_number", "table_name"],
        partitionColumn: nil)
}
