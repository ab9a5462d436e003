/// What a processor reads, and how far back. The planner trusts this list.
public struct Input: Sendable {
    /// What a missing input means.
    public enum Requirement: Hashable, Sendable {
        /// The step is blocked until the input is complete or waived.
        case required
        /// The input counts as absent in the digest.
        case optional
        /// Loaded and recorded only when the processor consults it.
        case fallback
    }

    /// The rows as the processor sees them.
    public let row: any InputRow.Type
    /// How far back it reads.
    public let lookback: Lookback
    /// What a missing partition means.
    public let requirement: Requirement
    /// How the window's rows are grouped into games per entity. A grouping may read the source in a shape of its own.
    public let groupings: [any RowGrouping.Type]

    private init(
        _ row: any InputRow.Type, _ lookback: Lookback, _ requirement: Requirement, _ groupings: [any RowGrouping.Type]
    ) {
        self.row = row
        self.lookback = lookback
        self.requirement = requirement
        self.groupings = groupings
    }

    /// An input without which the step cannot run.
    public static func required(
        _ row: any InputRow.Type, _ lookback: Lookback = .none, groupedBy groupings: [any RowGrouping.Type] = []
    ) -> Input {
        Input(row, lookback, .required, groupings)
    }

    /// An input that may be absent.
    public static func optional(
        _ row: any InputRow.Type, _ lookback: Lookback = .none, groupedBy groupings: [any RowGrouping.Type] = []
    ) -> Input {
        Input(row, lookback, .optional, groupings)
    }

    /// An input that is loaded only when asked for.
    public static func fallback(_ row: any InputRow.Type, _ lookback: Lookback) -> Input {
        Input(row, lookback, .fallback, [])
    }

    /// The table or projection read.
    public var source: TableName { row.input }

    /// The name under which lineage records it: the source, followed by the lookback for a fallback.
    public var name: String {
        requirement == .fallback ? "\(source):\(lookback.label)" : source.rawValue
    }
}
