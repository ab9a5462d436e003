public import GameCalendar
public import PipelineModel

/// What reading the rows of a phase gave.
public enum ContentEvidence: Sendable {
    /// Nobody has looked.
    case unread
    /// Somebody has, when these very rows passed; they are not read again.
    case held
    /// What was found.
    case found(ContentFacts)
}

/// What the rows of a phase hold, as far as a gate asks.
public struct ContentFacts: Sendable {
    /// What one table holds over the scope.
    public struct Table: Sendable {
        /// The table.
        public let declaration: TableDeclaration
        /// The columns of ``profile``: critical ones and features.
        public let columns: [String]
        /// What they hold.
        public var profile: PartitionProfile
        /// Rows of an early season; nil for a table that does not say.
        public var earlySeason: Int?
        /// Keys that more than one row has, with the dates.
        public var repeatedKeys: [String] = []

        /// A table of which nothing is known yet.
        public init(_ declaration: TableDeclaration) {
            self.declaration = declaration
            columns = (declaration.criticalColumns + (declaration.features?.names ?? [])).filter {
                declaration.position(of: $0) != nil
            }
            profile = PartitionProfile(columns: columns.count)
        }

        /// What the column called `name` holds; nil when it was not asked about.
        public func column(_ name: String) -> ColumnProfile? {
            columns.firstIndex(of: name).map { profile.columns[$0] }
        }
    }

    /// In catalog order.
    public var tables: [Table] = []
    /// One finding per rule.
    public var contamination: [ContaminationFinding] = []
    /// The dates of the leak check.
    public var leakDates: [GameDate] = []
    /// What leaked on them.
    public var leaks: [LeakFinding] = []

    /// Nothing found out.
    public init() {}
}
