package import PipelineModel

/// What an import is asked to do.
package struct ImportOptions: Sendable {
    /// The tables whose files are read; nil for all.
    package var tables: Set<TableName>?
    /// Whether one broken rule, of level R or W, is enough to change nothing at all.
    package var isStrict = false
    /// Whether everything is found out and nothing written.
    package var isDryRun = false
    /// Partitions whose stored rows are not to be trusted: the files that fed them are read again, and they are replaced.
    package var doubted: Set<Partition> = []
    /// Makes the event that reports a replaced partition, which is written with it; nil where nobody is to be told.
    package var announcement: Announcement?
    /// The command line as given, for the record.
    package var command = "import"

    /// What is told of the run that replaced a partition.
    package typealias Announcement = @Sendable (RunRecord) throws(WarehouseError) -> OutboxEntry

    /// All tables, tolerant, writing, silent.
    package init() {}
}
