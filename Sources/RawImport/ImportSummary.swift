package import PipelineModel

/// What an import did, or would have done.
package struct ImportSummary: Hashable, Sendable {
    /// The number of the import; 0 for one that wrote nothing.
    package var importID = 0
    /// Every file found, by name.
    package var files: [FileReport] = []
    /// Counts by table, of the tables that had files.
    package var tables: [TableName: TableCounts] = [:]
    /// Rows set aside and games complained about, by code.
    package var issues: [String: Int] = [:]
    /// Partitions whose recorded inputs no longer match; filled in by the caller, nil until then.
    package var stalePartitions: Int?
    /// From start to end.
    package var durationSeconds = 0.0
    /// Whether a strict import found something and therefore changed nothing.
    package var isRefused = false

    package init() {}

    /// Whether a file could not be used.
    package var hasRejectedFiles: Bool { files.contains { $0.outcome == .rejected } }
    /// Whether the command should end with exit 0: nothing was refused; rows set aside are no failure.
    package var isSuccess: Bool { !hasRejectedFiles && !isRefused }
}

/// How far an import is.
package struct ImportProgress: Sendable {
    /// Files done with.
    package var ended = 0
    /// All files with rows.
    package var files = 0
    /// Part of the bytes done with, 0...1.
    package var share = 0.0
    /// What became of the files that ended since the last call.
    package var finished: [FileReport] = []
}

/// What became of a file.
package struct FileReport: Hashable, Sendable {
    /// What became of it.
    package enum Outcome: String, Hashable, Sendable {
        /// Its rows were read.
        case read
        /// It was seen before and skipped.
        case unchanged
        /// It could not be used; code and message say why.
        case rejected
        /// It holds nothing that was asked for; the message says why.
        case ignored
    }

    /// The base name without `.gz`.
    package var file: String
    /// The table its rows are of, nil when its name says none.
    package var table: TableName?
    package var outcome: Outcome
    /// The code of a rejected file.
    package var code: String?
    /// One sentence for people.
    package var message: String?
    /// Data rows read, or stored rows of an unchanged file.
    package var rows = 0
    /// Whether the file itself was named, and not a folder that holds it.
    package var isNamed = false

    init(_ file: String, table: TableName? = nil, _ outcome: Outcome, _ message: String? = nil, rows: Int = 0) {
        (self.file, self.table, self.outcome, self.message, self.rows) = (file, table, outcome, message, rows)
    }

    init(_ file: String, table: TableName, refused: FileRefusal) {
        (self.file, self.table, outcome) = (file, table, .rejected)
        (code, message) = (refused.code, refused.message)
    }
}

/// What became of a table's rows and partitions.
package struct TableCounts: Hashable, Sendable {
    /// Rows of all files; the sum of loaded, unchanged, quarantined and dropped ones.
    package var rowsRead = 0
    package var rowsLoaded = 0
    package var rowsUnchanged = 0
    package var rowsQuarantined = 0
    package var duplicatesDropped = 0
    package var partitionsReplaced = 0
    package var partitionsUnchanged = 0
    package var partitionsDeleted = 0

    package init() {}

    /// Whether every row read is accounted for.
    package var isBalanced: Bool {
        rowsRead == rowsLoaded + rowsUnchanged + rowsQuarantined + duplicatesDropped
    }

    static func += (left: inout TableCounts, right: TableCounts) {
        left.rowsRead += right.rowsRead
        left.rowsLoaded += right.rowsLoaded
        left.rowsUnchanged += right.rowsUnchanged
        left.rowsQuarantined += right.rowsQuarantined
        left.duplicatesDropped += right.duplicatesDropped
        left.partitionsReplaced += right.partitionsReplaced
        left.partitionsUnchanged += right.partitionsUnchanged
        left.partitionsDeleted += right.partitionsDeleted
    }
}
