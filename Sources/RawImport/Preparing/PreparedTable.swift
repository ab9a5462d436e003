import GameCalendar
import NBA
import PipelineModel

/// Some files of one table, read, merged and judged: everything one transaction will write.
struct PreparedTable: Sendable {
    let table: RawTable
    /// The names of its projections.
    let projectionNames: [TableName]
    var reports: [FileReport] = []
    var counts = TableCounts()
    var quarantined: [QuarantinedRow] = []
    /// Partitions to write, of this table and, without content, of tables that are judged by it.
    var writes: [PartitionWrite] = []
    var deletions: [GameDate] = []
    var runs: [RunRecord] = []
    var feeds: [ImportFilePartition] = []
    /// Dates a file no longer feeds.
    var endedFeeds: [String: [GameDate]] = [:]
    /// What is wrong with the games of each partition looked at; empty when nothing is.
    var issues: [Partition: [ImportIssue]] = [:]
    /// Dates whose content changes.
    var changedDates: [GameDate] = []
    /// All games, when the table is the schedule.
    var games: [ScheduledGame]?
    /// All arenas, when the table is that of arenas.
    var arenas: Set<String>?
    /// The rows of every date touched, when the table is the team box score.
    var teamLines: [GameDate: [TeamBox]] = [:]

    init(_ table: RawTable, _ context: ImportContext) {
        self.table = table
        projectionNames = context.projections(of: table.name).map { $0.input }
    }
}
