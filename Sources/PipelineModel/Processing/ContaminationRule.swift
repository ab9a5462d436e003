public import GameCalendar

/// How one column of one partition stands to the rows it must derive from.
public struct ContaminationTally: Hashable, Sendable {
    /// Rows judged.
    public var rows = 0
    /// Rows whose value has sources, or is NULL for a reason that is written down.
    public var valid = 0
    /// Rows that hold 0 where no source holds anything: a number that looks like a measurement and is none.
    public var zeros = 0
    /// The oldest partition to be mended for the rows that are not valid.
    public private(set) var origin: Partition?

    /// Nothing judged.
    public init() {}

    /// Counts a row that is as it should be.
    public mutating func countValid() {
        rows += 1
        valid += 1
    }

    /// Counts a row whose value has no business being there, or being NULL.
    ///
    /// - Parameters:
    ///   - origin: the partition that lacks what the value needs, or holds the value itself.
    ///   - isZero: whether the value is 0 and no source holds anything.
    public mutating func countInvalid(from origin: Partition, isZero: Bool = false) {
        rows += 1
        if isZero { zeros += 1 }
        self.origin = min(self.origin ?? origin, origin)
    }

    /// Adds what another date gave.
    public mutating func add(_ other: ContaminationTally) {
        rows += other.rows
        valid += other.valid
        zeros += other.zeros
        if let found = other.origin { origin = min(origin ?? found, found) }
    }
}

/// A column whose values must derive from rows that exist, or be NULL for a documented reason.
///
/// A rule looks at rows like a processor does: what it reads is declared, and it never writes. It counts what its
/// inputs lack, where a processor would not have been run at all.
///
/// To add one: a type that conforms, one line where the pipeline lists its rules, and a test with sources taken away.
public protocol ContaminationRule: Sendable {
    /// The table judged.
    var table: TableName { get }
    /// The column judged.
    var column: String { get }
    /// What it derives from, as people read it: `table.column`.
    var source: String { get }
    /// The judged table on the date itself, and everything its values derive from. All optional: what is absent is
    /// what the rule is about.
    var inputs: [Input] { get }
    /// How the rows of `date` stand.
    ///
    /// - Parameter isExcused: whether a partition is waived, so that what it lacks is known and accepted.
    func tally(
        on date: GameDate, from upstream: Upstream, isExcused: (Partition) -> Bool
    ) throws(ProcessorError) -> ContaminationTally
}
