public import GameCalendar
public import PipelineModel

/// Runs processors over tables held in memory, one date at a time, without a store or an engine.
///
/// It supplies exactly the declared inputs, loads a fallback when it is consulted, and keeps each log of games sliding
/// from date to date, as a runtime does. Missing partitions are left out of windows, whether required or not: what to
/// do about them is the planner's business.
///
///     let runner = DateRunner(schedule: calendar)
///     try runner.store(games, dated: \.identity.gameDate)
///     let run = try runner.run(TeamOffenseProcessor(), on: date)
public final class DateRunner {
    /// What one processor made of one date.
    public struct Run: Sendable {
        /// The rows in key order.
        public let content: PartitionContent
        /// Keys expected and not there, keys there and not expected.
        public let keys: KeyDifference
        /// What the processor wants mentioned.
        public let warnings: [String]
        /// Names of the fallbacks it consulted.
        public let consulted: [String]
    }

    /// The days seasons and windows are taken from.
    public let schedule: Schedule
    /// Earlier dates are never read.
    public let historyStart: GameDate

    private var contents: [TableName: [GameDate: PartitionContent]] = [:]
    var decoded: [ObjectIdentifier: [GameDate: any Sendable]] = [:]
    var logs: [ObjectIdentifier: (dates: [GameDate], log: AnyObject)] = [:]
    private var tables: [ObjectIdentifier: TableDeclaration] = [:]
    private var windows: [Lookback: (date: GameDate, dates: [GameDate])] = [:]

    /// A runner without tables.
    ///
    /// - Parameter historyStart: the first date of history; by default the schedule's first.
    public init(schedule: Schedule, historyStart: GameDate? = nil) {
        self.schedule = schedule
        self.historyStart = historyStart ?? schedule.days.first?.date ?? .reference
    }
}

extension DateRunner {
    /// Holds `rows` as partitions of their table, replacing those of the same dates.
    ///
    /// - Throws: ``ContentError`` when two rows of a date have one key or a number is not finite.
    public func store<Row: WarehouseRow>(_ rows: [Row], dated date: (Row) -> GameDate) throws(ContentError) {
        for (day, rows) in Dictionary(grouping: rows, by: date) {
            store(try PartitionContent(rows, table: Row.table), as: Row.table.name, on: day)
        }
    }

    /// Holds the rows of a table that is not partitioned.
    public func store<Row: WarehouseRow>(reference rows: [Row]) throws(ContentError) {
        store(try PartitionContent(rows, table: Row.table), as: Row.table.name, on: .reference)
    }

    /// Holds one partition, replacing the one there was; nil takes it away.
    public func store(_ content: PartitionContent?, as table: TableName, on date: GameDate) {
        let isNew = contents[table]?[date] == nil
        contents[table, default: [:]][date] = content
        if isNew, content != nil, logs.values.allSatisfy({ ($0.dates.last ?? historyStart) < date }) { return }
        for row in decoded.keys { decoded[row]?[date] = nil }
        logs = logs.filter { !$0.value.dates.contains(date) && ($0.value.dates.last ?? date) < date }
    }

    /// The partition of `table` on `date`, nil when there is none.
    public func content(of table: TableName, on date: GameDate) -> PartitionContent? {
        contents[table]?[date]
    }

    /// The decoded rows of `date`, in key order; empty when there is no partition.
    public func rows<Row: InputRow>(_ row: Row.Type = Row.self, on date: GameDate) -> [Row] {
        partition(row, of: table(of: row).name, on: date) ?? []
    }

    func table(of row: any InputRow.Type) -> TableDeclaration {
        if let table = tables[ObjectIdentifier(row)] { return table }
        let table = row.stored.table
        tables[ObjectIdentifier(row)] = table
        return table
    }

    func partition<Row: InputRow>(_ row: Row.Type, of table: TableName, on date: GameDate) -> [Row]? {
        if let rows = decoded[ObjectIdentifier(row)]?[date] as? [Row] { return rows }
        guard let content = contents[table]?[date] else { return nil }
        let rows = row.rows(from: content)
        decoded[ObjectIdentifier(row), default: [:]][date] = rows
        return rows
    }

    func dates(of lookback: Lookback, before date: GameDate) -> [GameDate] {
        if let window = windows[lookback], window.date == date { return window.dates }
        let window = lookback.window(before: date, on: schedule, .expected, historyStart: historyStart)
        let dates = Array(window.dates)
        windows[lookback] = (date, dates)
        return dates
    }
}

extension DateRunner {
    /// Runs every processor in order on every date in order and holds the results.
    public func run(_ processors: [any Processor], on dates: some Sequence<GameDate>) throws {
        for date in dates {
            for processor in processors { _ = try run(processor, on: date) }
        }
    }

    /// Runs `processor` on `date` and holds its rows as the partition.
    @discardableResult
    public func run(_ processor: some Processor, on date: GameDate) throws -> Run {
        let run = try evaluate(processor, on: date)
        store(run.content, as: processor.table, on: date)
        return run
    }

    /// Runs `processor` on `date` and holds nothing.
    ///
    /// - Throws: ``ProcessorError`` and ``ContentError`` as they come.
    public func evaluate<Step: Processor>(
        _ processor: Step, on date: GameDate, supplying supply: Supply = .asDeclared
    ) throws -> Run {
        var consulted: Set<String> = []
        while true {
            let upstream = upstream(of: processor, on: date, supply, consulted: consulted)
            do {
                let result = try processor.rows(for: date, from: upstream)
                let content = try PartitionContent(result.rows, table: Step.Output.table)
                let keys = try processor.expectedKeys(for: date, from: upstream)
                return Run(
                    content: content, keys: try Self.difference(content, keys, Step.Output.table),
                    warnings: result.warnings, consulted: consulted.sorted())
            } catch let error as ProcessorError where error.code == .consultsFallback {
                guard consulted.insert(error.message).inserted else { throw error }
            }
        }
    }

    private static func difference<Key: ColumnCoded>(
        _ content: PartitionContent, _ keys: [Key], _ table: TableDeclaration
    ) throws(ContentError) -> KeyDifference {
        let unordered = try PartitionContent(unordered: keys, columns: Key.declaredColumns)
        let shape = TableDeclaration(
            name: table.name, dataset: table.dataset, about: table.about, columns: Key.declaredColumns, key: table.key,
            partitionColumn: nil)
        return KeyDifference(present: content, expected: try unordered.inKeyOrder(of: shape), key: table.key)
    }
}
