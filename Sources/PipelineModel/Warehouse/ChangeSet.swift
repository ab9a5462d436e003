public import GameCalendar

/// One partition to be replaced as a whole.
public struct PartitionWrite: Sendable {
    /// The table.
    public var table: TableDeclaration
    /// The rows in key order; nil when an evaluation left them as they are, so that only state and lineage change.
    public var content: PartitionContent?
    /// What turns the rows held now into ``content``, where the writer has read them. The store may write only these
    /// rows, or all.
    public var replacement: RowReplacement?
    /// The new state. The store fills in the commit numbers.
    public var state: PartitionState
    /// The states of the table's projections for the same date; commit numbers are filled in too.
    public var projections: [PartitionState]
    /// The lineage rows that replace the partition's.
    public var inputs: [PartitionInput]

    /// A partition to be replaced.
    public init(
        table: TableDeclaration, content: PartitionContent?, replacing replacement: RowReplacement? = nil,
        state: PartitionState, projections: [PartitionState] = [], inputs: [PartitionInput] = []
    ) {
        self.table = table
        self.content = content
        self.replacement = replacement
        self.state = state
        self.projections = projections
        self.inputs = inputs
    }

    /// The partition replaced.
    public var partition: Partition { state.partition }
}

/// Rows of an engine table to be inserted or replaced by key.
public struct RecordWrite: Sendable {
    /// The engine table.
    public let table: TableDeclaration
    /// The rows.
    public let content: PartitionContent
}

/// Everything one transaction does: all of it or nothing.
///
/// A key may move from one partition to another, so rows go before rows come: deletions first, then every partition to
/// be replaced is emptied, then all are filled. Engine rows are upserted before others are removed.
public struct ChangeSet: Sendable {
    /// Partitions to replace.
    public var partitions: [PartitionWrite] = []
    /// Partitions to delete, with their state, lineage and projections' states.
    public var deletions: [(table: TableDeclaration, date: GameDate, projections: [TableName])] = []
    /// Leases to give back.
    public var releasedLeases: [Partition] = []
    /// Engine rows to insert or replace by key.
    public private(set) var records: [RecordWrite] = []
    /// Engine rows to delete.
    public private(set) var removals: [(table: TableDeclaration, filter: RecordFilter)] = []
    /// The number of the commit is this at least: where states come with the numbers of another store.
    public var leastNumber = 0
    /// The instant written to updated_at.
    public var instant: Timestamp

    /// No changes, at `instant`.
    public init(at instant: Timestamp) {
        self.instant = instant
    }

    /// Adds engine rows to insert or replace by key.
    ///
    /// - Throws: ``WarehouseError`` of code invalid when a number is not finite.
    public mutating func upsert<Row: WarehouseRow>(_ rows: [Row]) throws(WarehouseError) {
        guard !rows.isEmpty else { return }
        do {
            let content = try PartitionContent(unordered: rows, columns: Row.table.columns)
            records.append(RecordWrite(table: Row.table, content: content))
        } catch {
            throw WarehouseError(.invalid, "rows of \(Row.table.name) cannot be written: \(error)")
        }
    }

    /// Adds the deletion of the engine rows that match `filter`.
    public mutating func remove<Row: WarehouseRow>(_ row: Row.Type, matching filter: RecordFilter) {
        removals.append((Row.table, filter))
    }
}

/// Which rows of an engine table are meant, and in which order.
public struct RecordFilter: Hashable, Sendable {
    /// One test of one column.
    public enum Condition: Hashable, Sendable {
        /// The column equals one of the values; NULL matches ``Cell/null``.
        case isIn(String, [Cell])
        /// The column is at least the value; NULL never is.
        case atLeast(String, Cell)
        /// The column is at most the value; NULL never is.
        case atMost(String, Cell)
    }

    /// All must hold.
    public var conditions: [Condition] = []
    /// Column to order by; the key when nil.
    public var order: String?
    /// Whether the greatest comes first.
    public var isDescending = false
    /// At most so many rows.
    public var limit: Int?
    /// The values of order column and key of a row, or of the key where there is no order column: only what comes after it.
    /// None of them is NULL. Empty for all rows.
    public var past: [Cell] = []

    /// Every row in key order.
    public init() {}

    /// The rows whose `column` has this value.
    public static func column(_ column: String, is value: Cell) -> RecordFilter {
        RecordFilter().and(column, is: value)
    }

    /// Narrowed to rows whose `column` has this value.
    public func and(_ column: String, is value: Cell) -> RecordFilter {
        and(.isIn(column, [value]))
    }

    /// Narrowed by one more condition.
    public func and(_ condition: Condition) -> RecordFilter {
        var narrowed = self
        narrowed.conditions.append(condition)
        return narrowed
    }

    /// The newest by `column`, at most `limit`.
    public func newest(by column: String, limit: Int? = nil) -> RecordFilter {
        var ordered = self
        ordered.order = column
        ordered.isDescending = true
        ordered.limit = limit
        return ordered
    }
}
