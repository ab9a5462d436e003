internal import GRDB
internal import GameCalendar
internal import PipelineModel

/// Rows of each partition of a table, as of a commit.
struct RowCounts: Sendable {
    let table: TableName
    let commit: Int
    /// Nil when there is no such table.
    let perPartition: [Partition: Int]?

    init(of table: TableDeclaration, in db: Database) throws {
        self.table = table.name
        commit = try FactsQuery.commit(in: db)
        perPartition = try StoredSchema.exists(table, in: db) ? Self.count(table, in: db) : nil
    }

    private static func count(_ table: TableDeclaration, in db: Database) throws -> [Partition: Int] {
        guard table.partitionColumn != nil else {
            let statement = try RawStatement(db, TableSQL.of(table).countPartition)
            defer { statement.reset() }
            let count = try statement.step() ? statement.int(0) : 0
            return count > 0 ? [Partition(table.name, .reference): count] : [:]
        }
        var walk = DateWalk(table, db)
        try walk.count(expecting: PartitionStates.rowCounts(of: table.name, in: db))
        return walk.counts
    }
}

/// Counts rows per date along the date index.
///
/// What was recorded says where one date should end and the next begin; looking whether it does costs a third of counting.
/// Where it does not, rows are counted. Either way the counts are those that are found.
private struct DateWalk {
    private let table: TableDeclaration
    private let sql: TableSQL
    private let db: Database
    private(set) var counts: [Partition: Int] = [:]

    // Below this many rows per date, finding a date costs more than counting its rows.
    private static let worthLooking = 64

    init(_ table: TableDeclaration, _ db: Database) {
        (self.table, self.db) = (table, db)
        sql = TableSQL.of(table)
    }

    /// `expected` is in order of date.
    mutating func count(expecting expected: [(date: GameDate, rows: Int)]) throws {
        let rows = expected.reduce(0) { $0 + $1.rows }
        guard let first = expected.first, rows >= Self.worthLooking * expected.count else {
            return try count(from: nil, until: nil)
        }
        try count(from: nil, until: first.date)
        for (index, (date, rows)) in expected.enumerated() {
            let next = index + 1 < expected.count ? expected[index + 1].date : nil
            if try !looksRight(date, rows: rows, next: next) { try count(from: date, until: next) }
        }
    }

    // True when the last of `rows` rows is of this date, and the row after it of the next date or of a later one.
    private mutating func looksRight(_ date: GameDate, rows: Int, next: GameDate?) throws -> Bool {
        let statement = try RawStatement(db, sql.datesFrom)
        defer { statement.reset() }
        try statement.bind(.date(date), .int(rows - 1))
        guard try statement.step(), statement.date(0) == date else { return false }
        if try statement.step() {
            guard let after = statement.date(0), let next, after >= next else { return false }
        }
        counts[Partition(table.name, date)] = rows
        return true
    }

    private mutating func count(from first: GameDate?, until end: GameDate?) throws {
        let statement = try RawStatement(db, sql.countPerDate(from: first != nil, until: end != nil))
        defer { statement.reset() }
        for (index, date) in [first, end].compactMap({ $0 }).enumerated() {
            try statement.bind(.date(date), at: Int32(index + 1))
        }
        while try statement.step() {
            guard let date = statement.date(0) else {
                throw WarehouseError(
                    .corrupt,
                    "\(table.name): '\(statement.text(0) ?? "NULL")' is no date; the store was changed by hand: "
                        + "correct or delete the row, or restore the store from a backup")
            }
            counts[Partition(table.name, date)] = statement.int(1)
        }
    }
}
