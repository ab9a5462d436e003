public import GameCalendar

/// The rows of consecutive dates of one input, ascending.
public struct SeasonWindow<Row: InputRow>: Sendable {
    /// One date's rows, in key order.
    public typealias Day = (date: GameDate, rows: [Row])
    /// The dates that have a partition, ascending.
    public let days: [Day]

    /// A window over `days`, ascending.
    public init(days: [Day]) {
        self.days = days
    }

    /// The rows of `date`; empty when it has no partition. O(log n).
    public func rows(on date: GameDate) -> [Row] {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if days[middle].date < date { low = middle + 1 } else { high = middle }
        }
        return low < days.count && days[low].date == date ? days[low].rows : []
    }
}

/// The declared inputs of one step, already loaded.
///
/// What is asked for must be declared: anything else throws ``ProcessorError/Code/undeclaredInput``, so a hidden
/// dependency does not survive its first test. Windows and logs hold dates before the step's date, and the date itself for
/// lookbacks that include it (``Lookback/includesDate``).
public struct Upstream {
    // Keyed by the name lineage records.
    private var partitions: [String: any Sendable] = [:]
    private var windows: [String: any Sendable] = [:]
    private var logs: [ObjectIdentifier: AnyObject] = [:]
    private var unconsulted: Set<String> = []
    private var absent: Set<String> = []
    /// Threads a step may work on at once; what it computes does not depend on them.
    public let threads: Int

    /// No inputs.
    public init(threads: Int = 1) {
        self.threads = threads
    }

    /// The rows of the step's own date, in key order; empty when an optional input is absent.
    public func rows<Row: InputRow>(_ row: Row.Type = Row.self) throws(ProcessorError) -> [Row] {
        guard let rows = partitions[Row.input.rawValue] as? [Row] else { throw .undeclared(Row.input, "date") }
        return rows
    }

    /// Whether the step's own date has a partition of this input.
    public func isPresent<Row: InputRow>(_ row: Row.Type) -> Bool {
        !absent.contains(Row.input.rawValue)
    }

    /// The dates of the input's lookback, ascending.
    public func window<Row: InputRow>(_ row: Row.Type = Row.self) throws(ProcessorError) -> SeasonWindow<Row> {
        guard let window = windows[Row.input.rawValue] as? SeasonWindow<Row> else {
            throw .undeclared(Row.input, "window")
        }
        return window
    }

    /// The input's rows, of the dates of its lookback, as games per entity.
    public func log<Grouping: RowGrouping>(_ grouping: Grouping.Type) throws(ProcessorError) -> EntityLog<Grouping> {
        guard let log = logs[ObjectIdentifier(grouping)] as? EntityLog<Grouping> else {
            throw .undeclared(Grouping.Row.input, "log")
        }
        return log
    }

    /// The window of a fallback input. The first call makes the runner load it, record it and compute again.
    ///
    /// Whether it is called may depend only on inputs already recorded.
    public func fallback<Row: InputRow>(_ input: Input, as row: Row.Type) throws(ProcessorError) -> SeasonWindow<Row> {
        if unconsulted.contains(input.name) { throw ProcessorError(.consultsFallback, input.name) }
        guard let window = windows[input.name] as? SeasonWindow<Row> else { throw .undeclared(Row.input, "fallback") }
        return window
    }
}

extension Upstream {
    /// Supplies the rows of the step's date; nil when the input is absent.
    public mutating func supply<Row: InputRow>(_ rows: [Row]?, for input: Input, as row: Row.Type) {
        if rows == nil { absent.insert(input.name) }
        partitions[input.name] = rows ?? []
    }

    /// Supplies a lookback window.
    public mutating func supply<Row: InputRow>(_ window: SeasonWindow<Row>, for input: Input) {
        windows[input.name] = window
        unconsulted.remove(input.name)
    }

    /// Supplies a log of games per entity.
    public mutating func supply<Grouping: RowGrouping>(_ log: EntityLog<Grouping>) {
        logs[ObjectIdentifier(Grouping.self)] = log
    }

    /// Says that a fallback exists but has not been loaded.
    public mutating func withhold(_ input: Input) {
        unconsulted.insert(input.name)
    }
}
