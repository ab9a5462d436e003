import GameCalendar
import NBA
import PipelineModel

/// A partition as it will be, and what became of the rows that were read for it.
struct MergedPartition: Sendable {
    let date: GameDate
    /// In key order.
    let content: PartitionContent
    /// Number of its rows by file, for every file that fed it or offered it rows.
    let keptRows: [String: Int]
    /// The files among them whose rows were stored before and are not read now.
    let unreadFiles: Set<String>
}

/// The partitions of one table after merging, and what did not make it into them.
struct MergedTable: Sendable {
    /// Every partition touched, by date.
    var partitions: [MergedPartition] = []
    var duplicates = 0
    /// Rows that were read and gave way, by file and line.
    var losers: [(file: String, line: Int, fault: RowFault)] = []
    /// Stored rows that gave way or whose game is gone.
    var ousted: [(file: String, fault: RowFault, text: String)] = []
}

/// The rows that were read from one file, on their way into a merge.
struct FileDays: Sendable {
    let name: String
    var days: [GameDate: DayRows]
}
