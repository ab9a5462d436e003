/// What a ``ContaminationRule`` found over some dates.
public struct ContaminationFinding: Hashable, Sendable {
    /// How far a column can be trusted.
    public enum Verdict: String, Hashable, Sendable {
        /// At least 99 % of the rows are valid, and no 0 stands where nothing was measured.
        case clean = "CLEAN"
        /// 50 % to 99 % are.
        case partial = "PARTIAL"
        /// Fewer are.
        case contaminated = "CONTAMINATED"
    }

    /// The table judged.
    public let table: TableName
    /// The column judged.
    public let column: String
    /// What it derives from: `table.column`.
    public let source: String
    /// The rows counted.
    public let tally: ContaminationTally
    /// The lowest layer to be computed again; nil when every row is valid.
    public let phase: Phase?

    /// A finding of `rule`.
    ///
    /// - Parameter phase: the layer of the oldest partition responsible.
    public init(_ rule: some ContaminationRule, _ tally: ContaminationTally, phase: Phase?) {
        (table, column, source) = (rule.table, rule.column, rule.source)
        self.tally = tally
        self.phase = phase
    }

    /// Percent of the rows that are valid, 0…100; 100 when there are none.
    public var validPct: Double { tally.rows == 0 ? 100 : 100 * Double(tally.valid) / Double(tally.rows) }

    /// How far the column can be trusted.
    public var verdict: Verdict {
        switch validPct {
        case ..<50: .contaminated
        case ..<99: .partial
        default: .clean
        }
    }

    /// Whether a gate accepts the column.
    public var isAcceptable: Bool { verdict == .clean && tally.zeros == 0 }
}
