import GameCalendar
import NBA
import PipelineModel
import PipelineTesting

extension DateRunner {
    /// Takes a partition away, whatever was computed from it.
    func remove(_ table: TableName, on date: GameDate) {
        store(nil, as: table, on: date)
    }

    /// Changes the rows of a partition, whatever was computed from them.
    func edit<Row: WarehouseRow>(_ row: Row.Type, on date: GameDate, _ change: (inout Row) -> Void) throws {
        var rows = rows(row, on: date)
        for index in rows.indices { change(&rows[index]) }
        store(try PartitionContent(rows, table: Row.table), as: Row.table.name, on: date)
    }

    /// Takes rows out of a partition.
    func drop<Row: WarehouseRow>(_ row: Row.Type, on date: GameDate, where isDropped: (Row) -> Bool) throws {
        let rows = rows(row, on: date).filter { !isDropped($0) }
        store(try PartitionContent(rows, table: Row.table), as: Row.table.name, on: date)
    }
}

extension ContaminationTally {
    /// Rows, valid rows and zeros without a source.
    var counts: [Int] { [rows, valid, zeros] }
}

/// Every table of ``League/series(_:from:season:)``, computed once for all who spoil a copy of it.
///
/// What is known before a date does not depend on later games, so a shorter series is the date of its last game.
struct ComputedSeries: Sendable {
    static let shared = Task { try ComputedSeries(.series(17)) }

    private let schedule: Schedule
    private let contents: [Partition: PartitionContent]

    init(_ league: League) throws {
        let runner = try league.runner(phases: [.analytics, .precompute])
        var contents: [Partition: PartitionContent] = [:]
        for table in NBACatalog.sources.map(\.table.name) + NBACatalog.processors.map(\.table) {
            for date in runner.schedule.expectedDates.dates + [.reference] {
                contents[Partition(table, date)] = runner.content(of: table, on: date)
            }
        }
        (schedule, self.contents) = (runner.schedule, contents)
    }

    /// A copy to be spoiled.
    var runner: DateRunner {
        let runner = DateRunner(schedule: schedule)
        for (partition, content) in contents { runner.store(content, as: partition.table, on: partition.date) }
        return runner
    }
}
