/// Files of one table that are read together, because they may feed the same dates.
struct WorkItem: Sendable {
    /// A file and the number its rows carry.
    struct Reading: Sendable {
        let source: SourceFile
        let fileID: Int
    }

    let table: RawTable
    let files: [Reading]
    /// Position among the table's items; the first also looks after dates that no file feeds.
    let position: Int
}
